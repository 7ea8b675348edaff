namespace Ansatz.Data;

/// <summary>Says in one line which files were ignored in a folder of pictures.</summary>
internal static class PassedOver
{
    /// <summary>Null if nothing was.</summary>
    public static string? Describe(PictureTree tree, FolderParts parts)
    {
        string[] others = [.. tree.AllOthers], empty = [.. Empty(tree)];
        string?[] items =
        [
            Count(others, "file that is no picture", "files that are no pictures"),
            Count(empty, "folder without pictures", "folders without pictures"),
            parts is { Unused: { } unused, Test: { } test } ? $"the folder {unused.Name}, since {test.Name} is the test set" : null,
        ];
        string[] found = [.. items.OfType<string>()];
        return found.Length == 0 ? null : $"passed over {string.Join("; ", found)}";
    }

    private static string? Count(string[] names, string one, string several) => names switch
    {
        [] => null,
        [var only] => $"1 {one}: {only}",
        _ => $"{names.Length} {several}, such as {names[0]}",
    };

    /// <summary>The outermost folders without pictures.</summary>
    private static IEnumerable<string> Empty(PictureTree tree) => tree.Folders.SelectMany(f => f.HasPictures ? Empty(f) : [f.Name]);
}
