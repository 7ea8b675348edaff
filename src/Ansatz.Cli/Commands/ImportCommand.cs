namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz import</c>: weights that were trained in PyTorch, as a run for all other commands.</summary>
internal sealed class ImportCommand : RunnableCommand
{
    private readonly Argument<string> weights = new("FILE") { Description = "A .safetensors file: a PyTorch state dict as safetensors.torch.save_file writes it. Names and layouts are those that ansatz export --safetensors gives." };
    private readonly Option<string> config = new("--config") { Description = "What describes the network: the config.json of a run of an autoencoder, or one that you wrote.", HelpName = "FILE.json", Required = true };
    private readonly Option<string> output = new("--out") { Description = "The folder of the new run.", HelpName = "RUN", Required = true };

    public ImportCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(weights);
        Take(config, output, Conventions.Flag(Conventions.Force, "Replace the run in the folder."));
    }

    public override IReadOnlyList<string> Examples => ["ansatz import tuned.safetensors --config runs/photos/config.json --out runs/tuned", "ansatz sample runs/tuned --out samples.png"];

    public override void Run(Call call)
    {
        string file = call.Value(weights), description = call.Value(config), folder = call.Value(output);
        if (Path.GetExtension(file).ToLowerInvariant() is not ".safetensors" and var found)
            throw new InvalidDataException($"{file}: the extension is '{found}'; expected .safetensors, which safetensors.torch.save_file(model.state_dict(), …) writes; a pickled state dict may hold programs and is not read");
        if (StudyTable.OfConfig(description) is not IAutoencoderStudy study)
            throw new InvalidDataException($"{description}: its study leaves no autoencoder of images; expected the config.json of ansatz train vae, or of a study with an autoencoder");
        var (model, text) = study.Described(description);
        ImportedRun.Load(model, file, description);
        var origin = new ImportOrigin(Path.GetFullPath(file), Path.GetFullPath(description), ParametersHash.Of(model.Parameters()));
        using var claim = OutputFolder.Claim(folder, call.Has(Conventions.Force), resume: false);
        ImportedRun.Write(folder, text, model, origin);
        call.Result(new ImportResult(folder, file, model.CountParameters(), origin.ParametersSha256), RunJson.Default.ImportResult,
            writer => writer.WriteLine($"{folder}: {model.CountParameters():#,0} numbers from {file}, SHA-256 {origin.ParametersSha256}"));
    }
}
