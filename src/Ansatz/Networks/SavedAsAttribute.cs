namespace Ansatz.Networks;

/// <summary>
/// The name of a field of a <see cref="Module"/> in parameter names, and so in files, hashes and first weights, in place of the field's own. With it, a field can be
/// renamed and older files still open. An automatic property takes it as <c>[field: SavedAs("weight")]</c>.
/// </summary>
/// <param name="name">In camel case, without dots.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class SavedAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
