namespace Ansatz.Tests.Formats;

/// <summary>What every reader must do with damaged bytes: read them all the same, or say in one line what is wrong with which file.</summary>
internal static class Hostile
{
    /// <summary>Every proper prefix of a file must be refused.</summary>
    public static void RequireThatPrefixesAreRefused(byte[] file, string name, Action<byte[]> read)
    {
        for (var length = 0; length < file.Length; length++)
        {
            var error = Refusal(file[..length], read);
            Assert.True(error is not null, $"The first {length} of {file.Length} bytes were read without complaint.");
            RequireClear(error, name);
        }
    }

    /// <summary>Each byte in turn is altered: what is refused must be refused clearly. Returns how many were refused.</summary>
    public static int RequireThatAlterationsAreReadOrRefused(byte[] file, string name, Action<byte[]> read)
    {
        var refused = 0;
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0x80, 0xFF])
            {
                var altered = (byte[])file.Clone();
                altered[at] ^= flip;
                if (Refusal(altered, read) is not { } error) continue;
                RequireClear(error, name);
                refused++;
            }
        }
        return refused;
    }

    /// <summary>The complaint about a file that must be refused.</summary>
    public static string MessageOf(byte[] file, string name, Action<byte[]> read)
    {
        var error = Refusal(file, read);
        Assert.NotNull(error);
        RequireClear(error, name);
        return error.Message;
    }

    private static InvalidDataException? Refusal(byte[] file, Action<byte[]> read)
    {
        try
        {
            read(file);
            return null;
        }
        catch (InvalidDataException error)
        {
            return error;
        }
    }

    private static void RequireClear(InvalidDataException error, string name)
    {
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
