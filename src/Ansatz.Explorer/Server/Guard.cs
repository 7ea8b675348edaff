using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Ansatz.Explorer.Server;

/// <summary>
/// Decides which requests are answered. A page of another site may make the browser send requests to the loopback address: it does not know the token, its <c>Origin</c> is another one, and
/// after it has bound its own name to 127.0.0.1, its <c>Host</c> is another one too.
/// </summary>
/// <param name="port">Where the server listens.</param>
internal sealed class Guard(int port)
{
    private const int TokenBytes = 16;

    // Scripts, styles, pictures and requests of this page alone; pictures also from memory. Nothing may frame it, and no form leads out.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string[] hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];

    /// <summary>128 random bits. Who knows them may use the page.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>The page's address.</summary>
    public string Address => $"http://{hosts[0]}/{Token}/";

    /// <summary>The path behind the token, or why the request is refused.</summary>
    public (string? Path, int Status, string Reason) Admit(HttpRequest request)
    {
        if (!hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase)) return (null, StatusCodes.Status421MisdirectedRequest, $"found another Host; expected {hosts[0]}");
        foreach (var origin in request.Headers.Origin)
            if (!hosts.Any(h => $"http://{h}".Equals(origin, StringComparison.OrdinalIgnoreCase))) return (null, StatusCodes.Status403Forbidden, "found another Origin; expected the page's own");
        foreach (var site in request.Headers["Sec-Fetch-Site"])
            if (site is not ("same-origin" or "none")) return (null, StatusCodes.Status403Forbidden, "found a request from another site; expected one of this page");
        var path = request.Path.Value ?? "";
        var start = $"/{Token}/";
        if (path.Length < start.Length || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path[..start.Length]), Encoding.UTF8.GetBytes(start)))
            return (null, StatusCodes.Status404NotFound, "found no token in the address; expected the address that ansatz explore printed");
        return (path[start.Length..], StatusCodes.Status200OK, "");
    }

    /// <summary>What every response says to the browser.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
