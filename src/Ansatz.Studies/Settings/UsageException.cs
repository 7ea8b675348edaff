namespace Ansatz.Studies.Settings;

/// <summary>The command line asks for what cannot be; the message is one line that says what was found and what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
