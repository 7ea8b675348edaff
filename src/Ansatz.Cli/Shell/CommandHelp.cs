namespace Ansatz.Cli.Shell;

/// <summary>
/// What a command is for, how it is called, what it takes, and examples. The parser's own help says the same but for the examples; to compile it takes a third
/// of the time from the shell's prompt to the last line.
/// </summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class CommandHelp(int width) : SynchronousCommandLineAction
{
    private const string Indent = "  ";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        List<Command> ancestry = [command];
        while (ancestry[^1].Parents.FirstOrDefault() is Command parent) ancestry.Add(parent);

        var output = parseResult.InvocationConfiguration.Output;
        Write(output, "Description:", Wrap(command.Description ?? "", width - Indent.Length));
        Write(output, "Usage:", Wrap(Usage(ancestry), width - Indent.Length));
        Write(output, "Arguments:", Columns([.. command.Arguments.Select(HelpLine.Of)]));
        Write(output, "Options:", Columns([.. ancestry.SelectMany(c => c.Options.Where(o => o.Recursive || c == command)).Select(HelpLine.Of)]));
        Write(output, "Commands:", Columns([.. command.Subcommands.Select(HelpLine.Of)]));
        if (command is RunnableCommand runnable) Write(output, "Examples:", runnable.Examples);
        return ExitCode.Done;
    }

    private static string Usage(List<Command> ancestry)
    {
        var usage = string.Join(' ', Enumerable.Reverse(ancestry).Select(c => HelpLine.Of(c).Label));
        return ancestry[0].Subcommands.Count > 0 ? $"{usage} [command] [options]" : $"{usage} [options]";
    }

    private static void Write(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        output.WriteLine(heading);
        foreach (var line in lines) output.WriteLine(Indent + line);
        output.WriteLine();
    }

    // Labels take as much as they need, or half of the terminal where labels and texts do not fit side by side.
    private List<string> Columns(HelpLine[] rows)
    {
        if (rows.Length == 0) return [];
        int labelWidth = rows.Max(r => r.Label.Length), textWidth = rows.Max(r => r.Text.Length);
        if (labelWidth + textWidth + 2 * Indent.Length > width)
        {
            var most = width / 2 - Indent.Length;
            if (labelWidth > most) labelWidth = rows.Max(r => Wrap(r.Label, most).Max(l => l.Length));
            textWidth = width - labelWidth - 2 * Indent.Length;
        }
        List<string> lines = [];
        foreach (var row in rows)
        {
            List<string> labels = Wrap(row.Label, labelWidth), texts = Wrap(row.Text, textWidth);
            for (var i = 0; i < Math.Max(labels.Count, texts.Count); i++)
                lines.Add(((i < labels.Count ? labels[i] : "").PadRight(labelWidth) + Indent + (i < texts.Count ? texts[i] : "")).TrimEnd());
        }
        return lines;
    }

    // Where a text takes several lines each leaves room for the blank that followed it; a word that is longer than a line has one of its own.
    private static List<string> Wrap(string text, int most)
    {
        if (text.Length <= most) return [text];
        List<string> lines = [];
        foreach (var word in text.Split(' '))
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length < most) lines[^1] += $" {word}";
            else lines.Add(word);
        return lines;
    }

    /// <summary>One line of a list.</summary>
    private sealed record HelpLine(string Label, string Text)
    {
        public static HelpLine Of(Command command) => new(string.Join(' ', command.Arguments.Select(a => $"<{a.Name}>").Prepend(command.Name)), command.Description ?? "");

        public static HelpLine Of(Argument argument) => new($"<{argument.Name}>", argument.Description ?? "");

        public static HelpLine Of(Option option)
        {
            var names = string.Join(", ", option.Aliases.Append(option.Name));
            if (option.Arity.MaximumNumberOfValues == 0) return new HelpLine(names, option.Description ?? "");
            return new HelpLine($"{names} <{option.HelpName}>" + (option.Required ? " (REQUIRED)" : ""),
                option.Description + (option.HasDefaultValue ? $" [default: {option.GetDefaultValue()}]" : ""));
        }
    }
}
