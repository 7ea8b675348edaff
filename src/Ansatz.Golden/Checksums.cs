
namespace Ansatz.Golden;

/// <summary>
/// The computations whose bits are promised to be the same on any machine and any number of threads, each with its golden hash. A hash
/// changes only in a commit that says why.
/// </summary>
/// <remarks>
/// To add one: a static method that feeds a <see cref="Digest"/>, and a row here. Keep it under a second, and without hardware FMA under
/// a few: the tests compute every row once for every setting of the machine, and <c>ansatz verify --machine</c> on the user's own.
/// </remarks>
internal static class Checksums
{
    private static readonly Dictionary<string, (Action<Digest> Compute, string Golden)> Rows = new(StringComparer.Ordinal)
    {
        ["vector-math"] = (FunctionChecksums.VectorMath, "f6b874352d64d48519c03860cf0bb27e2f31a53b1754f39fdc36352b3e3dbe4b"),
        ["double-math"] = (FunctionChecksums.DoubleMath, "b2e6dda6720f5150d688a92ff4f643d6eeade12251b3bfdf7923b3244b986d60"),
        ["winograd"] = (WinogradChecksum.Compute, "d23f321f102fdc13d94fe38648bc2a8c698ca7b5a8321e3f3e2f8ca2472d98d8"),
        ["rng"] = (RngChecksum.Compute, "1e101bc7e3b78e7b0cce5544cf07e1cade2d48d1a3d38966f5871dc149bf27ec"),
        ["contours"] = (ContourChecksum.Draw, "89226080c3ac27298ad24ed40a6d6262ae0559adecd724d87ee98e024beb26cd"),
        ["true-manifold"] = (ContourChecksum.Search, "f4b5b5936d5021b6932ba93fb6832baa9230d1881e5e85c624935f36ce2267d4"),
        ["boltzmann"] = (BoltzmannChecksum.Compute, "7923c95fdc46a964f8e0f913ac66f9ca84181d9801d4ce5fea21e893794e62ff"),
        ["mixtures"] = (MixtureChecksum.Compute, "ba8a82362e47e3610ee931d53595381f0f61cb6fa8cb880a95e98f3ca07d762c"),
        ["training-convolutional"] = (TrainingChecksum.Convolutional, "38db30fb3dc3c71f6be91eaf5e6af1b9a8e41d640b6fe9618f1f37f6d61c120a"),
        ["training-dense"] = (TrainingChecksum.Dense, "d239acd49f200c9c05b0a66b3d19941bf0184ae57d0861e2bbe6bb9f7e62eb47"),
        ["training-sharded"] = (TrainingChecksum.Sharded, "38cf4ddbf59dea0d0daff8bdff7fd88767ef6a694294921edf6d8ad67c9579d6"),
        ["flow-spline"] = (FlowChecksum.Spline, "b89588478911f367cf0740bcf56a7bff1f8e52518d6605843b18e4f61479217a"),
        ["flow-autoregressive"] = (FlowChecksum.Autoregressive, "45d68f96b3f5815e9c10dc65feebe472755108c5be71c46738849f7108b8a165"),
        ["autoencoder-designs"] = (DesignChecksum.Compute, "e5a2025c82d6744b756fa5dfaf6bc9762a9826073cd8d9162965f04c0e82c01b"),
    };

    public static IEnumerable<string> Names => Rows.Keys;

    public static string Golden(string name) => Rows[name].Golden;

    public static string Compute(string name)
    {
        using var digest = new Digest();
        Rows[name].Compute(digest);
        return digest.Finish();
    }
}
