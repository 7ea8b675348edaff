using Ansatz.Formats;

namespace Ansatz.Tests.Studies.Contours;

/// <summary>Images that matplotlib drew, with their parameters: Fixtures/README.md.</summary>
internal static class ContourFixture
{
    private static readonly NpzArchive archive = Npz.Read(Path.Combine(AppContext.BaseDirectory, "Studies", "Contours", "Fixtures", "matplotlib-contours.npz"));

    /// <summary>[16, 36, 36, 3].</summary>
    public static byte[] Images { get; } = archive["images"].As<byte>().ToArray();

    /// <summary>[16, 2].</summary>
    public static float[] Parameters { get; } = archive["parameters"].As<float>().ToArray();
}
