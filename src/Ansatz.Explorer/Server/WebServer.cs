using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ansatz.Explorer.Server;

/// <summary>Serves endpoints from the loopback address, to those whom the <see cref="Guard"/> admits.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebServer(WebApplication app, Guard guard) => (this.app, Address) = (app, guard.Address);

    /// <summary>The page's address, with its token.</summary>
    public string Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="find">The endpoint at a path, or null.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WebServer> Start(int port, Func<string, Endpoint?> find)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        var started = builder.Build();
        Guard? guard = null;
        started.Run(context => guard is { } ready ? Answer(context, ready, find) : Refuse(context, StatusCodes.Status503ServiceUnavailable, "the page starts; try again"));
        await started.StartAsync();
        var bound = started.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        guard = new Guard(new Uri(bound).Port);
        return new WebServer(started, guard);
    }

    /// <summary>Ends when the process is told to.</summary>
    public Task Ended => app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task Answer(HttpContext context, Guard guard, Func<string, Endpoint?> find)
    {
        Guard.Protect(context.Response);
        var (path, status, reason) = guard.Admit(context.Request);
        if (path is null) await Refuse(context, status, reason);
        else if (find(path) is not { } endpoint) await Refuse(context, StatusCodes.Status404NotFound, "found no such part of the page");
        else if (context.Request.Method != endpoint.Method) await Refuse(context, StatusCodes.Status405MethodNotAllowed, $"found {context.Request.Method}; expected {endpoint.Method}");
        else if (endpoint.ContentType is { } type && !(context.Request.ContentType ?? "").Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase))
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType, $"found another content type; expected {type}");
        else if (context.Request.ContentLength > endpoint.MostBytes) await TooLarge(context, endpoint);
        else if (await Body(context.Request, endpoint.MostBytes) is not { } body) await TooLarge(context, endpoint);
        else await Reply(context, endpoint, body);
    }

    // Null for a body that is longer than it may be, whatever its headers say.
    private static async Task<byte[]?> Body(HttpRequest request, long most)
    {
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted) is > 0 and var count)
        {
            if (body.Length + count > most) return null;
            body.Write(piece, 0, count);
        }
        return body.ToArray();
    }

    private static async Task Reply(HttpContext context, Endpoint endpoint, byte[] body)
    {
        Answer answer;
        try
        {
            answer = endpoint.Reply(new Question(body, context.Request.Query));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, ExceptionText.WithoutParameter(e));
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            await Refuse(context, StatusCodes.Status500InternalServerError, e.Message);
            return;
        }
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static Task TooLarge(HttpContext context, Endpoint endpoint)
    {
        // The rest of the body is not read.
        context.Response.Headers.Connection = "close";
        return Refuse(context, StatusCodes.Status413PayloadTooLarge, $"found a longer body; expected at most {endpoint.MostBytes:#,0} bytes");
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason);
    }
}
