using System.CommandLine;
using Ansatz.Studies.Digits;

namespace Ansatz.Cli.Commands;

/// <summary>The option that says how images are damaged.</summary>
internal static class NoiseOption
{
    public static Option<string?> Create(string description) => new("--noise")
    {
        Description = description,
        HelpName = "KIND:X",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text == "none") return text;
            try
            {
                AutoencoderRecipe.Damage(text);
            }
            catch (FormatException e)
            {
                result.AddError($"--noise: {e.Message}");
            }
            return text;
        },
    };
}
