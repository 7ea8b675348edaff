using Ansatz.Cli.Shell;
using Ansatz.Studies.Datasets;
using Ansatz.Studies.Digits;

namespace Ansatz.Cli.Commands;

/// <summary>Finds the images of a configuration and fits it to them.</summary>
internal static class AutoencoderSource
{
    /// <param name="start">What stands where options are not given.</param>
    /// <param name="data">The name of a data set or a path, where the user gave one.</param>
    /// <param name="arrays">How to read it.</param>
    /// <param name="cache">Where public data sets are kept.</param>
    public static (AutoencoderConfig Config, AutoencoderData Data) Resolve(Call call, AutoencoderOptions techniques, AutoencoderConfig start, string? data, ArrayOptions arrays, string? cache)
    {
        var source = arrays.Source(call, data, new ImageSource(start.Data, start.Array, start.Channels))!;
        var images = AutoencoderData.Load(source, DatasetCache.At(cache), call.Note, call.Cancellation);
        var example = images.Training.ExampleShape;
        var fitted = start with
        {
            Data = KnownDatasets.All.Any(d => d.Name == source.Data) ? source.Data : Path.GetFullPath(source.Data),
            Array = source.Array,
            Channels = source.Channels,
            Design = start.Design with { Height = example[0], Width = example[1], Channels = example[2] },
        };
        return (techniques.Apply(call, fitted, images), images);
    }
}
