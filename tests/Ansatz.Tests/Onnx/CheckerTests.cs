using Ansatz.Autoencoders;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Onnx;
using Ansatz.Random;
using Ansatz.Studies.Contours;

namespace Ansatz.Tests.Onnx;

/// <summary>The checker of the onnx package for Python accepts the files, with shapes inferred.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void TheCheckerAcceptsEachFile()
    {
        PythonProgram.Require("onnx");
        using var folder = new TemporaryFolder();
        var compact = ContourNetworks.Compact(2);
        compact.Initialize(new Rng(1));
        var (conditional, example) = ModelExportTests.Digits(new() { Height = 12, Width = 12, Widths = [4, 8], ClassCount = 3, Posterior = Posterior.InverseAutoregressive });
        conditional.Initialize(new Rng(1));
        OnnxModel.Encoder(compact, [36, 36, 3]).Save(folder["compact-encoder.onnx"]);
        OnnxModel.Decoder(compact).Save(folder["compact-decoder.onnx"]);
        OnnxModel.Encoder(conditional, example).Save(folder["conditional-encoder.onnx"]);
        OnnxModel.Decoder(conditional).Save(folder["conditional-decoder.onnx"]);
        Flow[] flows = [new RealNvp(3, 2, [8]), new MaskedAutoregressiveFlow(3, 2, [8], contextFeatures: 2), new NeuralSplineFlow(3, 2, [8], classCount: 2, box: (-1f, 1f)), new NeuralSplineFlow(3, 2, [8], autoregressive: true), new Glow([8, 8, 1], 2, 1, 4), new ContinuousFlow(2, [8], 2), new PlanarFlow(2, 2)];
        foreach (var flow in flows)
        {
            flow.Initialize(new Rng(1));
            OnnxModel.Forward(flow).Save(folder[$"{flow.Architecture!.Split(' ')[0]}-forward.onnx"]);
            OnnxModel.Inverse(flow).Save(folder[$"{flow.Architecture.Split(' ')[0]}-inverse.onnx"]);
            OnnxModel.LogProb(flow).Save(folder[$"{flow.Architecture.Split(' ')[0]}-logprob.onnx"]);
        }
        var mixture = new GaussianMixture(2, 3, MixtureCovariance.Full);
        mixture.Initialize(new Rng(1));
        OnnxModel.LogProb(mixture).Save(folder["mixture.onnx"]);

        var count = PythonProgram.Run("""
            import glob, onnx, sys
            from onnx import checker, shape_inference
            paths = sorted(glob.glob(sys.argv[1] + '/*.onnx'))
            for path in paths:
                model = onnx.load(path)
                checker.check_model(model, full_check=True)
                shape_inference.infer_shapes(model, strict_mode=True)
                assert model.ir_version == 8 and model.opset_import[0].version == 17, path
                assert model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == 'n', path
            print(len(paths))
            """, folder.Path);
        Assert.Equal($"{Directory.GetFiles(folder.Path).Length}", count);
    }
}
