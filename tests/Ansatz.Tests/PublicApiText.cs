using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ansatz.Tests;

/// <summary>Writes types and members as lines of text: bases, interfaces, nullable references, and the default values of parameters.</summary>
internal static class PublicApiText
{
    private static readonly NullabilityInfoContext nullability = new();

    private static readonly Dictionary<Type, string> keywords = new (Type, string)[]
    {
        (typeof(void), "void"), (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"),
        (typeof(ulong), "ulong"), (typeof(float), "float"), (typeof(double), "double"), (typeof(string), "string"), (typeof(object), "object"),
        (typeof(char), "char"), (typeof(ushort), "ushort"), (typeof(short), "short"), (typeof(sbyte), "sbyte"), (typeof(decimal), "decimal"),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static string Type(Type type)
    {
        var parent = type is { IsEnum: false, IsValueType: false, BaseType: { } own } && own != typeof(object) ? $" of {Name(own)}" : "";
        string[] interfaces = [.. OwnInterfaces(type).Select(Name).Order(StringComparer.Ordinal)];
        return $"{type.Namespace}.{Name(type)}: {Kind(type)}{parent}{(interfaces.Length == 0 ? "" : $", {string.Join(", ", interfaces)}")}";
    }

    public static string Field(FieldInfo field)
    {
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : "";
        return $"{field.Name}: {Name(field.FieldType, nullability.Create(field), isRead: true)}{value}";
    }

    public static string Constructor(ConstructorInfo constructor) => $"new({Parameters(constructor)})";

    public static string Property(PropertyInfo property)
    {
        var (get, set) = (property.GetMethod, property.SetMethod);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(p => Name(p.ParameterType)))}]" : "";
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var changes = set is null or { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } ? "" : isInit ? " init" : " set";
        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Prefix((get ?? set)!)}{isRequired}{property.Name}{index}: {Name(property.PropertyType, nullability.Create(property), isRead: get is not null)}{changes}";
    }

    public static string Method(MethodInfo method) =>
        $"{Prefix(method)}{method.Name}{Arguments(method)}({Parameters(method)}): {Name(method.ReturnType, nullability.Create(method.ReturnParameter), isRead: true)}";

    /// <summary>The type as C# spells it, without nullable references, which only a member knows.</summary>
    public static string Name(Type type) => Name(type, null, isRead: true);

    /// <param name="type">The type to name.</param>
    /// <param name="info">Which references in it may be null, if a member is known.</param>
    /// <param name="isRead">Whether the state of what is read counts, or of what is written.</param>
    private static string Name(Type type, NullabilityInfo? info, bool isRead)
    {
        if (System.Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value, info is { GenericTypeArguments.Length: 1 } ? info.GenericTypeArguments[0] : null, isRead)}?";
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!, info, isRead)}";
        var mark = !type.IsValueType && !type.IsGenericParameter && info is not null && (isRead ? info.ReadState : info.WriteState) == NullabilityState.Nullable ? "?" : "";
        return Bare(type, info, isRead) + mark;
    }

    private static string Bare(Type type, NullabilityInfo? info, bool isRead)
    {
        if (keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsArray) return $"{Name(type.GetElementType()!, info?.ElementType, isRead)}[]";
        var arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        var names = arguments.Select((a, i) => Name(a, i < info?.GenericTypeArguments.Length ? info.GenericTypeArguments[i] : null, isRead)).ToArray();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true) return $"({string.Join(", ", names)})";
        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return names.Length > 0 ? $"{name.Split('`')[0]}<{string.Join(", ", names)}>" : name;
    }

    /// <summary>The interfaces that the type adds to its base's; not those that another of them brings, nor the equality that every record has.</summary>
    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        if (type.IsEnum) return [];
        var all = type.GetInterfaces();
        return all.Except(type.BaseType?.GetInterfaces() ?? []).Except(all.SelectMany(i => i.GetInterfaces()))
            .Where(i => i.IsPublic && !(i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>) && i.GetGenericArguments()[0] == type && IsRecord(type)));
    }

    public static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;

    private static string Kind(Type type)
    {
        var kind = IsRecord(type) ? "record" : "class";
        return type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? IsRecord(type) ? "record struct" : "struct"
            : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? $"abstract {kind}" : type.IsSealed ? $"sealed {kind}" : kind;
    }

    private static string Prefix(MethodBase method) => method.IsStatic ? "static " : method.IsFinal || !method.IsVirtual ? "" : method.IsAbstract ? "abstract " : "virtual ";

    private static string Arguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{Name(parameter.ParameterType, nullability.Create(parameter), isRead: false)} {parameter.Name}{value}";
    }

    /// <summary>A constant as C# spells it; <c>default</c> for a structure without a constant form.</summary>
    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && System.Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        _ when (System.Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named => $"{named.Name}.{Enum.ToObject(named, value)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
