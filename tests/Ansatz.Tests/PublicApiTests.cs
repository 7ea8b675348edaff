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

    [Fact]
    public void RecordsShowNoArrays() =>
        Assert.Empty(typeof(Ansatz.Tensors.Tensor).Assembly.GetExportedTypes().Where(PublicApiText.IsRecord)
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Where(p => p.PropertyType.IsArray).Select(p => $"{p.DeclaringType}.{p.Name}"));

    /// <summary>One line per type and one per member that the type declares itself: no overrides, nothing that every record or enumeration has.</summary>
    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(t => !IsGenerated(t))
            .OrderBy(t => t.Namespace, StringComparer.Ordinal).ThenBy(PublicApiText.Name, StringComparer.Ordinal))
        {
            text.Append($"{PublicApiText.Type(type)}\n");
            foreach (var member in type.GetMembers(Declared).Select(m => Line(type, m)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append($"  {member}\n");
        }
        return text.ToString();
    }

    private static string? Line(Type type, MemberInfo member) => member switch
    {
        _ when IsGenerated(member) => null,
        FieldInfo field when type.IsEnum => field.IsStatic ? field.Name : null,
        FieldInfo field => IsSeen(field.Attributes) ? PublicApiText.Field(field) : null,
        ConstructorInfo constructor => IsSeen(constructor) && !IsCopy(type, constructor) ? PublicApiText.Constructor(constructor) : null,
        PropertyInfo property => IsSeen(type, property) ? PublicApiText.Property(property) : null,
        MethodInfo method => IsSeen(method) && !IsOwnOfKind(type, method) ? PublicApiText.Method(method) : null,
        _ => null,
    };

    private static bool IsGenerated(MemberInfo member) => member.Name.Contains('<', StringComparison.Ordinal) || (member.DeclaringType is { } outer && IsGenerated(outer))
        || (member is not System.Type && member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not PropertyInfo);

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private static bool IsSeen(Type type, PropertyInfo property) =>
        (property.GetMethod ?? property.SetMethod)! is var accessor && IsSeen(accessor) && !IsOverride(accessor) && (property.Name != "EqualityContract" || !type.IsClass);

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static bool IsCopy(Type type, ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == type && !constructor.IsPublic;

    /// <summary>Accessors, overrides, and what every record has.</summary>
    private static bool IsOwnOfKind(Type type, MethodInfo method) =>
        IsOverride(method) || method.Name is "Deconstruct" or "PrintMembers" or "op_Equality" or "op_Inequality" || (method.Name == "Equals" && method.GetParameters()[0].ParameterType == type)
        || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) || method.Name.Contains('.', StringComparison.Ordinal);

    private static string File([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "PublicApi.txt");
}
