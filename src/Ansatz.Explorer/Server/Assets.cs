namespace Ansatz.Explorer.Server;

/// <summary>The files of the page, which are embedded in the program: they are read from no folder.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, string> types = new(StringComparer.Ordinal) { [".html"] = "text/html", [".css"] = "text/css", [".js"] = "text/javascript", [".svg"] = "image/svg+xml" };

    /// <summary>An endpoint for each file; the page itself is at the empty path.</summary>
    public static IEnumerable<Endpoint> Endpoints()
    {
        var assembly = typeof(Assets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var answer = new Answer($"{types[Path.GetExtension(name)]}; charset=utf-8", bytes);
            yield return new Endpoint(name == "index.html" ? "" : name, _ => answer);
        }
    }
}
