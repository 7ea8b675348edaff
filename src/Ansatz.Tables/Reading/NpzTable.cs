using System.Globalization;
using Ansatz.Formats;

namespace Ansatz.Tables.Reading;

/// <summary>NumPy archives as tables. An array [rows] is a column of its name; an array [rows, k] is k columns, its name followed by 0 to k − 1.</summary>
internal static class NpzTable
{
    public static List<CellColumn> Read(string path)
    {
        var archive = Npz.Read(path);
        var columns = new List<CellColumn>();
        foreach (var name in archive.Names)
        {
            var array = archive[name];
            if (array.Shape.Rank is not (1 or 2)) throw new InvalidDataException($"{path}: the array '{FileText.Shown(name)}' has the shape {array.Shape}; expected [rows] or [rows, columns]");
            int rows = array.Shape[0], width = array.Shape.Rank == 1 ? 1 : array.Shape[1];
            var text = Text(array);
            for (var j = 0; j < width; j++)
            {
                var column = j;
                columns.Add(new CellColumn(array.Shape.Rank == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{j}"), rows, () => i => text(i * width + column)));
            }
        }
        return columns;
    }

    // Each type by its own shortest text: 0.1 of float32 stays 0.1.
    private static Func<int, string?> Text(NpyArray array)
    {
        switch (array.ElementType)
        {
            case "float64":
                var doubles = array.As<double>().ToArray();
                return i => double.IsNaN(doubles[i]) ? null : doubles[i].ToString("R", CultureInfo.InvariantCulture);
            case "int64":
                var longs = array.As<long>().ToArray();
                return i => longs[i].ToString(CultureInfo.InvariantCulture);
            case "uint64":
                var words = array.As<ulong>().ToArray();
                return i => words[i].ToString(CultureInfo.InvariantCulture);
            case "int32":
                var ints = array.As<int>().ToArray();
                return i => ints[i].ToString(CultureInfo.InvariantCulture);
            case "uint32":
                var units = array.As<uint>().ToArray();
                return i => units[i].ToString(CultureInfo.InvariantCulture);
            default:
                var singles = array.ToSingles();
                return i => float.IsNaN(singles[i]) ? null : singles[i].ToString("R", CultureInfo.InvariantCulture);
        }
    }
}
