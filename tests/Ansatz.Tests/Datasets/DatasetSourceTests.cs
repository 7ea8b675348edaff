using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Ansatz.Datasets;

namespace Ansatz.Tests.Datasets;

public sealed class DatasetSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FilesComeFromTheirAddressesAndArchivesAreUnpacked()
    {
        using var server = new Server(new() { ["/plain.bin"] = [1, 2, 3], ["/batch.tar.gz"] = Tar("inner.txt", [4, 5]) });
        Directory.CreateDirectory(folder["to"]);
        var source = new HttpSource(server.Address("plain.bin"), server.Address("batch.tar.gz"));
        Assert.Equal("localhost", source.Name);
        source.Fetch(folder["to"], CancellationToken.None);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["to/plain.bin"]));
        Assert.Equal([4, 5], File.ReadAllBytes(folder["to/inner.txt"]));
    }

    [Fact]
    public void AMissingFileAndADamagedArchiveAreNamed()
    {
        using var server = new Server(new() { ["/bad.tar.gz"] = [31, 139, 8, 0, 1] });
        Directory.CreateDirectory(folder["to"]);
        Assert.Contains("localhost does not answer", Failure(server.Address("none.bin")), StringComparison.Ordinal);
        Assert.Contains("bad.tar.gz is damaged", Failure(server.Address("bad.tar.gz")), StringComparison.Ordinal);
    }

    private string Failure(Uri address) => Assert.Throws<IOException>(() => new HttpSource(address).Fetch(folder["to"], CancellationToken.None)).Message;

    private static byte[] Tar(string name, byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return memory.ToArray();
    }

    /// <summary>Serves files of this machine, on a port that was free.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly int port;

        public Server(Dictionary<string, byte[]> files)
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            listener.Prefixes.Add($"http://localhost:{port}/");
            listener.Start();
            _ = Task.Run(() => Answer(files));
        }

        public Uri Address(string file) => new($"http://localhost:{port}/{file}");

        public void Dispose() => ((IDisposable)listener).Dispose();

        private async Task Answer(Dictionary<string, byte[]> files)
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                if (files.TryGetValue(context.Request.Url!.AbsolutePath, out var content)) await context.Response.OutputStream.WriteAsync(content);
                else context.Response.StatusCode = 404;
                context.Response.Close();
            }
        }
    }
}
