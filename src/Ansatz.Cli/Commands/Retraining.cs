namespace Ansatz.Cli.Commands;

/// <summary>A finished run, run once more from its own <c>config.json</c> in a temporary folder, and compared.</summary>
internal static class Retraining
{
    private const string Metrics = "metrics.json", Model = "model.safetensors", Hash = "parametersSha256", LikelihoodSamples = "nll-samples";

    /// <param name="run">The folder of the run.</param>
    /// <param name="note">Told that training begins, once the folder has been checked.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The hash of the weights, equal in both.</returns>
    /// <exception cref="InvalidDataException">The folder holds no finished run, or the weights differ.</exception>
    public static string Of(string run, Action<string> note, CancellationToken cancellation)
    {
        var config = Path.Combine(run, OutputFolder.ConfigFile);
        if (!File.Exists(config)) throw new InvalidDataException($"{run}: no {OutputFolder.ConfigFile} in it; expected the folder of a run");
        if (!File.Exists(Path.Combine(run, Metrics))) throw new InvalidDataException($"{run}: no {Metrics} in it; the run is not finished, --resume continues it");
        var recorded = Text(Path.Combine(run, Metrics), Hash);
        var study = StudyTable.Of(run);
        note($"verify: training {run} again; this takes as long as the run did");
        var temporary = Directory.CreateTempSubdirectory("ansatz-verify-").FullName;
        try
        {
            File.Copy(config, Path.Combine(temporary, OutputFolder.ConfigFile));
            Repeat(study, temporary, run, cancellation);
            var found = Text(Path.Combine(temporary, Metrics), Hash);
            if (found != recorded) throw new InvalidDataException($"{run}: trained again, the weights have the hash {found}; expected {recorded}, which its {Metrics} records");
            CompareWeights(run, temporary);
            return found;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    // A run that has a configuration and no checkpoint begins at its first step. What is measured of the weights is not compared, so no likelihood is estimated.
    private static void Repeat(Study study, string temporary, string run, CancellationToken cancellation)
    {
        try
        {
            var given = study.Options.Any(o => o.Name == LikelihoodSamples) ? new Dictionary<string, string>(StringComparer.Ordinal) { [LikelihoodSamples] = "0" } : [];
            study.Run(new StudyRequest(temporary, given, IsResumed: true), new SilentConsole($"ansatz verify {run}", cancellation));
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("verify: interrupted", e, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UsageException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"{run}: it cannot be trained again: {e.Message}", e);
        }
    }

    /// <summary>The hash says what training gave; the file must hold just that.</summary>
    private static void CompareWeights(string run, string temporary)
    {
        string own = Path.Combine(run, Model), again = Path.Combine(temporary, Model);
        if (!File.Exists(again)) return;
        if (!File.Exists(own)) throw new InvalidDataException($"{run}: no {Model} in it; expected the weights of the run");
        Safetensors left = Safetensors.Read(own), right = Safetensors.Read(again);
        var differing = right.Names.Union(left.Names).FirstOrDefault(name => !left.Names.Contains(name) || !right.Names.Contains(name)
            || left[name].Shape != right[name].Shape || !Same(left[name].Values.Span, right[name].Values.Span));
        if (differing is not null) throw new InvalidDataException($"{own}: {differing} differs from what training gives again; the file was changed after the run");

        static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(a).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b));
    }

    private static string Text(string path, string property)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty(property).GetString() ?? throw new JsonException($"{property} is null");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: {e.Message.TrimEnd('.')}; expected '{property}', which a run writes there", e);
        }
    }
}
