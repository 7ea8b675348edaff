namespace Ansatz.Tensors;

/// <summary>What a message says without what .NET appends to it, for one line of output or inside another message.</summary>
internal static class ExceptionText
{
    /// <summary>The message without "(Parameter 'name')" and what follows, and without its last full stop.</summary>
    public static string WithoutParameter(Exception exception)
    {
        var text = exception.Message;
        if (exception is ArgumentException { ParamName: { Length: > 0 } name } && text.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) is >= 0 and var end) text = text[..end];
        return text.TrimEnd('.');
    }
}
