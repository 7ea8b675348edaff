namespace Ansatz.Cli.Shell;

/// <summary>Stands for a standard output that cannot be opened: writing to it fails with the reason.</summary>
internal sealed class BrokenWriter(Exception reason) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;
    public override void Write(char value) => throw new IOException(reason.Message, reason);
}
