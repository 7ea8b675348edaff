namespace Ansatz.Cli.Shell;

/// <summary>Settings of a study as options of a command. Their values stay texts, which the study reads; here they are checked.</summary>
internal static class SettingOptions
{
    public static Option<string?> Create(SettingOption setting)
    {
        var name = $"--{setting.Name}";
        var option = new Option<string?>(name)
        {
            Description = setting.Default.Length == 0 ? setting.Help : $"{setting.Help} [default: {setting.Default}]",
            HelpName = setting.Form,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                try
                {
                    setting.Check(text);
                }
                catch (FormatException e)
                {
                    result.AddError($"{name}: {e.Message}");
                }
                return text;
            },
        };
        if (setting.Words.Count > 0) option.CompletionSources.Add([.. setting.Words]);
        return option;
    }
}
