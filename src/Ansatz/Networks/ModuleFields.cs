using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The fields of a module type with their names, base class first, in the order of declaration, without those that can hold neither module nor parameter.</summary>
internal static class ModuleFields
{
    /// <summary>What trimming must keep of a module type: its fields, those of its base classes included.</summary>
    public const DynamicallyAccessedMemberTypes Needed = DynamicallyAccessedMemberTypes.AllFields;

    public const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, (FieldInfo Field, string Name)[]> Known = new();

    public static (FieldInfo Field, string Name)[] Of([DynamicallyAccessedMembers(Needed)] Type type)
    {
        if (Known.TryGetValue(type, out var known)) return known;
        var fields = new List<(FieldInfo Field, string Name)>();
        for (var at = type; at is not null && at != typeof(Module); at = at.BaseType)
            fields.InsertRange(0, at.GetFields(Declared).Where(f => !IsLeaf(f.FieldType)).OrderBy(Order).Select(f => (f, f.GetCustomAttribute<SavedAsAttribute>()?.Name ?? NameOf(f))));
        return Known.GetOrAdd(type, [.. fields]);
    }

    /// <summary>The field's or property's name in camel case: <c>&lt;Weight&gt;k__BackingField</c> and a captured <c>&lt;weight&gt;P</c> are both "weight".</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        // The compiler's own names in lambdas are like <>4__this.
        if (name.StartsWith("<>", StringComparison.Ordinal)) name = name[(name.LastIndexOf('_') + 1)..];
        else if (name.StartsWith('<')) name = name[1..name.IndexOf('>', StringComparison.Ordinal)];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Whether nothing in a value of this type can be a module: numbers, words, tensors, and arrays, lists and dictionaries of those.</summary>
    public static bool IsLeaf(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(decimal) || type == typeof(Tensor)
        || (type.IsArray && IsLeaf(type.GetElementType()!))
        || (type.IsGenericType && type.Namespace == "System.Collections.Generic" && Array.TrueForAll(type.GetGenericArguments(), IsLeaf));

    // A program that was compiled ahead of time has no tokens. There, fields come in the order of declaration.
    private static int Order(FieldInfo field) => field.HasMetadataToken() ? field.MetadataToken : 0;
}
