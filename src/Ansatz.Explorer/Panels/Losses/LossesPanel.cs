namespace Ansatz.Explorer.Panels.Losses;

/// <summary>The losses by epoch, read again while a training goes on.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class LossesPanel(string folder) : Panel("losses", "Learning")
{
    public override IEnumerable<Endpoint> Endpoints => [new(At("history"), _ => Answer.Text(History()))];

    // Another process appends to the file meanwhile; a last line without its end is left out.
    private string History()
    {
        var path = Path.Combine(folder, RunFiles.Table);
        if (!File.Exists(path)) return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)];
    }
}
