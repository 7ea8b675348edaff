namespace Ansatz.Explorer.Panels;

/// <summary>
/// A part of the page: a script, which draws it, and endpoints, which the script asks. To add one, copy the folder Samples and add its row to <see cref="PanelTable"/>. Its script is
/// <c>NAME.js</c> and exports <c>show(section, page)</c>.
/// </summary>
/// <param name="name">A word, which begins the paths of its endpoints.</param>
/// <param name="title">The heading.</param>
internal abstract class Panel(string name, string title)
{
    public string Name => name;

    public string Title => title;

    /// <summary>What the script asks. Their paths begin with the panel's name.</summary>
    public abstract IEnumerable<Endpoint> Endpoints { get; }

    protected string At(string path) => $"{name}/{path}";
}
