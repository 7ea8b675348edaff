namespace Ansatz.Tests;

/// <summary>Messages of refusals, as users of the command see them.</summary>
internal static class Refusal
{
    /// <summary>The message without "(Parameter 'name')". The exception must carry the name of a parameter.</summary>
    public static string Sentence(this ArgumentException refusal)
    {
        Assert.False(string.IsNullOrEmpty(refusal.ParamName), $"no parameter is named: {refusal.Message}");
        var end = refusal.Message.IndexOf($" (Parameter '{refusal.ParamName}')", StringComparison.Ordinal);
        Assert.True(end > 0, refusal.Message);
        return refusal.Message[..end];
    }
}
