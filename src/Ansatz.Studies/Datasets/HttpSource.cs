namespace Ansatz.Studies.Datasets;

/// <summary>Files at public addresses. A host that does not answer soon is given up, so that another source gets its turn.</summary>
internal sealed class HttpSource(params IReadOnlyList<Uri> addresses) : IDatasetSource
{
    private static readonly TimeSpan connectTime = TimeSpan.FromSeconds(5), totalTime = TimeSpan.FromMinutes(10);

    public string Name => addresses[0].Host;

    public void Fetch(string folder, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = connectTime }) { Timeout = totalTime };
        foreach (var address in addresses)
        {
            var path = Path.Combine(folder, Path.GetFileName(address.LocalPath));
            try
            {
                using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead, cancellation);
                response.EnsureSuccessStatusCode();
                using var content = response.Content.ReadAsStream(cancellation);
                using var file = File.Create(path);
                content.CopyTo(file);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                throw new IOException($"{address.Host} does not answer ({e.Message.TrimEnd('.')})", e);
            }
            if (path.EndsWith(".tar.gz", StringComparison.Ordinal)) Archive.Unpack(path, folder);
        }
    }
}
