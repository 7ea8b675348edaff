using System.Reflection;

// dotnet Ansatz.Programs.dll              lists the programs of README.md, docs/ and samples/
// dotnet Ansatz.Programs.dll NAME [ARG]…  runs one of them; PAGE-* runs all programs of a page, each below its name
var programs = Assembly.GetExecutingAssembly().GetTypes()
    .Where(t => t is { Name: "Entry", Namespace: not null } && t.Namespace.StartsWith("Ansatz.Programs.", StringComparison.Ordinal))
    .ToDictionary(t => t.Namespace!["Ansatz.Programs.".Length..].Replace('_', '-'));
if (args.Length == 0)
{
    Console.WriteLine(string.Join('\n', programs.Keys.Order(StringComparer.Ordinal)));
    return 0;
}
if (args[0].EndsWith('*'))
{
    foreach (var name in programs.Keys.Where(n => n.StartsWith(args[0][..^1], StringComparison.Ordinal)).Order(StringComparer.Ordinal))
    {
        Console.WriteLine($"== {name}");
        await Run(programs[name], []);
    }
    return 0;
}
if (!programs.TryGetValue(args[0], out var program))
{
    Console.Error.WriteLine($"No program is named '{args[0]}'; without a name, this command lists them.");
    return 2;
}
await Run(program, args[1..]);
return 0;

static async Task Run(Type program, string[] arguments)
{
    if (program.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null) is Task task) await task;
}
