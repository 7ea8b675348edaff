using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ansatz.Tests;

/// <summary>
/// The library's public names are a committed text, so that a change of them is seen in review. After a wanted change, run the tests once with
/// ANSATZ_ACCEPT=1 to write the text anew.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> keywords = new (Type, string)[]
    {
        (typeof(void), "void"), (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"),
        (typeof(ulong), "ulong"), (typeof(float), "float"), (typeof(double), "double"), (typeof(string), "string"), (typeof(object), "object"),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2);

    [Fact]
    public void PublicNamesAreTheCommittedText()
    {
        var file = File();
        var found = Describe(typeof(Ansatz.Tensors.Tensor).Assembly);
        if (Environment.GetEnvironmentVariable("ANSATZ_ACCEPT") == "1") System.IO.File.WriteAllText(file, found);
        string[] expected = System.IO.File.Exists(file) ? System.IO.File.ReadAllLines(file) : [], lines = found.Split('\n')[..^1];
        var changes = expected.Except(lines).Select(l => "− " + l).Concat(lines.Except(expected).Select(l => "+ " + l)).ToArray();
        Assert.True(expected.SequenceEqual(lines), $"The public names changed; if that is wanted, run the tests once with ANSATZ_ACCEPT=1:\n{string.Join('\n', changes)}");
    }

    [Fact]
    public void NothingOfKernelsIsPublic() =>
        Assert.DoesNotContain(typeof(Ansatz.Tensors.Tensor).Assembly.GetExportedTypes(), t => t.Name is "Gemm" or "Convolution" or "ForkJoin");

    /// <summary>A line a type, below it one a member that is its own: no overrides, nothing that a record or an enumeration has of itself.</summary>
    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(t => !IsGenerated(t)).OrderBy(t => t.Namespace, StringComparer.Ordinal).ThenBy(Name, StringComparer.Ordinal))
        {
            text.Append($"{type.Namespace}.{Name(type)}: {Kind(type)}\n");
            foreach (var member in type.GetMembers(Declared).Select(m => Line(type, m)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append($"  {member}\n");
        }
        return text.ToString();
    }

    private static string Kind(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class" : "sealed class";
        return type is { IsEnum: false, IsValueType: false, BaseType: { } parent } && parent != typeof(object) ? $"{kind} of {Name(parent)}" : kind;
    }

    private static string? Line(Type type, MemberInfo member) => member switch
    {
        _ when IsGenerated(member) => null,
        FieldInfo field when type.IsEnum => field.IsStatic ? field.Name : null,
        FieldInfo field => IsSeen(field.Attributes) ? $"{field.Name}: {Name(field.FieldType)}" : null,
        ConstructorInfo constructor => IsSeen(constructor) && !IsCopy(type, constructor) ? $"new({Parameters(constructor)})" : null,
        PropertyInfo property => Property(type, property),
        MethodInfo method => IsSeen(method) && !IsOwnOfKind(type, method)
            ? $"{Prefix(method)}{method.Name}{Arguments(method)}({Parameters(method)}): {Name(method.ReturnType)}" : null,
        _ => null,
    };

    private static string? Property(Type type, PropertyInfo property)
    {
        var (get, set) = (property.GetMethod, property.SetMethod);
        if ((get ?? set)! is var accessor && (!IsSeen(accessor) || IsOverride(accessor) || (property.Name == "EqualityContract" && type.IsClass))) return null;
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(p => Name(p.ParameterType)))}]" : "";
        var changes = set is null || !IsSeen(set) ? "" : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init" : " set";
        return $"{Prefix(accessor)}{property.Name}{index}: {Name(property.PropertyType)}{changes}";
    }

    private static string Prefix(MethodBase method) => (method.IsStatic ? "static " : method.IsFinal || !method.IsVirtual ? "" : method.IsAbstract ? "abstract " : "virtual ");

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = …" : "")}"));

    private static string Arguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Name(Type type)
    {
        if (keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return $"{Name(inner)}?";
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true) return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static bool IsGenerated(MemberInfo member) => member.Name.Contains('<', StringComparison.Ordinal) || (member.DeclaringType is { } outer && IsGenerated(outer))
        || (member is not Type && member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not PropertyInfo);

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static bool IsCopy(Type type, ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == type && !constructor.IsPublic;

    /// <summary>Accessors, overrides, and what comes with every record.</summary>
    private static bool IsOwnOfKind(Type type, MethodInfo method) =>
        IsOverride(method) || method.Name is "Deconstruct" or "PrintMembers" or "op_Equality" or "op_Inequality" || (method.Name == "Equals" && method.GetParameters()[0].ParameterType == type)
        || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) || method.Name.Contains('.', StringComparison.Ordinal);

    private static string File([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "PublicApi.txt");
}
