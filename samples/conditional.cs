#:project ../src/Ansatz/Ansatz.csproj
// An autoencoder that is told the class of each image:   dotnet run samples/conditional.cs [FOLDER]
// The folder has one subfolder of PNG files per class; all images have one size. Without a folder, the program makes images of two shapes.
using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Random;
using Ansatz.Training;

var rng = new Rng(42);
var (training, validation) = ImageData.Read(args.Length > 0 ? args[0] : Shapes("shapes")).Training.Split(0.8);
var (height, width, channels) = (training.ExampleShape[0], training.ExampleShape[1], training.ExampleShape[2]);
var model = new AutoencoderDesign { Height = height, Width = width, Channels = channels, Latent = 4, ClassCount = training.ClassCount, ClassNames = training.ClassNames }.Build();
model.Initialize(rng.Fork("weights"));
var options = new TrainerOptions { EpochCount = 12, BatchSize = 16, Optimizer = Adam.Keras(), LearningRate = 3e-3 };
foreach (var epoch in new Trainer(options, rng.Fork("training")).Train(model, training, validation).History)
    Console.WriteLine($"epoch {epoch.Epoch}: {epoch.Validation!["total"]:F1} nats per image");
ModelFile.Save(model, "conditional.safetensors");

// Eight new images of each class, one class per row.
int[] labels = [.. Enumerable.Range(0, 8 * training.ClassCount).Select(i => i / 8)];
var drawn = model.Sample(rng.Fork("samples"), labels.Length, labels);
Png.Write("conditional.png", new ImageGrid(Image.Batch(drawn.Shape, drawn.ToArray()), columns: 8) { Magnification = 3 }.ToImage());
Console.WriteLine($"conditional.png has one row for each class: {string.Join(", ", training.ClassNames ?? [])}. conditional.safetensors is the model.");

// 100 images of 16 × 16 pixels for each of two shapes, in several places and sizes.
static string Shapes(string folder)
{
    foreach (var (name, distance) in new (string, Func<int, int, double>)[] { ("diamond", (x, y) => Math.Abs(x) + Math.Abs(y)), ("square", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y))) })
        for (var i = 0; i < 100; i++)
        {
            byte[] pixels = [.. Enumerable.Range(0, 256).Select(p => (byte)(distance(p % 16 - 6 - i % 4, p / 16 - 6 - i / 4 % 4) <= 3 + i % 3 ? 255 : 0))];
            Png.Write(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, $"{i}.png"), new Image(16, 16, 1, pixels));
        }
    return folder;
}
