using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Images in an .npz archive: the arrays <c>images</c> and, if there are labels, <c>labels</c>; or <c>x_train, y_train, x_test, y_test</c>. Images are
/// [N, height, width] or [N, height, width, channels], of bytes, or of floats in [0, 1].
/// </summary>
public static class NpzImages
{
    /// <returns>The test set is null where the archive names none.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or holds something else; the message names the array, what was found and what was expected.</exception>
    public static (Dataset Training, Dataset? Test) Read(string path)
    {
        var archive = Npz.Read(path);
        if (!archive.Names.Contains("x_train")) return (Read(archive, path, "images", "labels"), null);
        return (Read(archive, path, "x_train", "y_train"), archive.Names.Contains("x_test") ? Read(archive, path, "x_test", "y_test") : null);
    }

    private static Dataset Read(NpzArchive archive, string path, string imagesName, string labelsName)
    {
        var images = archive[imagesName];
        var shape = images.Shape;
        if (shape.Rank is not (3 or 4) || shape.Size == 0)
            throw new InvalidDataException($"{path}: {imagesName}: the shape is {shape}; expected [N, height, width] or [N, height, width, channels], none of them 0.");
        var example = shape.Rank == 3 ? new Shape([shape[1], shape[2], 1]) : shape[1..];
        var labels = archive.Names.Contains(labelsName) ? Labels(archive[labelsName], shape[0], $"{path}: {labelsName}") : null;
        if (images.ElementType == "uint8") return Dataset.FromBytes(images.As<byte>().ToArray(), example, labels);
        var values = images.ToSingles();
        var wrong = Array.FindIndex(values, v => !(v is >= 0 and <= 1));
        if (wrong >= 0)
            throw new InvalidDataException($"{path}: {imagesName}: element {wrong + 1} is {values[wrong]} ({images.ElementType}); expected uint8, or numbers from 0 to 1.");
        return Dataset.FromFloats(values, example, labels);
    }

    private static int[] Labels(NpyArray array, int count, string name)
    {
        if (array.Shape.Size != count) throw new InvalidDataException($"{name}: the shape is {array.Shape}; expected [{count}], one for each image.");
        var labels = new int[count];
        var values = array.ToSingles();
        for (var i = 0; i < count; i++)
        {
            if (!(values[i] >= 0 && values[i] == MathF.Floor(values[i]) && values[i] < 65536))
                throw new InvalidDataException($"{name}: label {i + 1} is {values[i]}; expected a class number from 0 to 65535.");
            labels[i] = (int)values[i];
        }
        return labels;
    }
}
