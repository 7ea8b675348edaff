#:project ../src/Ansatz.Studies/Ansatz.Studies.csproj
// An autoencoder finds the plane behind images of a flow's density, and draws new ones:   dotnet run samples/contours.cs [NUMBER OF IMAGES]
using Ansatz.Autoencoders;
using Ansatz.Bijectors;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Training;

var rng = new Rng(42);
var flow = new TransformedDistribution(
    new MultivariateNormalDiag(Tensor.Zeros([2]), 0.3f * Tensor.Ones([2])),
    new Chain(new Shift(Tensor.From([0, -2])), new Scale(Tensor.From([1, 0.5f])), new QuadraticShear(3), new Rotation(0.7f), new Tanh()));
Console.WriteLine($"log p(0.5, 0.5) = {flow.LogProb(Tensor.From([0.5f, 0.5f])).Item():F3} nats; on the border {flow.LogProb(Tensor.From([1f, 0])).Item()}");

var (images, _) = FlowContours.Draw(rng, args.Length > 0 ? int.Parse(args[0]) : 3000); // each image has its own shear and rotation
var data = Dataset.FromBytes(images, [FlowContours.Size, FlowContours.Size, 3]);

var model = ContourNetworks.Compact(beta: 2);
model.Initialize(rng.Fork("weights"));
var trainer = new Trainer(new TrainerOptions { EpochCount = 4, BatchSize = 32, Optimizer = new Adam(), LearningRate = 2e-3 }, rng.Fork("training"));
foreach (var epoch in trainer.Train(model, data).History) Console.WriteLine($"epoch {epoch.Epoch}: {epoch.Train["total"]:F1} nats per image");

var samples = model.Sample(rng.Fork("samples"), 24);
Png.Write("samples.png", new ImageGrid([.. Enumerable.Range(0, 24).Select(i => new Image(36, 36, 3, samples[i].ToArray()))], columns: 8) { Magnification = 3 }.ToImage());
ModelFile.Save(model, "model.safetensors");
Console.WriteLine("samples.png shows 24 new images; model.safetensors holds the weights");
