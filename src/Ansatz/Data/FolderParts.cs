namespace Ansatz.Data;

/// <summary>The training and test parts of a folder of pictures: its subfolders named train, test and val, or the whole folder.</summary>
/// <param name="Training">The pictures for training.</param>
/// <param name="Test">The pictures for testing; null without such a subfolder.</param>
/// <param name="Unused">The subfolder that is not needed: val beside test.</param>
internal sealed record FolderParts(PictureTree Training, PictureTree? Test, PictureTree? Unused)
{
    private enum Role
    {
        Class,
        Training,
        Test,
        Validation,
    }

    /// <exception cref="InvalidDataException">Only some of the subfolders are parts.</exception>
    public static FolderParts Of(PictureTree tree, string folder)
    {
        PictureTree[] subfolders = [.. tree.Folders.Where(f => f.HasPictures)];
        var byRole = subfolders.ToLookup(f => RoleOf(f.Name));
        // A class may be called train, beside bus and car.
        var isSplit = subfolders.Length > 0 && (byRole[Role.Class].FirstOrDefault() is null || (byRole.Contains(Role.Training) && (byRole.Contains(Role.Test) || byRole.Contains(Role.Validation))));
        if (!isSplit) return new FolderParts(tree, null, null);
        foreach (var role in new[] { Role.Training, Role.Test, Role.Validation })
            if (byRole[role].ElementAtOrDefault(1) is { } second)
                throw new InvalidDataException($"{folder}: holds both {byRole[role].First().Name} and {second.Name}; expected one folder for this part of the data.");
        if (byRole[Role.Training].FirstOrDefault() is not { } training)
            throw new InvalidDataException($"{folder}: holds {subfolders[0].Name}, but no folder named train with images; expected one beside it, or the folder {Path.Combine(folder, subfolders[0].Name)} itself.");
        if (tree.Files.Concat(byRole[Role.Class].Select(f => f.Name)).FirstOrDefault() is { } other)
            throw new InvalidDataException($"{folder}: holds {other} beside the parts {string.Join(" and ", subfolders.Where(f => RoleOf(f.Name) != Role.Class).Select(f => f.Name))}; expected images in these folders only.");
        var (test, validation) = (byRole[Role.Test].FirstOrDefault(), byRole[Role.Validation].FirstOrDefault());
        return new FolderParts(training, test ?? validation, test is null ? null : validation);
    }

    private static Role RoleOf(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => Role.Training,
        "test" or "testing" => Role.Test,
        "val" or "valid" or "validation" => Role.Validation,
        _ => Role.Class,
    };
}
