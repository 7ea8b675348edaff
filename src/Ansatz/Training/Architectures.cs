using System.Collections.Concurrent;
using System.Globalization;
using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>
/// The models that a file can name by its header's first word; the rest of the header describes them further. The table is one for the whole process;
/// <see cref="ModelFile.Register"/> adds to it.
/// </summary>
internal static class Architectures
{
    private const string Machine = "restricted-boltzmann-machine", Mixture = "gaussian-mixture";

    private static readonly ConcurrentDictionary<string, Func<string, Module>> known = new(FlowHeader.Known, StringComparer.Ordinal)
    {
        [AutoencoderDesign.Architecture] = header => AutoencoderDesign.Parse(header).Build(),
        [Machine] = header => header.Split(' ') is [_, var visible, var hidden] ? new RestrictedBoltzmannMachine(Count(visible), Count(hidden)) : throw Malformed(header),
        [Mixture] = header => header.Split(' ') is [_, var components, var dimension, var kind] && Enum.TryParse<MixtureCovariance>(kind, out var covariance)
            ? new GaussianMixture(Count(components), Count(dimension), covariance) : throw Malformed(header),
    };

    /// <summary>Adds an architecture, or replaces it by the same.</summary>
    public static void Register(string word, Func<string, Module> make) => known[word] = make;

    /// <summary>The words that <see cref="Make"/> makes the model of; null where the library cannot.</summary>
    public static string? Of(Module model) => model switch
    {
        RestrictedBoltzmannMachine m => string.Create(CultureInfo.InvariantCulture, $"{Machine} {m.VisibleCount} {m.HiddenCount}"),
        GaussianMixture m => string.Create(CultureInfo.InvariantCulture, $"{Mixture} {m.ComponentCount} {m.Dimension} {m.Covariance}"),
        _ => model.Architecture,
    };

    /// <summary>The model, without weights yet.</summary>
    /// <exception cref="ArgumentException">The words describe none that can be built.</exception>
    /// <exception cref="InvalidDataException">The words are malformed, or the first is not known.</exception>
    public static Module Make(string header) => known.TryGetValue(header.Split(' ')[0], out var make)
        ? make(header)
        : throw new InvalidDataException($"the architecture '{header}' is not known here; known are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}");

    /// <summary>Gives a model the parameters that only some of its files hold: a mixture that was fitted has one more.</summary>
    /// <param name="model">The model that is about to take the file's weights.</param>
    /// <param name="names">The names in the file.</param>
    public static void Prepare(Module model, IEnumerable<string> names)
    {
        if (model is GaussianMixture mixture) mixture.KeepRemainder(names.Contains("mean_remainder"));
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Malformed(text);

    private static InvalidDataException Malformed(string found) => new($"the architecture has '{found}'; expected what ModelFile.Save wrote");
}
