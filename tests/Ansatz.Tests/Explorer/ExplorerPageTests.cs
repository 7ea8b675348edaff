using System.Diagnostics;
using System.Net.Http.Json;
using Ansatz.Formats;

namespace Ansatz.Tests.Explorer;

/// <summary>The page in a browser: what a person does, and what is seen then. Set ANSATZ_SCREENSHOTS to a folder to look at it.</summary>
public sealed class ExplorerPageTests
{
    private const string Loaded = "document.querySelector('main')?.hasAttribute('aria-busy') === false";

    [Fact]
    public async Task TheDecodedImageFollowsThePoint()
    {
        Chromium.Require();
        using var folder = new TemporaryFolder();
        using var run = ExploredRun.Start(ExplorerRuns.Contours(folder));
        await using var browser = await Chromium.Start(1200, 900);
        await browser.Open(run.Address.AbsoluteUri, Loaded);
        await browser.Evaluate("document.querySelectorAll('#status').forEach(s => { new MutationObserver(() => { if (s.textContent) window.told = s.textContent; }).observe(s, { childList: true }); })");

        var seen = new HashSet<string> { await browser.Pixels("#decoded") };
        foreach (var place in ((double, double)[])[(0.2, 0.5), (0.5, 0.15), (0.85, 0.5), (0.5, 0.85)])
        {
            var before = (await browser.Evaluate("document.querySelector('#place').textContent"))!.GetValue<string>();
            await browser.Drag("#plane-chart", (0.5, 0.5), place);
            await browser.Until($"document.querySelector('#place').textContent !== {System.Text.Json.JsonSerializer.Serialize(before)}");
            await Task.Delay(200);
            Assert.True(seen.Add(await browser.Pixels("#decoded")), $"dragged to {place}: an image that was seen before");
        }
        var image = Png.Decode(Convert.FromBase64String((await browser.Pixels("#decoded")).Split(',')[1]));
        Assert.Equal((36, 36), (image.Width, image.Height));
        Assert.True(image.Pixels.ToArray().Distinct().Count() > 10, "the decoded image has fewer than ten different bytes");

        // The keyboard moves the point too.
        var still = await browser.Pixels("#decoded");
        await browser.Evaluate("document.querySelector('#plane-chart').focus()");
        for (var i = 0; i < 10; i++) await browser.Key("ArrowLeft");
        await Task.Delay(300);
        Assert.NotEqual(still, await browser.Pixels("#decoded"));
        await Looks(browser, "contours");
        Assert.Null((await browser.Evaluate("window.told ?? null"))?.GetValue<string>());
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task ImagesAreDrawnDroppedEncodedAndInterpolated()
    {
        Chromium.Require();
        using var folder = new TemporaryFolder();
        using var run = ExploredRun.Start(ExplorerRuns.Digits(folder));
        await using var browser = await Chromium.Start(1200, 900);
        await browser.Open(run.Address.AbsoluteUri, Loaded);

        // Sliders: one for each latent dimension.
        Assert.Equal(3, (await browser.Evaluate("document.querySelectorAll('.sliders input').length"))!.GetValue<int>());
        var still = await browser.Pixels("#decoded");
        await browser.Evaluate("(s => { s.value = 3.5; s.dispatchEvent(new Event('input')); })(document.querySelector('.sliders input'))");
        await Changed(browser, "#decoded", still);

        still = await browser.Pixels("#reconstruction");
        await browser.Drag("#drawing-canvas", (0.3, 0.2), (0.7, 0.2), (0.5, 0.8));
        await Changed(browser, "#reconstruction", still);

        var picture = new Image(90, 60, 3);
        for (var y = 10; y < 50; y++) picture.Row(y)[(3 * 30)..(3 * 60)].Fill(255);
        Png.Write(folder["square.png"], picture);
        string drawn = await browser.Pixels("#drawing-canvas"), shown = await browser.Pixels("#reconstruction");
        await browser.Choose("#drawing-file", folder["square.png"]);
        await Changed(browser, "#drawing-canvas", drawn);
        await Changed(browser, "#reconstruction", shown);

        await browser.Press("End at the point");
        await browser.Evaluate("(make => { URL.createObjectURL = blob => make.call(URL, window.saved = blob); })(URL.createObjectURL)");
        await browser.Press("Play");
        await browser.Until("document.querySelector('#interpolation-image').naturalWidth > 0");
        var animation = (await browser.Evaluate("window.saved.arrayBuffer().then(b => btoa(String.fromCharCode(...new Uint8Array(b))))"))!.GetValue<string>();
        var bytes = Convert.FromBase64String(animation);
        Assert.True(bytes.AsSpan().IndexOf("acTL"u8) > 0, "the saved animation is no animated PNG");

        still = await browser.Pixels("#samples-grid canvas");
        await browser.Press("Draw again");
        await Changed(browser, "#samples-grid canvas", still);
        still = await browser.Pixels("#decoded");
        await browser.Click("#samples-grid button:nth-child(5)");
        await Changed(browser, "#decoded", still);
        await Looks(browser, "digits");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task APointIsFollowedThroughEveryBijector()
    {
        Chromium.Require();
        using var folder = new TemporaryFolder();
        using var run = ExploredRun.Start(ExplorerRuns.Flows(folder));
        await using var browser = await Chromium.Start(1200, 900);
        await browser.Open(run.Address.AbsoluteUri, Loaded);
        // Six couplings, five orders between them, and the scale of the data.
        Assert.Equal(13, (await browser.Evaluate("document.querySelectorAll('#flows-strip canvas').length"))!.GetValue<int>());
        string noise = await browser.Pixels("#flows-noise"), data = await browser.Pixels("#flows-data"), step = await browser.Pixels("#flows-strip figure:nth-child(6) canvas");
        await browser.Drag("#flows-noise", (0.5, 0.5), (0.6, 0.3));
        await Changed(browser, "#flows-noise", noise);
        await Changed(browser, "#flows-data", data);
        await Changed(browser, "#flows-strip figure:nth-child(6) canvas", step);
        // Back from the data.
        (noise, data) = (await browser.Pixels("#flows-noise"), await browser.Pixels("#flows-data"));
        await browser.Drag("#flows-data", (0.5, 0.5), (0.4, 0.4));
        await Changed(browser, "#flows-data", data);
        await Changed(browser, "#flows-noise", noise);
        Assert.Contains("log p", (await browser.Evaluate("document.querySelector('#flows-value').textContent"))!.GetValue<string>(), StringComparison.Ordinal);
        await Looks(browser, "flows");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task ATableIsShownRealBesideSampled()
    {
        Chromium.Require();
        using var folder = new TemporaryFolder();
        using var run = ExploredRun.Start(ExplorerRuns.Table(folder));
        await using var browser = await Chromium.Start(1200, 900);
        await browser.Open(run.Address.AbsoluteUri, Loaded);
        Assert.Equal(3, (await browser.Evaluate("document.querySelectorAll('#tables-marginals canvas').length"))!.GetValue<int>());
        // An axis of categories has their names, on both sides of a pair.
        await browser.Evaluate("(write => { CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) { (this.canvas.written ??= []).push(text); return write.call(this, text, ...rest); }; })(CanvasRenderingContext2D.prototype.fillText)");
        foreach (var axis in (int[])[0, 1])
        {
            await browser.Evaluate($"(s => {{ s.value = [...s.options].findIndex(o => o.textContent === 'kind'); s.dispatchEvent(new Event('change')); }})(document.querySelectorAll('#tables select')[{axis}])");
            await browser.Until("['even', 'odd'].every(name => document.querySelector('#tables-real').written?.includes(name))");
        }
        // The numbers of an axis have one format.
        foreach (var (high, expected) in (((string, string)[])[("0.0018", "0 0.0005 0.0010 0.0015"), ("1.6", "0 0.5 1.0 1.5"), ("1500000", "0 0.5e6 1.0e6 1.5e6"), ("3e-7", "0 1e−7 2e−7 3e−7")]))
            Assert.Equal(expected, (await browser.Evaluate($"import('./plot.js').then(p => p.tickLabels(p.ticks(0, {high}, 4)).join(' '))"))!.GetValue<string>());
        string real = await browser.Pixels("#tables-real"), sampled = await browser.Pixels("#tables-sampled");
        await browser.Press("Sample again");
        await Changed(browser, "#tables-sampled", sampled);
        Assert.Equal(real, await browser.Pixels("#tables-real"));
        // The flow of the numbers, given the categories of a draw.
        var data = await browser.Pixels("#flows-data");
        await browser.Drag("#flows-noise", (0.5, 0.5), (0.7, 0.4));
        await Changed(browser, "#flows-data", data);
        await Looks(browser, "table");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task LossesAreLiveAndTheModelAppearsWhenTheRunHasFinished()
    {
        Chromium.Require();
        using var folder = new TemporaryFolder();
        var finished = ExplorerRuns.Digits(folder);
        var live = Directory.CreateDirectory(folder["live"]).FullName;
        string[] history = File.ReadAllLines(Path.Combine(finished, "history.csv"));
        File.Copy(Path.Combine(finished, "config.json"), Path.Combine(live, "config.json"));
        using var run = ExploredRun.Start(live);
        await using var browser = await Chromium.Start(1200, 900);
        await browser.Open(run.Address.AbsoluteUri, Loaded);
        await browser.Until("document.querySelector('#losses-state').textContent === 'No epoch has ended yet.'");
        File.WriteAllLines(Path.Combine(live, "history.csv"), history[..2]);
        await browser.Until("document.querySelector('#losses-state').textContent === 'In training: 1 epoch so far.'");
        // A line that is being written is not shown.
        File.AppendAllText(Path.Combine(live, "history.csv"), history[2] + "\n" + history[3][..5]);
        await browser.Until("document.querySelector('#losses-state').textContent === 'In training: 2 epochs so far.'");
        Assert.Equal(0, (await browser.Evaluate("document.querySelectorAll('#plane').length"))!.GetValue<int>());
        foreach (var file in (string[])["model.safetensors", "metrics.json"]) File.Copy(Path.Combine(finished, file), Path.Combine(live, file));
        await browser.Until("document.querySelector('#plane-chart')");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task DecodingAnswersInFiveMilliseconds()
    {
        using var folder = new TemporaryFolder();
        using var run = ExploredRun.Start(ExplorerRuns.Contours(folder));
        using var client = new HttpClient { BaseAddress = run.Address };
        var milliseconds = new double[400];
        for (var i = 0; i < milliseconds.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await client.PostAsJsonAsync("plane/decode", new { z = new[] { 0.01f * i, -0.5f } });
            Assert.Equal(36 * 36 * 3, (await response.Content.ReadAsByteArrayAsync()).Length);
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        TestContext.Current.SendDiagnosticMessage($"decoding: median {milliseconds[200]:0.00} ms, 95 % {milliseconds[380]:0.00} ms");
        // The median of a quiet machine: other tests run meanwhile, so the fastest quarter is taken.
        Assert.InRange(milliseconds[100], 0, 5);
    }

    private static async Task Changed(Chromium browser, string selector, string before) =>
        await browser.Until($"document.querySelector({System.Text.Json.JsonSerializer.Serialize(selector)}).toDataURL() !== {System.Text.Json.JsonSerializer.Serialize(before)}");

    // In light, in dark and at a phone's width: nothing may be wider than the window.
    private static async Task Looks(Chromium browser, string name)
    {
        foreach (var (look, scheme, width, height) in ((string, string, int, int)[])[("light", "light", 1200, 900), ("dark", "dark", 1200, 900), ("phone", "light", 390, 844)])
        {
            await browser.UseScheme(scheme);
            await browser.Resize(width, height, isPhone: look == "phone");
            await Task.Delay(300);
            Assert.InRange((await browser.Evaluate("document.documentElement.scrollWidth"))!.GetValue<int>(), 1, width);
            var shot = await browser.Screenshot();
            if (Environment.GetEnvironmentVariable("ANSATZ_SCREENSHOTS") is { Length: > 0 } folder) Png.Write(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}-{look}.png"), shot);
            // The ground of the page.
            Assert.Equal(scheme == "dark", shot.Row(2)[0] < 128);
        }
    }
}
