using System.Reflection;

// dotnet Ansatz.Programs.dll              lists the programs of README.md, docs/ and samples/
// dotnet Ansatz.Programs.dll NAME [ARG]…  runs one of them
var programs = Assembly.GetExecutingAssembly().GetTypes()
    .Where(t => t is { Name: "Entry", Namespace: not null } && t.Namespace.StartsWith("Ansatz.Programs.", StringComparison.Ordinal))
    .ToDictionary(t => t.Namespace!["Ansatz.Programs.".Length..].Replace('_', '-'));
if (args.Length == 0)
{
    Console.WriteLine(string.Join('\n', programs.Keys.Order(StringComparer.Ordinal)));
    return 0;
}
if (!programs.TryGetValue(args[0], out var program))
{
    Console.Error.WriteLine($"No program is named '{args[0]}'; without a name, this command lists them.");
    return 2;
}
if (program.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args[1..]], null) is Task task) await task;
return 0;
