namespace Ansatz.Studies.Runs;

/// <summary>What a user asks of a study.</summary>
/// <param name="Folder">Where the run is written.</param>
/// <param name="Given">The texts of the options that were given, by name without dashes, each checked.</param>
/// <param name="IsResumed">Continue the run in the folder.</param>
/// <param name="IsForced">Replace the run in the folder.</param>
internal sealed record StudyRequest(string Folder, IReadOnlyDictionary<string, string> Given, bool IsResumed = false, bool IsForced = false);
