using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The modules and parameters that a module contains, with their dotted paths from it. They are listed by a depth-first search in the order of
/// its fields.</summary>
internal sealed class ModuleMembers
{
    private readonly List<(string Path, Module Module)> modules = [];
    private readonly List<(string Name, Parameter Parameter)> parameters = [];
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);

    private ModuleMembers() { }

    /// <summary>The module itself comes first. Its path is empty.</summary>
    public IReadOnlyList<(string Path, Module Module)> Modules => modules;

    public IReadOnlyList<(string Name, Parameter Parameter)> NamedParameters => parameters;

    /// <summary>The parameters as a list that also holds these names.</summary>
    public IReadOnlyList<Parameter> Parameters() => new ParameterList(parameters);

    public bool Contains(object part) => seen.Contains(part);

    /// <summary>The innermost module that contains the parameter with this name.</summary>
    public Module OwnerOf(string name) =>
        modules.Where(m => m.Path.Length == 0 || name.StartsWith(m.Path + ".", StringComparison.Ordinal)).MaxBy(m => m.Path.Length).Module;

    public static ModuleMembers Of(Module root)
    {
        var members = new ModuleMembers();
        members.Enter(root, "");
        return members;
    }

    private void Enter(Module module, string path)
    {
        modules.Add((path, module));
        seen.Add(module);
        foreach (var (field, name) in ModuleFields.Of(module.GetType()))
            Add(field.GetValue(module), path.Length == 0 ? name : $"{path}.{name}");
    }

    private void Add(object? value, string path)
    {
        if (value is null || ModuleFields.IsLeaf(value.GetType()) || (value is Module or Parameter or IEnumerable && !seen.Add(value))) return;
        switch (value)
        {
            case Parameter parameter:
                parameters.Add((path, parameter));
                break;
            case Module module:
                Enter(module, path);
                break;
            case IDictionary dictionary:
                // Sorted by key, so that the order does not depend on hash codes.
                var entries = new List<(string Key, object? Item)>();
                foreach (DictionaryEntry entry in dictionary) entries.Add((Text(entry.Key), entry.Value));
                foreach (var (key, item) in entries.OrderBy(e => e.Key, StringComparer.Ordinal)) Add(item, $"{path}.{key}");
                break;
            case IEnumerable list:
                var position = 0;
                foreach (var item in list) Add(item, $"{path}.{position++}");
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Add(tuple[i], $"{path}.{i}");
                break;
            default:
                break;
        }
    }

    private static string Text(object key) => key is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : $"{key}";
}
