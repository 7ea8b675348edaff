using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Mixtures;
using Ansatz.Onnx;
using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Tables;
using Ansatz.Tables;
using Ansatz.Tables.Models;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz export</c>: a run's model for other programs.</summary>
internal sealed class ExportCommand : RunCommand
{
    private readonly Option<bool> onnx = Conventions.Flag("--onnx", "Write ONNX models: encoder.onnx and decoder.onnx of an autoencoder or a Boltzmann machine, forward.onnx and inverse.onnx of a flow, logprob.onnx of all but autoencoders.");
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
        else if (run.Model is RbmTableModel machine)
            Write(call, run.Folder, machine.Module, ("logprob", () => OnnxModel.Trace("logprob", trace => trace.Output("logProb", machine.LogProb(trace.Input("x", [machine.ColumnCount]), trace.Pass)))));
        else if (run.Model is VaeTableModel { Autoencoder: var autoencoder }) WriteAutoencoder(call, run.Folder, autoencoder);
        else if (run.Model is FlowTableModel { Flow: var flow }) WriteFlow(call, run.Folder, flow);
    }

    protected override void Run(Call call, SavedMachine run, Rng rng) => Write(call, run.Folder, run.Machine,
        ("encoder", () => OnnxModel.Encoder(run.Machine)),
        ("decoder", () => OnnxModel.Decoder(run.Machine)),
        ("logprob", () => OnnxModel.LogProb(run.Machine, run.Likelihood.LogZ)));

    // Rows without missing cells. The decoder is told the given columns, which are behind the numbers and the codes that it learns.
    private void WriteAutoencoder(Call call, string folder, TableAutoencoder model) => Write(call, folder, model,
        ("encoder", () => OnnxModel.Trace("encoder", trace =>
        {
            var q = model.Posterior(ObservedRows.Of(trace.Input("x", [model.Layout.Width]), model.Layout), trace.Pass);
            trace.Output("loc", q.Loc);
            trace.Output("scaleTriL", q.ScaleTriL);
        })),
        ("decoder", () => OnnxModel.Trace("decoder", trace =>
        {
            var z = trace.Input("z", [model.Latent]);
            var cells = model.Cells(z, model.Layout.GivenFeatures == 0 ? null : trace.Input("given", [model.Layout.GivenFeatures]), trace.Pass);
            foreach (var (name, value) in cells.Parameters()) trace.Output(name, value);
        })));

    // A mean of several densities is the density of no one map from noise to rows.
    private void WriteFlow(Call call, string folder, TableFlow flow)
    {
        (string, Func<OnnxModel>) density = ("logprob", () => OnnxModel.Trace("logprob", trace => trace.Output("logProb", flow.LogProb(trace.Input("x", [flow.RowLength]), trace.Pass))));
        if (flow.Members is not [{ Layout.Numbers: > 0 } only])
        {
            if (call.Has(onnx.Name)) call.Note($"{folder}: {(flow.Members.Count > 1 ? $"a mean of {flow.Members.Count} flows has no map from noise to rows" : "rows of categories have no map from noise")}, so there is logprob.onnx only; for a map train with --members 1 on a table with numbers");
            Write(call, folder, flow, density);
            return;
        }
        Write(call, folder, flow, density,
            ("forward", () => OnnxModel.Trace("forward", trace =>
            {
                var noise = trace.Input("noise", [only.Layout.Numbers]);
                var (x, logDet) = MapFor(noise, trace).ForwardAndLogDet(noise);
                trace.Output("x", x);
                trace.Output("logDet", logDet);
            })),
            ("inverse", () => OnnxModel.Trace("inverse", trace =>
            {
                var x = trace.Input("x", [only.Layout.Numbers]);
                var (noise, logDet) = MapFor(x, trace).InverseAndLogDet(x);
                trace.Output("noise", noise);
                trace.Output("logDet", logDet);
            })));

        // What is behind the numbers in a row is known.
        Bijector MapFor(Tensor numbers, OnnxTrace trace) =>
            only.MapFor(only.Layout.Width == only.Layout.Numbers ? numbers : Tensor.Concat(-1, [numbers, trace.Input("known", [only.Layout.Width - only.Layout.Numbers])]), trace.Pass)!;
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
