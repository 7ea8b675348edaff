using Ansatz.Cli.Shell;
using Ansatz.Studies.Settings;

namespace Ansatz.Tests.Cli;

public sealed class FailureTests
{
    public static TheoryData<Exception, int, string> Cases => new()
    {
        { new UsageException("too few"), ExitCode.WrongUsage, "ansatz: too few\n" },
        { new IOException("disk\nfull"), ExitCode.Failed, "ansatz: disk full\n" },
        { new UnauthorizedAccessException("no"), ExitCode.Failed, "ansatz: no\n" },
        { new InvalidDataException("x.csv, line 3: found 'a'"), ExitCode.Failed, "ansatz: x.csv, line 3: found 'a'\n" },
        { new AggregateException(new InvalidDataException("inner")), ExitCode.Failed, "ansatz: inner\n" },
        { new OperationCanceledException(), ExitCode.Interrupted, "ansatz: interrupted\n" },
        { new OperationCanceledException("continue with --resume"), ExitCode.Interrupted, "ansatz: continue with --resume\n" },
        { new ArgumentException("Trainer: 3 examples are too few"), ExitCode.Failed, "ansatz: Trainer: 3 examples are too few\n" },
        { new ArithmeticException("Trainer: not finite"), ExitCode.Failed, "ansatz: Trainer: not finite\n" },
        { new InvalidCastException("odd"), ExitCode.Failed, "ansatz: odd (InvalidCastException, unexpected: ANSATZ_DEBUG=1 shows where)\n" },
    };

    [Fact]
    public void ALineObeysNoTerminalAndHasALongestLength()
    {
        var error = new StringWriter();
        Failure.Report(new InvalidDataException("x\u001b[31m" + new string('y', 10_000)), error);
        Assert.StartsWith("ansatz: x\\u001B[31my", error.ToString(), StringComparison.Ordinal);
        Assert.InRange(error.ToString().Length, 2000, 2010);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AFailureIsOneLineAndAnExitCode(Exception exception, int code, string line)
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(code, Failure.Report(exception, error));
        Assert.Equal(line, error.ToString());
    }
}
