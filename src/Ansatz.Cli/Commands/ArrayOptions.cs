namespace Ansatz.Cli.Commands;

/// <summary>How the arrays of an .npz file are read, as options beside --data.</summary>
internal sealed class ArrayOptions
{
    private readonly Option<string?> array = Create("array"), channels = Create("channels");

    public IEnumerable<Option> All => [array, channels];

    /// <summary>The data that the user gave; null for the run's own.</summary>
    /// <param name="call">The options.</param>
    /// <param name="data">What --data says.</param>
    public ImageSource? Source(Call call, string? data)
    {
        if (data is not null) return new ImageSource(data, call.Value(array), call.Value(channels) is { } order ? ImageSource.Orders.Parse(order) : ChannelOrder.Last);
        if (call.IsGiven(array) || call.IsGiven(channels)) throw new UsageException("--array and --channels say how to read --data; expected --data beside them");
        return null;
    }

    private static Option<string?> Create(string setting) => SettingOptions.Create(AutoencoderSettings.Table.Options(new AutoencoderConfig()).First(o => o.Name == setting));
}
