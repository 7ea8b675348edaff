using System.Reflection;
using Ansatz.Networks;
using Ansatz.Tensors;
using Module = Ansatz.Networks.Module;

namespace Ansatz.Tests.Networks;

/// <summary>Files depend on the names of parameters, so the library's modules state them; a renamed field changes no file.</summary>
public sealed class SavedNameTests
{
    [Fact]
    public void EveryModuleOfTheLibraryStatesTheNamesOfItsParts()
    {
        var fields = typeof(Module).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Module)))
            .SelectMany(t => t.GetFields(ModuleFields.Declared).Where(f => Holds(f.FieldType)).Select(f => (Type: t, Field: f))).ToArray();
        Assert.True(fields.Length > 30);
        Assert.Empty(fields.Where(f => f.Field.GetCustomAttribute<SavedAsAttribute>() is null).Select(f => $"{f.Type.Name}.{f.Field.Name}"));
    }

    [Fact]
    public void AFieldIsNamedAsItIsSaved() =>
        Assert.Equal(["old.weight", "old.bias", "steps.0"], new Renamed().Parameters().Select(p => p.Name));

    private static bool Holds(Type type) => type == typeof(Parameter) || typeof(Module).IsAssignableFrom(type) || (type.IsArray && Holds(type.GetElementType()!))
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IConditional<>) || Array.Exists(type.GetGenericArguments(), Holds)));

    private sealed class Renamed : Module
    {
        [SavedAs("old")]
        private readonly Dense renamed = new(1, 1);

        [field: SavedAs("steps")]
        public IReadOnlyList<Parameter> Scales { get; } = [new Parameter([1])];

        public override string ToString() => $"{renamed}";
    }
}
