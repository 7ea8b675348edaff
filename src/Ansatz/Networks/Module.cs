using System.Diagnostics.CodeAnalysis;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Whatever learns. Its parameters are its fields of type <see cref="Parameter"/>, and those of the modules among its fields. Lists, arrays,
/// dictionaries and tuples are searched too, however nested. A parameter's name is the dotted path of fields, in camel case, with list positions
/// as numbers and dictionary keys as words: <c>encoder.layers.0.weight</c>. <see cref="SavedAsAttribute"/> gives a field another name.
/// </summary>
/// <remarks>
/// <para>To write one: derive, give it parameters and modules as fields, and describe their first values in <see cref="InitializeOwn"/> if zeros
/// will not do. Nothing has to be registered. LayerNormalization.cs is the file to copy, and tests/Ansatz.Outside/RunningScale.cs for a module
/// that keeps statistics beside its weights.</para>
/// <para>A module that only another object, a lambda or a <see cref="Lazy{T}"/> holds is not searched for. <see cref="Initialize"/> refuses it, with the field's name.</para>
/// <para>The annotation keeps the fields of every module when a program is trimmed or compiled ahead of time.</para>
/// </remarks>
[DynamicallyAccessedMembers(ModuleFields.Needed)]
public abstract class Module
{
    /// <summary>The name under which the library can build this model again, if it has one; a saved file carries it.</summary>
    public string? Architecture { get; init; }

    private (string Path, Module Root, bool IsSettled)? place;

    /// <summary>
    /// The dotted path of fields from the root module to this one, empty for the root itself. The root is the outermost module that was
    /// initialised or loaded. Calls on a part, or on a larger whole, do not change it afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">No root has been initialised, loaded or enumerated yet.</exception>
    protected string Path => place?.Path
        ?? throw new InvalidOperationException($"{GetType().Name}: its place in the model is not known yet; call Initialize(rng) on the model, or load its weights.");

    /// <summary>All parameters and statistics, in the order of fields, depth first.</summary>
    /// <remarks>
    /// The hash and the files of what is returned use paths from this module. A parameter without a name gets its path from this module
    /// as <see cref="Parameter.Name"/>. A whole's name replaces the name that a part gave, never the reverse.
    /// </remarks>
    public IReadOnlyList<Parameter> Parameters()
    {
        var members = ModuleMembers.Of(this);
        Place(members, settle: false);
        return members.Parameters();
    }

    /// <summary>The number of learnt numbers and moving statistics.</summary>
    public long CountParameters() => ModuleMembers.Of(this).Parameters().Sum(p => (long)p.Shape.Size);

    /// <summary>This module and all modules in it, depth first.</summary>
    public IEnumerable<Module> SelfAndDescendants() => Paths().Select(p => p.Module);

    /// <summary>This module and all modules in it with their dotted paths, depth first; its own path is empty.</summary>
    internal IReadOnlyList<(string Path, Module Module)> Paths() => ModuleMembers.Of(this).Modules;

    /// <summary>Gives every parameter its first value, each from a stream that is named after it.</summary>
    /// <exception cref="InvalidOperationException">A field hides a module or parameter where it is not found, or two parameters have one name.</exception>
    public void Initialize(Rng rng)
    {
        Settle();
        var members = ModuleMembers.Of(this);
        foreach (var parameter in members.Parameters()) parameter.Storage().Clear();
        foreach (var (path, module) in members.Modules) module.InitializeOwn(rng.Fork(path));
    }

    /// <summary>Makes this module the root of a model that gets its values: checks that all of them are found, and gives names and paths.</summary>
    internal void Settle()
    {
        var members = ModuleMembers.Of(this);
        HiddenMembers.Refuse(this, members);
        Place(members, settle: true);
    }

    /// <summary>Sets this module's own parameters; those left alone become zeros.</summary>
    /// <param name="rng">A stream of this module's own; fork it by the parameter's name.</param>
    protected virtual void InitializeOwn(Rng rng) { }

    private void Place(ModuleMembers members, bool settle)
    {
        var inside = members.Modules.Select(m => m.Module).ToHashSet();
        foreach (var (path, module) in members.Modules)
        {
            var stays = module.place is { } old && (settle == old.IsSettled ? !inside.Contains(old.Root) : old.IsSettled);
            if (!stays) module.place = (path, this, settle);
        }
        foreach (var (name, parameter) in members.NamedParameters)
        {
            if (parameter.Root is Module root && !inside.Contains(root)) continue;
            (parameter.Name, parameter.Root) = (name, this);
        }
    }
}
