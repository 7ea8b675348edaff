using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Ansatz.Autoencoders;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Programs;

/// <summary>The service of samples/service.cs under 32 parallel clients: every answer has the bits of one thread, and a request allocates little.</summary>
public sealed partial class ServiceTests
{
    private const int ClientCount = 32, RequestsPerClient = 10, ImagesPerRequest = 4;
    private const double MostBytesPerRequest = 512 * 1024;

    [Fact]
    public async Task ParallelRequestsGetTheBitsOfOneThreadAndAllocateLittle()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var cancellation = limit.Token;
        using var folder = new TemporaryFolder();
        var model = new AutoencoderDesign { Height = 28, Width = 28, Latent = 8 }.Build();
        model.Initialize(new Rng(42));
        ModelFile.Save(model, folder["model.safetensors"]);
        var images = Enumerable.Range(0, RequestsPerClient).Select(i => Pixels(new Rng(7).Fork(i))).ToArray();
        double[][] scores = [.. images.Select(x => model.Score(Tensor.From(x, [ImagesPerRequest, 28, 28, 1]), new Rng(1)))];
        float[][] samples = [.. images.Select((_, i) => model.Sample(new Rng((ulong)i), ImagesPerRequest).ToArray())];

        var milliseconds = new ConcurrentBag<double>();
        using var service = SampleProgram.Start("service", folder.Path, "--model", folder["model.safetensors"], "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.AspNetCore=Warning");
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(service.StandardOutput, cancellation) };
            await Task.WhenAll(Enumerable.Range(0, ClientCount).Select(_ => Ask(images.Length)));
            var before = await client.GetFromJsonAsync<long>("/allocated", cancellation);
            milliseconds.Clear();
            await Task.WhenAll(Enumerable.Range(0, ClientCount).Select(_ => Ask(images.Length)));
            var perRequest = (await client.GetFromJsonAsync<long>("/allocated", cancellation) - before) / (2.0 * ClientCount * RequestsPerClient);
            Assert.InRange(perRequest, 0, MostBytesPerRequest);
            double[] sorted = [.. milliseconds.Order()];
            TestContext.Current.TestOutputHelper!.WriteLine($"{ClientCount} clients, {sorted.Length} requests: p50 {sorted[sorted.Length / 2]:F1} ms, p99 {sorted[sorted.Length * 99 / 100]:F1} ms, {perRequest / 1024:F0} kB allocated for each");

            async Task Ask(int count)
            {
                for (var i = 0; i < count; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    using var response = await client.PostAsJsonAsync("/score", images[i], cancellation);
                    Assert.Equal(scores[i], await response.Content.ReadFromJsonAsync<double[]>(cancellation));
                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    start = Stopwatch.GetTimestamp();
                    Assert.Equal(samples[i], await client.GetFromJsonAsync<float[]>($"/sample?count={ImagesPerRequest}&seed={i}", cancellation));
                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }
        finally
        {
            service.Kill();
        }
    }

    private static float[] Pixels(Rng rng)
    {
        var pixels = new float[ImagesPerRequest * 28 * 28];
        rng.Uniform(pixels);
        return pixels;
    }

    /// <summary>Reads the lines that the service writes as it starts, until one names its address.</summary>
    private static async Task<Uri> Address(StreamReader output, CancellationToken cancellation)
    {
        while (await output.ReadLineAsync(cancellation) is { } line)
            if (Url().Match(line) is { Success: true } found) return new Uri(found.Value);
        throw new InvalidOperationException("The service ended before it named its address.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Url();
}
