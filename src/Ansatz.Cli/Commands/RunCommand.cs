using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Tables;

namespace Ansatz.Cli.Commands;

/// <summary>A command on a finished run of an autoencoder, and as far as it can on one of a table or of a Boltzmann machine.</summary>
internal abstract class RunCommand : RunnableCommand
{
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a finished run." };
    private readonly Option<string?> source = new("--data") { Description = "Other images: a folder, an .npz file, the name of a public data set, or another table; by default the run's own test data.", HelpName = "PATH|NAME" };
    private readonly ArrayOptions arrays = new();
    private readonly Option<string?> cache = SettingOptions.Create(SettingOption.Cache);
    private readonly Option<long> seed = Conventions.Seed();
    private readonly Option<long?> threads = Conventions.Threads();

    protected RunCommand(string name, string description) : base(name, description) => Arguments.Add(folder);

    /// <summary>Names the command's own options; those that all commands on a run have follow.</summary>
    protected void TakeOwn(params IEnumerable<Option> options) => Take([.. options, source, .. arrays.All, cache, seed, threads]);

    /// <summary>The same for a command that looks at no images.</summary>
    protected void TakeWithoutImages(params IEnumerable<Option> options) => Take([.. options, seed, threads]);

    /// <summary>Does it on the opened run.</summary>
    protected abstract void Run(Call call, SavedRun run, Rng rng);

    /// <summary>Does it on a model of a table.</summary>
    protected virtual void Run(Call call, SavedTable run, Rng rng) => throw new InvalidDataException($"{run.Folder}: a model of a table; '{Name}' expects a run that leaves an autoencoder");

    /// <summary>Does it on a Boltzmann machine of images.</summary>
    protected virtual void Run(Call call, SavedMachine run, Rng rng) => throw new InvalidDataException($"{run.Folder}: a Boltzmann machine of images; '{Name}' expects a run that leaves an autoencoder");

    public sealed override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var place = call.Value(folder);
        var study = StudyTable.Of(place);
        var rng = new Rng((ulong)call.Value(seed)).Fork(Name);
        if (study is ITableStudy table)
        {
            Run(call, table.Open(place), rng);
            return;
        }
        if (study is IMachineStudy machine)
        {
            Run(call, machine.Open(place, call.Value(cache), call), rng);
            return;
        }
        if (study is IAutoencoderStudy own) Run(call, own.Open(place, call.Value(cache), call), rng);
        else Run(call, place, study, rng);
    }

    /// <summary>Does it on the run of a study that leaves no autoencoder and no model of a table.</summary>
    protected virtual void Run(Call call, string folder, Study study, Rng rng) => throw new InvalidDataException($"{folder}: a run of {study.Name}; expected one that leaves an autoencoder");

    /// <summary>The run's test images, or those of --data.</summary>
    protected (Dataset Images, IReadOnlyList<string> ClassNames) Images(Call call, SavedRun run) =>
        run.Images(arrays.Source(call, call.Value(source)), call.Value(cache), call);

    /// <summary>The test images of a Boltzmann machine's run, or those of --data, as they are and in black and white.</summary>
    protected (Dataset Images, BinaryDigits Bits) Images(Call call, SavedMachine run) => run.Images(arrays.Source(call, call.Value(source)), call.Value(cache), call);

    /// <summary>The place of other data, or null.</summary>
    protected string? Data(Call call) => call.Value(source);

    /// <summary>Whether the images are those that judged the run.</summary>
    protected bool AreOwn(Call call) => call.Value(source) is null;

    /// <summary>The class that a conditional decoder is told, by its name or else its number, checked; null if the model is not conditional.</summary>
    protected static int? Class(SavedRun run, string? given, int standard)
    {
        if (given is null) return run.ClassCount == 0 ? null : standard;
        if (run.ClassCount == 0) throw new UsageException($"--class {given}: the run is not conditional; expected no class");
        string[] names = [.. run.Model.ClassNames ?? []];
        if (Array.IndexOf(names, given) is >= 0 and var named) return named;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < run.ClassCount) return number;
        throw new UsageException($"--class {given}: expected 0 to {run.ClassCount - 1}{(names.Length == 0 ? "" : $", or a name of {string.Join(", ", names)}{Spelling.Suggestion(given, names)}")}");
    }

    protected static Option<long> Count(string description, long standard) => NumberOption.Whole("--count", description, 1, 1_000_000, standard);
    protected static Option<string?> ClassOption(string standard) => new("--class") { Description = $"The class a conditional decoder is told, by its name or number. [default: {standard}]", HelpName = "NAME|N" };
    protected static Option<bool> ForceOption() => Conventions.Flag(Conventions.Force, "Replace the file if it exists.");

    /// <summary>The file to write, with an extension that the command knows; it can be written, and nothing is lost by it.</summary>
    protected static string Claimed(Call call, Option<string> output, params ReadOnlySpan<string> extensions)
    {
        var path = call.Value(output);
        var found = Path.GetExtension(path).ToLowerInvariant();
        if (!extensions.Contains(found)) throw new IOException($"{path}: the extension is '{found}'; expected {string.Join(" or ", extensions.ToArray())}");
        OutputFile.Claim(path, call.Has(Conventions.Force));
        return path;
    }

    /// <summary>Prints where a file of images went.</summary>
    protected static void Report(Call call, SavedRun run, string path, int count) =>
        call.Result(new FileResult(run.Folder, path, count), RunJson.Default.FileResult, writer => writer.WriteLine($"{path}: {Words.Of(count, "image")}"));

    /// <summary>The first <paramref name="count"/> images, or all if there are fewer.</summary>
    protected static Dataset First(Dataset images, long count) => images.Slice(0, (int)Math.Min(count, images.Count));
}

/// <summary>How the arrays of an .npz file are read, as options beside --data.</summary>
internal sealed class ArrayOptions
{
    private readonly Option<string?> array = Create("array"), channels = Create("channels");

    public IEnumerable<Option> All => [array, channels];

    /// <summary>The data that the user gave; null for the run's own.</summary>
    public ImageSource? Source(Call call, string? data)
    {
        if (data is not null) return new ImageSource(data, call.Value(array), call.Value(channels) is { } order ? ImageSource.Orders.Parse(order) : ChannelOrder.Last);
        if (call.IsGiven(array) || call.IsGiven(channels)) throw new UsageException("--array and --channels say how to read --data; expected --data beside them");
        return null;
    }

    private static Option<string?> Create(string setting) => SettingOptions.Create(AutoencoderSettings.Table.Options(new AutoencoderConfig()).First(o => o.Name == setting));
}
