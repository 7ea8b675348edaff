using Ansatz.Tests.Fuzzing;

// dotnet run -- TARGET|all SEED COUNT SECONDS FOLDER   tries mutations and prints what they cost
// dotnet run -- corpus FOLDER                           writes each target's corpus into a folder of its own
// dotnet run -- afl TARGET FOLDER                       serves afl-fuzz (built with -p:SharpFuzz=true)
switch (args)
{
    case ["corpus", var folder]:
        foreach (var kind in FuzzTargets.All)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, kind.Name)).FullName;
            for (var i = 0; i < kind.Corpus.Count; i++) File.WriteAllBytes(Path.Combine(own, $"{i}"), kind.Corpus[i]);
        }
        return 0;
#if SHARPFUZZ
    case ["afl", var name, var folder]:
        // Instrumented code must not run before SharpFuzz has its memory: the target is found with the first input.
        var target = new Lazy<FuzzTarget>(() => FuzzTargets.Find(name));
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var served = target.Value;
            var path = Path.Combine(folder, served.Name);
            try
            {
                served.Read(bytes.ToArray(), path);
            }
            catch (Exception e) when (served.IsDocumented(e, path))
            {
            }
        });
        return 0;
#endif
    case [var name, var seed, var count, var seconds, var folder]:
        foreach (var tried in name == "all" ? FuzzTargets.All : [FuzzTargets.Find(name)])
        {
            var sum = Ansatz.Tests.Fuzzing.Fuzzer.Run(tried, ulong.Parse(seed), long.Parse(count), TimeSpan.FromSeconds(double.Parse(seconds)), folder);
            Console.WriteLine(FormattableString.Invariant($"{tried.Name} inputs {sum.Inputs} read {sum.Read} longest {sum.LongestSeconds:F3} s largest {sum.LargestBytes} bytes"));
        }
        return 0;
    default:
        Console.Error.WriteLine("expected: TARGET|all SEED COUNT SECONDS FOLDER, or corpus FOLDER");
        return 2;
}
