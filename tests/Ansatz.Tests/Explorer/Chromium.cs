using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ansatz.Formats;

namespace Ansatz.Tests.Explorer;

/// <summary>A headless browser with one page, driven by the DevTools protocol over its WebSocket.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Name = "chromium", Announcement = "DevTools listening on ";
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(60);

    private readonly Process browser;
    private readonly TemporaryFolder profile;
    private readonly ClientWebSocket socket = new();
    private readonly List<string> complaints = [];
    private string session = "";
    private int lastId;

    private Chromium(Process browser, TemporaryFolder profile) => (this.browser, this.profile) = (browser, profile);

    /// <summary>What scripts threw, and what the browser refused to load.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Skips a test on a machine without it.</summary>
    public static void Require() => Assert.SkipUnless(Path is not null, "Chromium is missing (Debian: apt-get install chromium).");

    /// <summary>Starts it with a window of a size.</summary>
    public static async Task<Chromium> Start(int width, int height)
    {
        var user = new TemporaryFolder();
        // The sandbox needs rights that containers lack; the page is our own.
        string[] arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--remote-debugging-port=0", $"--window-size={width},{height}", $"--user-data-dir={user.Path}", "about:blank"];
        var process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var chromium = new Chromium(process, user);
        string? line;
        do line = await process.StandardError.ReadLineAsync().WaitAsync(limit);
        while (line is not null && !line.StartsWith(Announcement, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = process.StandardError.ReadToEndAsync();
        await chromium.socket.ConnectAsync(new Uri(line[Announcement.Length..]), CancellationToken.None).WaitAsync(limit);
        var target = await chromium.Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await chromium.Send("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        chromium.session = attached["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Runtime", "Log"]) await chromium.Send($"{domain}.enable");
        await chromium.Resize(width, height);
        return chromium;
    }

    /// <summary>Opens an address and waits until an expression is true.</summary>
    public async Task Open(string address, string untilTrue)
    {
        await Send("Page.navigate", new JsonObject { ["url"] = address });
        await Until(untilTrue);
    }

    public Task Resize(int width, int height, double scale = 1, bool isPhone = false) =>
        Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = scale, ["mobile"] = isPhone });

    public Task UseScheme(string scheme) =>
        Send("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    /// <summary>The value of an expression, which may be a promise.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var result = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(result["exceptionDetails"] is null, $"{expression}: {result["exceptionDetails"]?.ToJsonString()}");
        return result["result"]?["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        var start = Stopwatch.StartNew();
        while ((await Evaluate($"Boolean({expression})"))?.GetValue<bool>() != true)
        {
            Assert.True(start.Elapsed < limit, $"{expression}: not true after {limit.TotalSeconds} s; the page complains: {string.Join("; ", complaints)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Presses the mouse at a share of an element's size, drags it to others, and lets it go.</summary>
    public async Task Drag(string selector, params (double X, double Y)[] places)
    {
        await Evaluate($"document.querySelector({Quoted(selector)}).scrollIntoView({{ block: 'center' }})");
        var box = (await Evaluate($"(r => [r.left, r.top, r.width, r.height])(document.querySelector({Quoted(selector)}).getBoundingClientRect())"))!.AsArray();
        double[] sides = [.. box.Select(v => v!.GetValue<double>())];
        foreach (var (i, (x, y)) in places.Index())
            await Mouse(i == 0 ? "mousePressed" : "mouseMoved", sides[0] + x * sides[2], sides[1] + y * sides[3]);
        await Mouse("mouseReleased", sides[0] + places[^1].X * sides[2], sides[1] + places[^1].Y * sides[3]);
    }

    public Task Click(string selector) => Evaluate($"document.querySelector({Quoted(selector)}).click()");

    /// <summary>Clicks a button by its text.</summary>
    public Task Press(string text) => Evaluate($"[...document.querySelectorAll('button')].find(b => b.textContent === {Quoted(text)}).click()");

    public async Task Key(string key)
    {
        foreach (var type in (string[])["keyDown", "keyUp"]) await Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key });
    }

    /// <summary>Gives a file to an input element.</summary>
    public async Task Choose(string selector, string path)
    {
        var element = await Send("Runtime.evaluate", new JsonObject { ["expression"] = $"document.querySelector({Quoted(selector)})" });
        await Send("DOM.setFileInputFiles", new JsonObject { ["files"] = new JsonArray(path), ["objectId"] = element["result"]!["objectId"]!.DeepClone() });
    }

    /// <summary>The pixels of a canvas as one text, to be compared.</summary>
    public async Task<string> Pixels(string selector) => (await Evaluate($"document.querySelector({Quoted(selector)}).toDataURL()"))!.GetValue<string>();

    /// <summary>A picture of the whole page.</summary>
    public async Task<Image> Screenshot()
    {
        var size = (await Send("Page.getLayoutMetrics"))["cssContentSize"]!;
        var clip = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = size["width"]!.DeepClone(), ["height"] = size["height"]!.DeepClone(), ["scale"] = 1 };
        var shot = await Send("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true, ["clip"] = clip });
        return Png.Decode(Convert.FromBase64String(shot["data"]!.GetValue<string>()));
    }

    public async ValueTask DisposeAsync()
    {
        browser.Kill(entireProcessTree: true);
        await browser.WaitForExitAsync();
        browser.Dispose();
        socket.Dispose();
        profile.Dispose();
    }

    private static string? Path => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(folder => System.IO.Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private Task Mouse(string type, double x, double y) =>
        Send("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["buttons"] = type == "mouseReleased" ? 0 : 1, ["clickCount"] = 1 });

    // One call at a time; what the browser tells meanwhile is kept if it is a complaint.
    private async Task<JsonNode> Send(string method, JsonObject? parameters = null)
    {
        var id = ++lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session.Length > 0) call["sessionId"] = session;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(limit);
        while (true)
        {
            var message = JsonNode.Parse(await Receive())!;
            if (message["id"]?.GetValue<int>() == id)
            {
                Assert.True(message["error"] is null, $"{method}: {message["error"]?.ToJsonString()}");
                return message["result"]!;
            }
            if (message["method"]?.GetValue<string>() is "Runtime.exceptionThrown" or "Log.entryAdded") complaints.Add(message["params"]!.ToJsonString());
        }
    }

    private async Task<byte[]> Receive()
    {
        using var whole = new MemoryStream();
        var piece = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(piece, CancellationToken.None).WaitAsync(limit);
            whole.Write(piece, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return whole.ToArray();
    }
}
