using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpPeer;

/// <summary>The steps of ../torch_steps.py and ../flows.py.</summary>
internal static class Steps
{
    public static PeerStep Make(string name, bool isLast) => name switch
    {
        "gemm" => Product(),
        "convolution-forward" or "convolution-input-gradient" or "convolution-weight-gradient" => Convolution(name, isLast),
        "paper" => Training(Networks.Paper(), [3, 36, 36], 32, 1e-4, 1e-7, isLast),
        "compact" => Training(Networks.Compact(), [3, 36, 36], 32, 3e-3, 1e-7, isLast),
        "mnist-conv" => Training(Networks.MnistConv(), [1, 28, 28], 128, 1e-3, 1e-7, isLast),
        "mnist-latent8" => Training(Networks.MnistLatent8(), [1, 28, 28], 128, 1e-3, 1e-8, isLast),
        "mnist-dense" => Training(Networks.MnistDense(), [784], 128, 1e-3, 1e-7, isLast: false),
        "rbm" => Boltzmann(),
        "two-gaussians" => TwoGaussians(),
        "real-nvp" => Likelihood(new RealNvp(2, 6), 2, 256),
        "masked-autoregressive-flow" => Likelihood(new MaskedAutoregressiveFlow(2, 5), 2, 256),
        "neural-spline-flow" => Likelihood(new NeuralSplineFlow(8, 8, 8, 5), 8, 512),
        "autoregressive-sampling" => Sampling(),
        _ => throw new ArgumentException($"found the step '{name}', which this peer does not have"),
    };

    public static nn.Module Network(string name) => name switch
    {
        "paper" => Networks.Paper(),
        "compact" => Networks.Compact(),
        "mnist-conv" => Networks.MnistConv(),
        "mnist-latent8" => Networks.MnistLatent8(),
        "mnist-dense" => Networks.MnistDense(),
        "real-nvp" => new RealNvp(2, 6),
        "masked-autoregressive-flow" => new MaskedAutoregressiveFlow(2, 5),
        "neural-spline-flow" => new NeuralSplineFlow(8, 8, 8, 5),
        _ => throw new ArgumentException($"found the network '{name}', which this peer does not have"),
    };

    private static PeerStep Product()
    {
        const int N = 1024;
        Tensor a = randn(N, N), b = randn(N, N);
        return new PeerStep(() => mm(a, b), 2e-9 * N * N * N);
    }

    private static PeerStep Convolution(string which, bool isLast)
    {
        Tensor x = Lay(randn(32, 64, 36, 36), isLast), y = Lay(randn(32, 128, 36, 36), isLast), w = Lay(randn(128, 64, 3, 3), isLast);
        const double Work = 2e-9 * 32 * 36 * 36 * 128 * 64 * 9;
        if (which == "convolution-forward") return new PeerStep(() => F.conv2d(x, w, padding: [1, 1]), Work);
        var wanted = which == "convolution-input-gradient" ? x : w;
        wanted.requires_grad = true;
        var result = F.conv2d(x, w, padding: [1, 1]);
        return new PeerStep(() => autograd.grad([result], [wanted], [y], retain_graph: true), Work);
    }

    private static PeerStep Training(Vae model, long[] shape, int batch, double rate, double epsilon, bool isLast)
    {
        manual_seed(1);
        var data = randint(0, 256, [8 * batch, .. shape], dtype: ScalarType.Byte);
        if (isLast)
        {
            data = Lay(data, isLast);
            model.LayChannelsLast();
        }
        model.train();
        var optimizer = optim.Adam(model.parameters(), rate, eps: epsilon);
        return new PeerStep(() =>
        {
            var x = data[randint(0, 8 * batch, [batch], dtype: ScalarType.Int64)].to(ScalarType.Float32).div_(255);
            optimizer.zero_grad();
            var loss = model.Loss(x);
            loss.backward();
            optimizer.step();
            loss.item<float>();
        }, batch);
    }

    private static PeerStep Likelihood(Flow model, int dimension, int batch)
    {
        manual_seed(1);
        var data = randn(8 * batch, dimension);
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        return new PeerStep(() =>
        {
            var x = data[randint(0, 8 * batch, [batch], dtype: ScalarType.Int64)];
            optimizer.zero_grad();
            var loss = model.LogProb(x).mean().neg();
            loss.backward();
            optimizer.step();
            loss.item<float>();
        }, batch);
    }

    private static PeerStep Sampling()
    {
        const int Count = 1024;
        var model = new MaskedAutoregressiveFlow(8, 5);
        return new PeerStep(() =>
        {
            using var _ = no_grad();
            model.Sample(randn(Count, 8));
        }, Count);
    }

    private static PeerStep Boltzmann()
    {
        const int Batch = 128, Visible = 784, Hidden = 500, Gibbs = 10;
        const double Rate = 0.01;
        Tensor weights = 0.01 * randn(Visible, Hidden), a = zeros(Visible), b = zeros(Hidden);
        var data = (rand(8 * Batch, Visible) < 0.2).to(ScalarType.Float32);
        return new PeerStep(() =>
        {
            using var _ = no_grad();
            var v0 = data[randint(0, 8 * Batch, [Batch], dtype: ScalarType.Int64)];
            var h0 = sigmoid(addmm(b, v0, weights, 1, 1));
            Tensor h = h0, v = v0;
            for (var i = 0; i < Gibbs; i++)
            {
                v = bernoulli(sigmoid(addmm(a, bernoulli(h), weights.t(), 1, 1)));
                h = sigmoid(addmm(b, v, weights, 1, 1));
            }
            weights.addmm_(v0.t(), h0, 1, (float)(Rate / Batch)).addmm_(v.t(), h, 1, (float)(-Rate / Batch));
            a.add_((v0 - v).mean([0]), Rate);
            b.add_((h0 - h).mean([0]), Rate);
        }, Batch);
    }

    private static PeerStep TwoGaussians()
    {
        manual_seed(1);
        var x = cat([5 + 2 * randn(150), 20 + 3 * randn(350)]).round().unsqueeze(1);
        var logits = new TorchSharp.Modules.Parameter(zeros(2));
        var means = new TorchSharp.Modules.Parameter(tensor(new[] { 4f, 15f }));
        var logScales = new TorchSharp.Modules.Parameter(tensor(new[] { 0.5f, 0.5f }));
        var optimizer = optim.Adam([logits, means, logScales], 0.01);
        var constant = 0.5 * Math.Log(2 * Math.PI);
        return new PeerStep(() =>
        {
            optimizer.zero_grad();
            var scores = -0.5 * ((x - means) * exp(-logScales)).square() - logScales - constant;
            var loss = logsumexp(scores + F.log_softmax(logits, 0), 1).mean().neg();
            loss.backward();
            optimizer.step();
            loss.item<float>();
        }, x.shape[0]);
    }

    /// <summary>The same elements of [n, channels, height, width], channels last in memory.</summary>
    public static Tensor Lay(Tensor t, bool isLast) => isLast ? t.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : t;
}
