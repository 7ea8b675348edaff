using Ansatz.Autoencoders;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Cli.Reports;

/// <summary>An autoencoder's two networks, layer by layer.</summary>
internal static class AutoencoderText
{
    /// <param name="model">An autoencoder whose encoder and decoder are one network each.</param>
    /// <param name="example">The shape of one image.</param>
    public static string Describe(this VariationalAutoencoder model, Shape example)
    {
        var text = "";
        if (model.Encoder is GaussianEncoder encoder)
        {
            text += NetworkSummary.Of("encoder", encoder.Network, example);
            if (model.Decoder is CrossEntropyDecoder decoder) text += "\n" + NetworkSummary.Of("decoder", decoder.Network, [encoder.LatentDimension]);
        }
        return text;
    }
}
