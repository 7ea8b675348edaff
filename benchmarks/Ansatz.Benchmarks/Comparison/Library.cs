namespace Ansatz.Benchmarks.Comparison;

/// <summary>A library that the steps are compared with, and the program that runs its steps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The program that measures its steps.</param>
/// <param name="HasThreads">Whether it computes on several threads.</param>
/// <param name="HasProducts">Whether it multiplies matrices, so that its speed can be checked.</param>
internal sealed record Library(string Name, PeerProgram Program, bool HasThreads = true, bool HasProducts = false)
{
    public static Library Torch { get; } = new("PyTorch", PeerProgram.Python, HasProducts: true);

    public static Library LibTorch { get; } = new("libtorch", PeerProgram.TorchSharp, HasProducts: true);

    public static Library ScikitLearn { get; } = new("scikit-learn", PeerProgram.Python);

    public static Library Matplotlib { get; } = new("matplotlib", PeerProgram.Python, HasThreads: false);

    /// <summary>The libraries that have a step.</summary>
    public static Library[] Of(string step) => step switch
    {
        "rbm-pcd1" or "mixture-em" => [ScikitLearn],
        "contours" => [Matplotlib],
        _ => [Torch, LibTorch],
    };

    /// <summary>Whether a step has images, whose memory format is a choice of the peer.</summary>
    public static bool HasImages(string step) =>
        step.StartsWith("convolution", StringComparison.Ordinal) || step is "paper" or "compact" or "mnist-conv" or "mnist-latent8";
}

/// <summary>The programs that measure peers.</summary>
internal enum PeerProgram
{
    /// <summary>peers/serve.py.</summary>
    Python,

    /// <summary>peers/torchsharp.</summary>
    TorchSharp,
}
