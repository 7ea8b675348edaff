namespace Ansatz.Studies.Settings;

/// <summary>An option of a study, as a command line offers it.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="Help">A sentence.</param>
/// <param name="Form">What stands for the value in the help.</param>
/// <param name="Default">What stands where it is not given.</param>
/// <param name="Words">The words to choose from; empty for a number or a text.</param>
/// <param name="Check">Throws a <see cref="FormatException"/> for a text that is no value.</param>
internal sealed record SettingOption(string Name, string Help, string Form, string Default, IReadOnlyList<string> Words, Action<string> Check);
