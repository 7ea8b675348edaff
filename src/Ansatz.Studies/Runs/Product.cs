using System.Reflection;

namespace Ansatz.Studies.Runs;

/// <summary>Which Ansatz this is, as the build stamped it.</summary>
internal static class Product
{
    private static readonly string[] stamp =
        (typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+', 2);

    public static string Version => stamp[0];

    /// <summary>The commit it was built from, or null when it was built outside a repository.</summary>
    public static string? Commit => stamp.Length > 1 ? stamp[1][..Math.Min(12, stamp[1].Length)] : null;
}
