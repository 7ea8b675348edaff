using System.Globalization;
using Ansatz.Random;
using Ansatz.Tests.Cli;

namespace Ansatz.Tests.Explorer;

/// <summary>Small runs to explore.</summary>
internal static class ExplorerRuns
{
    private static readonly string digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");

    /// <summary>An autoencoder of digits with three latent dimensions.</summary>
    public static string Digits(TemporaryFolder folder) => Trained(folder["digits"], "train", "vae", "--data", digits, "--network", "dense", "--widths", "32", "--latent", "3", "--epochs", "8", "--batch", "20");

    /// <summary>The compact network of the contour study.</summary>
    public static string Contours(TemporaryFolder folder) => Trained(folder["contours"], "study", "contours", "--images", "400", "--epochs", "2");

    /// <summary>A flow of one toy.</summary>
    public static string Flows(TemporaryFolder folder) => Trained(folder["flows"], "study", "flows", "--toys", "moons", "--families", "real-nvp", "--steps", "200", "--points", "1000");

    /// <summary>A flow of a table with a category.</summary>
    public static string Table(TemporaryFolder folder)
    {
        var rng = new Rng(1);
        File.WriteAllLines(folder["rows.csv"], Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"{rng.NextNormal():0.0000},{rng.NextNormal() + i % 2:0.0000},{(i % 2 == 0 ? "even" : "odd")}")).Prepend("x,y,kind"));
        return Trained(folder["table"], "train", "flow", "--data", folder["rows.csv"], "--epochs", "3");
    }

    private static string Trained(string folder, params string[] command)
    {
        var run = CommandRun.Of([.. command, "--quiet", "--out", folder]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return folder;
    }
}
