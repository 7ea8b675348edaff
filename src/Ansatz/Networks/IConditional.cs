
namespace Ansatz.Networks;

/// <summary>
/// Something that depends on a context: an encoder gives a distribution over latent variables for an image, a decoder one over images for a
/// latent point, a learnt prior one for the empty context.
/// </summary>
/// <typeparam name="T">What it gives: usually a distribution, or a bijector.</typeparam>
public interface IConditional<out T>
{
    /// <param name="context">Values [batch…, features…], and labels for what depends on them. A tensor converts to a context.</param>
    /// <param name="pass">How the networks inside are run; the default is evaluation.</param>
    T Given(Context context, Pass pass = default);
}
