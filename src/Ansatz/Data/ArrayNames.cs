namespace Ansatz.Data;

/// <summary>The names under which an archive holds its images, and the labels and test set that belong to them; null for what it lacks.</summary>
internal sealed record ArrayNames(string Images, string? Labels, string? TestImages = null, string? TestLabels = null)
{
    /// <summary>Tried from the first row to the last; upper and lower case make no difference. The documentation of <see cref="NpzImages"/> shows the table.</summary>
    private static readonly ArrayNames[] table =
    [
        new("images", "labels", "test_images", "test_labels"),
        new("train_images", "train_labels", "test_images", "test_labels"),
        new("x_train", "y_train", "x_test", "y_test"),
        new("train_x", "train_y", "test_x", "test_y"),
        new("train_data", "train_labels", "test_data", "test_labels"),
        new("x", "y"),
        new("data", "labels"),
        new("arr_0", "arr_1"),
        new("test_images", "test_labels"),
        new("x_test", "y_test"),
    ];

    /// <summary>The names of images that are looked for, in this order.</summary>
    public static string Known => string.Join(", ", table.Select(row => row.Images));

    /// <summary>The arrays of the first row whose images are there; null if there is none.</summary>
    public static ArrayNames? Find(IReadOnlyCollection<string> there) => table.Select(row => row.Among(there)).OfType<ArrayNames>().FirstOrDefault();

    /// <summary>Images that were asked for by name, with what the table names beside them; images that are not in it have the labels <c>labels</c> or <c>y</c>.</summary>
    public static ArrayNames Of(string images, IReadOnlyCollection<string> there) =>
        table.FirstOrDefault(row => row.Images.Equals(images, StringComparison.OrdinalIgnoreCase))?.Among(there) is { } known
            ? known with { Images = images }
            : new ArrayNames(images, Find("labels", there) ?? Find("y", there));

    private ArrayNames? Among(IReadOnlyCollection<string> there) => Find(Images, there) is not { } images
        ? null
        : new ArrayNames(images, Find(Labels, there), Find(TestImages, there), Find(TestLabels, there));

    private static string? Find(string? name, IReadOnlyCollection<string> there) =>
        name is null ? null : there.Contains(name) ? name : there.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
}
