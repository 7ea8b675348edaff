using System.Collections;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Parameters with their names as seen from the module that listed them, whatever other modules hold them too.</summary>
internal sealed class ParameterList(IReadOnlyList<(string Name, Parameter Parameter)> rows) : IReadOnlyList<Parameter>
{
    public int Count => rows.Count;

    public Parameter this[int index] => rows[index].Parameter;

    /// <summary>The name of each parameter in its list; for a list of one's own, the name that it carries.</summary>
    public static IReadOnlyList<(string Name, Parameter Parameter)> Named(IReadOnlyList<Parameter> parameters) =>
        parameters is ParameterList list ? list.Rows : [.. parameters.Select(p => (p.Name, p))];

    public IEnumerator<Parameter> GetEnumerator() => rows.Select(r => r.Parameter).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IReadOnlyList<(string Name, Parameter Parameter)> Rows => rows;
}
