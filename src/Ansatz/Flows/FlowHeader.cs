using System.Globalization;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>The header of a saved flow: a word and its settings, such as <c>real-nvp dimension=2 layers=6 hidden=64,64 context=0 classes=0 box=False</c>.</summary>
internal sealed class FlowHeader
{
    private readonly string header;
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A part is no name with a value.</exception>
    public FlowHeader(string header)
    {
        this.header = header;
        foreach (var part in header.Split(' ')[1..])
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !settings.TryAdd(part[..at], part[(at + 1)..])) throw Malformed(part);
        }
    }

    /// <summary>The flows by the first word of their headers.</summary>
    public static IReadOnlyDictionary<string, Func<string, Module>> Known { get; } = new Dictionary<string, Func<string, Module>>(StringComparer.Ordinal)
    {
        [Nice.Word] = text => Nice.Read(new FlowHeader(text)),
        [RealNvp.Word] = text => RealNvp.Read(new FlowHeader(text)),
        [MaskedAutoregressiveFlow.Word] = text => MaskedAutoregressiveFlow.Read(new FlowHeader(text)),
        [InverseAutoregressiveFlow.Word] = text => InverseAutoregressiveFlow.Read(new FlowHeader(text)),
        [NeuralSplineFlow.Word] = text => NeuralSplineFlow.Read(new FlowHeader(text)),
        [PlanarFlow.Word] = text => PlanarFlow.Read(new FlowHeader(text)),
        [Glow.Word] = text => Glow.Read(new FlowHeader(text)),
        [ContinuousFlow.Word] = text => ContinuousFlow.Read(new FlowHeader(text)),
    };

    public int Dimension => Int("dimension");

    public int Layers => Int("layers");

    public int[] Hidden => Ints("hidden");

    public int Context => Int("context");

    public int Classes => Int("classes");

    /// <summary>Bounds of some box where the model has one; the file's own replace them.</summary>
    public (Tensor Low, Tensor High)? Box => Flag("box") ? (0f, 1f) : null;

    public static string Write(string word, params ReadOnlySpan<(string Name, object Value)> settings)
    {
        var text = word;
        foreach (var (name, value) in settings)
            text += string.Create(CultureInfo.InvariantCulture, $" {name}={(value is IEnumerable<int> list ? string.Join(',', list) : value)}");
        return text;
    }

    public int Int(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(Text(name));

    public int[] Ints(string name) =>
        [.. Text(name).Split(',').Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(t))];

    public float Float(string name) => float.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(Text(name));

    /// <summary>A setting that older files do not have.</summary>
    public float Float(string name, float ifMissing) => settings.ContainsKey(name) ? Float(name) : ifMissing;

    public bool Flag(string name) => bool.TryParse(Text(name), out var value) ? value : throw Malformed(Text(name));

    private string Text(string name) => settings.TryGetValue(name, out var text) ? text
        : throw new InvalidDataException($"the architecture '{header}' does not say its {name}; expected what ModelFile.Save wrote");

    private static InvalidDataException Malformed(string found) => new($"the architecture has '{found}'; expected what ModelFile.Save wrote");
}
