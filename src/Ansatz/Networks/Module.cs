using System.Collections;
using System.Reflection;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Whatever learns. Its parameters are its fields of type <see cref="Parameter"/>, and those of the modules and lists of modules among its
/// fields; a parameter's name is the dotted path of fields, in camel case, with list positions as numbers: <c>encoder.layers.0.weight</c>.
/// </summary>
/// <remarks>
/// To write one: derive, give it parameters and modules as fields, and describe their first values in <see cref="InitializeOwn"/> if zeros
/// will not do. Nothing is registered by hand. Dense.cs is the file to copy.
/// </remarks>
public abstract class Module
{
    /// <summary>The name under which the library can build this model again, if it has one; a saved file carries it.</summary>
    public string? Architecture { get; init; }

    private string? path;

    /// <summary>
    /// The dotted path of fields from the root module to this one, empty for the root itself. Looking at a part of the model alone does not shorten it.
    /// </summary>
    /// <exception cref="InvalidOperationException">No root has been initialised, loaded or enumerated yet.</exception>
    protected string Path => path
        ?? throw new InvalidOperationException($"{GetType().Name}: its place in the model is not known yet; call Initialize(rng) on the model, or load its weights.");

    /// <summary>All parameters and statistics, in the order of fields, depth first; their names become their paths from this module.</summary>
    public IReadOnlyList<Parameter> Parameters()
    {
        var found = new List<Parameter>();
        Collect("", found, []);
        return found;
    }

    /// <summary>The number of learnt numbers and moving statistics. (Parameters() would rename them, as seen from this module.)</summary>
    public long CountParameters() =>
        SelfAndDescendants().SelectMany(m => m.Members()).Select(m => m.Member).OfType<Parameter>().Distinct().Sum(p => (long)p.Shape.Size);

    /// <summary>This module and all modules in it, depth first.</summary>
    public IEnumerable<Module> SelfAndDescendants() => Paths().Select(p => p.Module);

    /// <summary>This module and all modules in it with their dotted paths, depth first; its own path is empty.</summary>
    internal IReadOnlyList<(string Path, Module Module)> Paths()
    {
        var found = new List<(string, Module)>();
        Visit("", found, []);
        return found;
    }

    /// <summary>Gives every parameter its first value, each from a stream that is named after it.</summary>
    public void Initialize(Rng rng)
    {
        foreach (var parameter in Parameters()) parameter.Storage().Clear();
        foreach (var (path, module) in Paths()) module.InitializeOwn(rng.Fork(path));
    }

    /// <summary>Sets this module's own parameters; those left alone become zeros.</summary>
    /// <param name="rng">A stream of this module's own; fork it by the parameter's name.</param>
    protected virtual void InitializeOwn(Rng rng) { }

    private void Collect(string prefix, List<Parameter> found, HashSet<object> seen)
    {
        if (!seen.Add(this)) return;
        if (path is null || prefix.Length > path.Length) path = prefix.TrimEnd('.');
        foreach (var (name, member) in Members())
        {
            if (member is Parameter parameter)
            {
                if (!seen.Add(parameter)) continue;
                parameter.Name = prefix + name;
                found.Add(parameter);
            }
            else ((Module)member).Collect($"{prefix}{name}.", found, seen);
        }
    }

    private void Visit(string path, List<(string, Module)> found, HashSet<Module> seen)
    {
        if (!seen.Add(this)) return;
        found.Add((path, this));
        foreach (var (name, member) in Members())
            if (member is Module module) module.Visit(path.Length == 0 ? name : $"{path}.{name}", found, seen);
    }

    private IEnumerable<(string Name, object Member)> Members()
    {
        foreach (var field in ModuleFields.Of(GetType()))
        {
            var value = field.GetValue(this);
            var name = ModuleFields.NameOf(field);
            if (value is Parameter or Module) yield return (name, value);
            else if (value is IEnumerable list and not string)
            {
                var i = 0;
                foreach (var item in list)
                {
                    if (item is Parameter or Module) yield return ($"{name}.{i}", item);
                    i++;
                }
            }
        }
    }
}

/// <summary>The fields of a module type that can hold parameters or modules, base class first, in the order of declaration.</summary>
internal static class ModuleFields
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, FieldInfo[]> Known = new();

    public static FieldInfo[] Of(Type type) => Known.GetOrAdd(type, static t =>
    {
        var fields = new List<FieldInfo>();
        for (var at = t; at is not null && at != typeof(Module); at = at.BaseType)
            fields.InsertRange(0, at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(f => MayHold(f.FieldType))
                .OrderBy(f => f.MetadataToken));
        return [.. fields];
    });

    /// <summary>The field's or property's name in camel case: <c>&lt;Weight&gt;k__BackingField</c> and a captured <c>&lt;weight&gt;P</c> are both "weight".</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.StartsWith('<')) name = name[1..name.IndexOf('>', StringComparison.Ordinal)];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static bool MayHold(Type type) =>
        type == typeof(Parameter) || typeof(Module).IsAssignableFrom(type) || type.IsInterface
        || (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type));
}
