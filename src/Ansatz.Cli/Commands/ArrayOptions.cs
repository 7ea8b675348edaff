using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary>How the arrays of an .npz file are read, as options beside --data.</summary>
internal sealed class ArrayOptions
{
    private readonly Option<string?> array = new Option<string?>("--array") { Description = "The array of images in an .npz file.", HelpName = "NAME" }.Showing("found by its name");
    private readonly Option<string?> channels = ChoiceOption.Optional("--channels", "Where arrays have their channels.", ImageSource.Last, ImageSource.First).Showing(ImageSource.Last);

    public IEnumerable<Option> All => [array, channels];

    /// <summary>The data that the user gave, or what stands where none was given.</summary>
    /// <param name="data">What --data says.</param>
    /// <param name="standard">The source without --data; null if there is none to change.</param>
    public ImageSource? Source(Call call, string? data, ImageSource? standard)
    {
        if (data is not null) return new ImageSource(data, call.Value(array), call.Value(channels) ?? ImageSource.Last);
        if (standard is not null) return standard with { Array = call.Value(array) ?? standard.Array, Channels = call.Value(channels) ?? standard.Channels };
        if (call.IsGiven(array) || call.IsGiven(channels)) throw new UsageException("--array and --channels say how to read --data; expected --data beside them");
        return null;
    }
}
