using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Ansatz.Formats;

namespace Ansatz.Tests.Explorer;

/// <summary>Whom the page's program answers, and what it refuses.</summary>
public sealed class ExplorerSecurityTests(ExplorerSecurityTests.Page page) : IClassFixture<ExplorerSecurityTests.Page>
{
    private static readonly float[] twoPoints = [0, 0, 0, 1, -1, 2];

    [Fact]
    public async Task WhoKnowsTheTokenGetsThePageAndItsRules()
    {
        using var response = await page.Client.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("<!doctype html>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var policy = string.Join("", response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", string.Join("", response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", string.Join("", response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(32, page.Address.Segments[1].Trim('/').Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("00000000000000000000000000000000/")]
    [InlineData("00000000000000000000000000000000/run")]
    public async Task WithoutTheTokenNothingIsFound(string path)
    {
        using var response = await page.Client.GetAsync(new Uri(page.Address, $"/{path}"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("Host", "attacker.example", 421)]
    [InlineData("Host", "127.0.0.1", 421)]
    [InlineData("Host", "127.0.0.1:1", 421)]
    [InlineData("Origin", "http://attacker.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task OtherSitesAreRefused(string header, string value, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "run");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await page.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task ThePagesOwnOriginIsAdmitted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "run");
        request.Headers.Add("Origin", page.Address.GetLeftPart(UriPartial.Authority));
        using var response = await page.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("../config.json")]
    [InlineData("../../config.json")]
    [InlineData("%2e%2e/config.json")]
    [InlineData("..%2fconfig.json")]
    [InlineData("..%5cconfig.json")]
    [InlineData("config.json")]
    [InlineData("losses/../config.json")]
    [InlineData("/etc/passwd")]
    [InlineData("....//....//etc/passwd")]
    [InlineData("index.html%00.js")]
    public void NoPathLeadsToAFile(string path)
    {
        var answer = Raw($"GET {page.Address.AbsolutePath}{path} HTTP/1.1\r\nHost: {page.Address.Authority}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("study", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OversizedBodiesAreRefused()
    {
        using var json = await page.Client.PostAsync("plane/decode", Body(new byte[64 * 1024 + 1], "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, json.StatusCode);
        using var picture = await page.Client.PostAsync("drawing/encode", Body(new byte[(1 << 20) + 1], "image/png"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, picture.StatusCode);
        // Without a length in the headers.
        var piece = new string('x', 0x8000);
        var chunk = $"8000\r\n{piece}\r\n";
        var answer = Raw($"POST {page.Address.AbsolutePath}plane/decode HTTP/1.1\r\nHost: {page.Address.Authority}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{chunk}{chunk}0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APictureOfAnotherSizeIsRefusedBeforeItIsUnpacked()
    {
        var png = Png.Encode(new Image(28, 28, 1));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        Assert.Contains("60000 × 60000 pixels; expected 28 × 28", await Refused("drawing/encode", Body(png, "image/png"), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Contains("PNG", await Refused("drawing/encode", Body([1, 2, 3], "image/png"), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MethodsAndContentTypesAreChecked()
    {
        using var get = await page.Client.GetAsync("plane/decode");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        using var delete = await page.Client.DeleteAsync("run");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, delete.StatusCode);
        Assert.Contains("expected application/json", await Refused("plane/decode", Body("{}"u8.ToArray(), "text/plain"), HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
        Assert.Contains("expected image/png", await Refused("drawing/encode", Body("{}"u8.ToArray(), "application/json"), HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plane/decode", "{", "the request is no")]
    [InlineData("plane/decode", "null", "the request is no")]
    [InlineData("plane/decode", "{}", "the request is no")]
    [InlineData("plane/decode", "{\"z\":null}", "the request is no")]
    [InlineData("plane/decode", "{\"z\":[]}", "expected 1 to 256 points of 3")]
    [InlineData("plane/decode", "{\"z\":[1,2]}", "expected 1 to 256 points of 3")]
    [InlineData("plane/decode", "{\"z\":[1,2,1e30]}", "expected points near 0")]
    [InlineData("interpolation/animation", "{\"from\":[0,0,0],\"to\":[1,1,1],\"frames\":100000}", "expected 2 to 200")]
    [InlineData("interpolation/animation", "{\"from\":[0],\"to\":[1,1,1],\"frames\":3}", "expected 3")]
    public async Task WhatMakesNoSenseIsToldSo(string path, string json, string words) =>
        Assert.Contains(words, await Refused(path, Body(Encoding.UTF8.GetBytes(json), "application/json"), HttpStatusCode.BadRequest), StringComparison.Ordinal);

    [Fact]
    public async Task ItListensOnTheLoopbackAddressAlone()
    {
        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        foreach (var address in others)
        {
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address, page.Address.Port));
        }
    }

    [Fact]
    public async Task ManyRequestsAtOnceGetTheBytesOfOne()
    {
        async Task<byte[]> Decode()
        {
            using var response = await page.Client.PostAsJsonAsync("plane/decode", new { z = twoPoints });
            return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }
        var alone = await Decode();
        Assert.Equal(2 * 28 * 28, alone.Length);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(Decode))), bytes => Assert.Equal(alone, bytes));
    }

    [Fact]
    public void ItEndsWithTheCommandThatStartedIt()
    {
        using var run = ExploredRun.Start(page.Folder);
        Assert.True(run.EndsWithItsInput());
    }

    private static ByteArrayContent Body(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private async Task<string> Refused(string path, HttpContent content, HttpStatusCode status)
    {
        using var response = await page.Client.PostAsync(path, content);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    // What a client that follows no rules sends, and the answer.
    private string Raw(string request)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, page.Address.Port);
        using var stream = client.GetStream();
        stream.ReadTimeout = 30_000;
        stream.Write(Encoding.ASCII.GetBytes(request));
        var answer = new byte[64 * 1024];
        var count = stream.ReadAtLeast(answer, 12, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(answer, 0, count);
    }

    /// <summary>A page about an autoencoder of digits with three latent dimensions.</summary>
    public sealed class Page : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly ExploredRun run;

        public Page()
        {
            Folder = ExplorerRuns.Digits(folder);
            run = ExploredRun.Start(Folder);
            Client = new HttpClient { BaseAddress = run.Address };
        }

        public string Folder { get; }
        public Uri Address => run.Address;
        public HttpClient Client { get; }

        public void Dispose()
        {
            Client.Dispose();
            run.Dispose();
            folder.Dispose();
        }
    }
}
