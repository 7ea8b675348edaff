namespace Ansatz.Cli.Shell;

/// <summary>Defaults in the help of options whose value is null where they are not given, because what stands then depends on the command.</summary>
internal static class ShownDefault
{
    /// <summary>The option, with a default in its help.</summary>
    /// <param name="option">Described already.</param>
    /// <param name="standard">What stands where the option is not given.</param>
    public static TOption Showing<TOption>(this TOption option, object standard) where TOption : Option
    {
        option.Description += $" [default: {Convert.ToString(standard, CultureInfo.InvariantCulture)}]";
        return option;
    }
}
