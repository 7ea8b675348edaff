#:project ../src/Ansatz.Tables/Ansatz.Tables.csproj
// A density of the rows of a table, and synthetic rows:   dotnet run samples/table.cs [TABLE.csv]
// Without a table, the program makes one of people: a city, an age and an income.
using Ansatz.Random;
using Ansatz.Tables;

var people = Table.Read(args.Length > 0 ? args[0] : Made("people.csv"));
foreach (var column in people.Columns) Console.WriteLine($"{column.Name}: {column.Definition.Kind}, {column.MissingCount} cells have no value");

var (training, heldOut) = people.Split(0.9, new Rng(1));
var flow = FlowTableModel.Train(training, new Rng(42)); // positive columns stay positive, categories have exact probabilities
var mixture = MixtureTableModel.Fit(training, new Rng(42)); // the Bayesian information criterion chooses the components
foreach (TableModel model in (TableModel[])[flow, mixture])
    Console.WriteLine($"{model.GetType().Name}: {model.Score(heldOut, new Rng(2)).Where(double.IsFinite).Average():F3} nats per held-out row");

flow.Save("people-model");
TableModel.Load("people-model").Sample(new Rng(3), 1000).Write("synthetic.csv");
Console.WriteLine(string.Join('\n', File.ReadLines("synthetic.csv").Take(4)));

string Made(string path)
{
    var rng = new Rng(42);
    File.WriteAllLines(path, ["city,age,income", .. Enumerable.Range(0, 2000).Select(i =>
    {
        var (isRome, age, noise) = (rng.NextUniform() < 0.6f, 40 + 12 * rng.NextNormal(), rng.NextNormal());
        return FormattableString.Invariant($"{(isRome ? "Rome" : "Oslo")},{Math.Round(age)},{(i % 50 == 0 ? "" : $"{Math.Exp((isRome ? 7 : 8) + age / 100 + 0.3 * noise):F2}")}");
    })]);
    return path;
}
