using Ansatz.Autoencoders;
using Ansatz.Studies.Datasets;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;
using Ansatz.Training;

namespace Ansatz.Studies.Digits;

/// <summary>The weights of a finished run, with which another training starts.</summary>
/// <param name="Run">Its folder, as a full path.</param>
/// <param name="Design">Its network.</param>
/// <param name="Sha256">The fingerprint of its weights.</param>
internal sealed record StartingWeights(string Run, AutoencoderDesign Design, string Sha256)
{
    /// <exception cref="InvalidDataException">The folder holds no finished run of an autoencoder of images.</exception>
    public static StartingWeights Of(string run, CancellationToken cancellation)
    {
        var saved = SavedRun.Open(run, DatasetCache.At(null), _ => { }, cancellation);
        if (saved.Config is not { } config) throw new InvalidDataException($"--from {run}: a run of study {saved.Study}; expected a run of train vae, or of a study of digits");
        return new StartingWeights(Path.GetFullPath(run), config.Design, ParametersHash.Of(saved.Model.Parameters()));
    }

    /// <summary>Refuses another network, naming the first setting that differs.</summary>
    public void Require(AutoencoderDesign wanted)
    {
        if (ConfigDifference.BetweenNetworks(Design, wanted) is { } difference)
            throw new UsageException($"--from {Run}: its network has {difference}; expected the same network, so leave out that option, or give images of the same size");
    }

    /// <summary>Gives a model the first weights of its configuration, if it names some.</summary>
    /// <exception cref="InvalidDataException">The run has other weights now.</exception>
    public static void Load(VariationalAutoencoder model, AutoencoderConfig config)
    {
        if (config.From is not { } run) return;
        ModelFile.LoadInto(model, Path.Combine(run, "model.safetensors"));
        if (ParametersHash.Of(model.Parameters()) is var found && found != config.FromSha256)
            throw new InvalidDataException($"{run}: its weights are {found[..12]}…, this run was to start from {config.FromSha256?[..12]}…; restore that run, or begin again with --force");
    }
}
