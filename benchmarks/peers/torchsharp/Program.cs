using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using TorchSharpPeer;

// The protocol of ../serve.py: one request per line of standard input, one answer per line of standard output.
const double Long = 1; // seconds; a run this long needs no warm-up beyond its first
(string Name, bool IsLast, PeerStep Step)? made = null;

while (Console.ReadLine() is { } line)
{
    string answer;
    try
    {
        answer = Answer(line.Split(' '));
    }
    catch (Exception e) // the caller prints what went wrong beside the step
    {
        answer = $"error {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}";
    }
    Console.WriteLine(answer);
    Console.Out.Flush();
}

string Answer(string[] request)
{
    switch (request)
    {
        case ["versions"]:
            torch.set_num_threads(1);
            return $"libtorch {torch.__version__} by TorchSharp with its own {Blas()}";
        case ["parameters", var name]:
            return string.Create(CultureInfo.InvariantCulture, $"{Steps.Network(name).parameters().Sum(p => p.numel())}");
        case [var name, var threads, var layout, var seconds]:
            torch.set_num_threads(int.Parse(threads, CultureInfo.InvariantCulture));
            return Measure(name, layout == "channels_last", double.Parse(seconds, CultureInfo.InvariantCulture));
        default:
            throw new ArgumentException($"found '{string.Join(' ', request)}', expected a request of the peers' protocol");
    }
}

string Measure(string name, bool isLast, double seconds)
{
    if (made is not { } earlier || earlier.Name != name || earlier.IsLast != isLast)
    {
        made = null;
        GC.Collect();
        made = (name, isLast, Steps.Make(name, isLast));
    }
    var step = made.Value.Step;
    var times = new List<double>();
    var begin = Stopwatch.GetTimestamp();
    Take();
    if (times[0] < Long)
    {
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3 * seconds) Take();
        times.Clear();
        begin = Stopwatch.GetTimestamp();
    }
    while (times.Count == 0 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds) Take();
    times.Sort();
    var median = 0.5 * (times[(times.Count - 1) / 2] + times[times.Count / 2]);
    return string.Create(CultureInfo.InvariantCulture, $"{median:R} {step.Work:R} {times.Count}");

    void Take()
    {
        var start = Stopwatch.GetTimestamp();
        using (torch.NewDisposeScope()) step.Run();
        times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

// The libraries are loaded by now: the BLAS is linked into libtorch_cpu.so.
string Blas() => File.ReadLines("/proc/self/maps").Any(l => l.Contains("openblas", StringComparison.Ordinal)) ? "OpenBLAS" : "MKL";
