using Ansatz.Networks;
using Ansatz.Mixtures;
using Ansatz.Onnx;
using Ansatz.Studies.Tables;
using Ansatz.Tables;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz export</c>: a run's model for other programs.</summary>
internal sealed class ExportCommand : RunCommand
{
    private readonly Option<bool> onnx = Conventions.Flag("--onnx", "Write ONNX models: encoder.onnx and decoder.onnx of an autoencoder, forward.onnx, inverse.onnx and logprob.onnx of a flow, logprob.onnx of a mixture.");
    private readonly Option<bool> safetensors = Conventions.Flag("--safetensors", "Write model.safetensors: the weights with PyTorch's names and layouts.");
    private readonly Option<bool> npz = Conventions.Flag("--npz", "Write weights.npz: the same arrays for NumPy.");
    private readonly Option<string> output = new("--out") { Description = "The folder to write the files to.", HelpName = "DIR", Required = true };

    public ExportCommand(string name, string description) : base(name, description) => TakeWithoutImages(onnx, safetensors, npz, output, Conventions.Flag(Conventions.Force, "Replace files that exist."));
    public override IReadOnlyList<string> Examples => ["ansatz export runs/mnist-conv --onnx --out exported", "ansatz export runs/people --onnx --npz --out exported"];

    protected override void Run(Call call, SavedRun run, Rng rng) => Write(call, run.Folder, run.Model,
        ("encoder", () => OnnxModel.Encoder(run.Model, run.Example)),
        ("decoder", () => OnnxModel.Decoder(run.Model)));

    protected override void Run(Call call, SavedTable run, Rng rng)
    {
        if (run.Model is MixtureTableModel && run.Model.Given.Any() && call.Has(onnx.Name)) throw new InvalidDataException($"{run.Folder}: a mixture that is conditional on {string.Join(", ", run.Model.Given.Select(c => c.Name))}; --onnx expects a flow, or a mixture of all columns");
        if (run.Model is MixtureTableModel mixture) Write(call, run.Folder, mixture.Module, ("logprob", () => OnnxModel.LogProb(mixture.Mixture)));
        else if (run.Model is FlowTableModel { Flow: var flow })
            Write(call, run.Folder, flow, ("logprob", () => OnnxModel.Trace("logprob", trace => trace.Output("logProb", flow.LogProb(trace.Input("x", [flow.RowLength]), trace.Pass)))));
        else throw new InvalidDataException($"{run.Folder}: a Boltzmann machine of a table; export expects a flow, a mixture or an autoencoder");
    }

    protected override void Run(Call call, string folder, Study study, Rng rng)
    {
        if (ModelFile.Load<Module>(RunFiles.Require(folder, RunFiles.Weights)) is GaussianMixture mixture) Write(call, folder, mixture, ("logprob", () => OnnxModel.LogProb(mixture)));
        else base.Run(call, folder, study, rng);
    }

    private void Write(Call call, string run, Module model, params (string Name, Func<OnnxModel> Make)[] models)
    {
        if (!call.Has(onnx.Name) && !call.Has(safetensors.Name) && !call.Has(npz.Name)) throw new UsageException("export: found no format; expected --onnx, --safetensors or --npz, or several of them");
        var files = new List<(string Path, Func<string> Write)>();
        if (call.Has(onnx.Name)) files.AddRange(models.Select(m => (In($"{m.Name}.onnx"), Saved(m.Name, m.Make))));
        if (call.Has(safetensors.Name)) files.Add((In("model.safetensors"), () => Described(() => ModelFile.Save(model, In("model.safetensors")), model)));
        if (call.Has(npz.Name)) files.Add((In("weights.npz"), () => Described(() => WriteArrays(In("weights.npz"), model), model)));
        foreach (var (path, _) in files) OutputFile.Claim(path, call.Has(Conventions.Force));
        string[] lines = [.. files.Select(f => $"{f.Path}: {f.Write()}")];
        call.Result(new ExportResult(run, [.. files.Select(f => f.Path)]), RunJson.Default.ExportResult, writer =>
        {
            foreach (var line in lines) writer.WriteLine(line);
        });

        string In(string file) => Path.Combine(call.Value(output), file);

        Func<string> Saved(string name, Func<OnnxModel> make) => () =>
        {
            var exported = make();
            exported.Save(In($"{name}.onnx"));
            return $"{string.Join(", ", exported.Inputs)} → {string.Join(", ", exported.Outputs)}";
        };
    }

    private static string Described(Action write, Module model)
    {
        write();
        return $"{model.CountParameters():#,0} numbers";
    }

    private static void WriteArrays(string path, Module model) => Npz.Write(path, archive =>
    {
        foreach (var layout in TorchLayout.Of(model)) archive.Add<float>(layout.Name, [.. layout.Shape], layout.ToFile().ToArray());
    });
}
