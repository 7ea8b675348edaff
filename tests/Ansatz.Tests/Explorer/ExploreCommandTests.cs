using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ansatz.Cli.Commands;
using Ansatz.Cli.Shell;
using Ansatz.Tests.Cli;

namespace Ansatz.Tests.Explorer;

/// <summary><c>ansatz explore</c> from its command line: what it starts, prints and refuses.</summary>
public sealed class ExploreCommandTests
{
    [Fact]
    public async Task ItPrintsTheAddressAndEndsWithItsProgram()
    {
        using var folder = new TemporaryFolder();
        var run = ExplorerRuns.Digits(folder);
        using var command = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "explore", run, "--json", "--threads", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var text = "";
            while (!text.Contains('}', StringComparison.Ordinal)) text += await command.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await command.StandardError.ReadToEndAsync());
            var result = JsonDocument.Parse(text).RootElement;
            Assert.Equal(run, result.GetProperty("run").GetString());
            var address = new Uri(result.GetProperty("address").GetString()!);
            using var client = new HttpClient { BaseAddress = address };
            Assert.Contains("\"study\":\"train vae\"", await client.GetStringAsync("run"), StringComparison.Ordinal);

            // However the command ends, the page ends too.
            command.Kill();
            await command.WaitForExitAsync();
            var start = Stopwatch.StartNew();
            while (Answers(address.Port) && start.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(50);
            Assert.False(Answers(address.Port));
        }
        finally
        {
            if (!command.HasExited) command.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void WhatItCannotServeIsTold()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("explore", folder["nothing"]).FailsWith(ExitCode.Failed, "no config.json");
        var run = ExplorerRuns.Digits(folder);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        CommandRun.Of("explore", run, "--port", $"{((IPEndPoint)listener.LocalEndpoint).Port}").FailsWith(ExitCode.Failed, "address already in use");
        CommandRun.Of("explore", run, "--port", "70000").FailsWith(ExitCode.WrongUsage, "--port", "70000");
        File.WriteAllText(Path.Combine(run, "model.safetensors"), "damaged");
        CommandRun.Of("explore", run).FailsWith(ExitCode.Failed, "model.safetensors");
    }

    [Fact]
    public void WhereAspNetCoreIsMissingItSaysSo()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["shared/Microsoft.NETCore.App/10.0.0"]);
        var missing = Assert.Throws<InvalidDataException>(() => ExplorerStart.Beside(AppContext.BaseDirectory, folder["shared/Microsoft.NETCore.App/10.0.0/"], "run", "0", "0"));
        Assert.Contains($"no ASP.NET Core 10.x beside the .NET in {folder.Path}", missing.Message, StringComparison.Ordinal);
        Assert.Contains("aspnetcore-runtime-10.0", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Ansatz.Explorer.dll", Assert.Throws<InvalidDataException>(() => ExplorerStart.Beside(folder.Path, folder["shared/Microsoft.NETCore.App/10.0.0/"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCommandItselfNeedsNoAspNetCore()
    {
        static string Frameworks(string program) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json"));
        Assert.Contains("Microsoft.NETCore.App", Frameworks("Ansatz.Cli"), StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore.App", Frameworks("Ansatz.Cli"), StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore.App", Frameworks("Ansatz.Explorer"), StringComparison.Ordinal);
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
