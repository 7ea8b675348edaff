#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
#:project ../src/Ansatz/Ansatz.csproj
// A service that scores images and draws new ones:   dotnet run samples/service.cs --model model.safetensors --urls http://localhost:5000
// One model and one pool serve all requests at once. A random stream belongs to one request.
using Ansatz.Autoencoders;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

var app = WebApplication.CreateSlimBuilder(args).Build();
var model = app.Configuration["model"] is { } path ? ModelFile.Load<VariationalAutoencoder>(path) : NewModel();
var pool = new BufferPool(); // memory for the tensors of all requests; any number of threads may share it

// curl -d "[$(seq -s, 784 | sed 's/[0-9]*/0.5/g')]" -H 'Content-Type: application/json' localhost:5000/score
// Both answers are numbers outside any tape, so they may live as long as the response needs them.
app.MapPost("/score", (float[] pixels) => model.Score(Tensor.From(pixels, [pixels.Length / 784, 28, 28, 1]), new Rng(1), pool: pool));
app.MapGet("/sample", (int count, ulong seed) => model.Sample(new Rng(seed), count, pool: pool).ToArray());
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes());
app.Run();

static VariationalAutoencoder NewModel()
{
    var model = new AutoencoderDesign { Height = 28, Width = 28, Latent = 8 }.Build();
    model.Initialize(new Rng(42)); // train it, or give the command a model that is trained
    return model;
}
