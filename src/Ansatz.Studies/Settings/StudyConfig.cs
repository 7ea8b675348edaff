namespace Ansatz.Studies.Settings;

/// <summary>What the <c>config.json</c> of every study holds. A study derives its own from it, with everything that its weights depend on.</summary>
internal abstract record StudyConfig
{
    /// <summary>The study that runs it, as <see cref="Runs.Study.Word"/> names it.</summary>
    public string Study { get; init; } = "";

    public long Seed { get; init; } = 42;

    /// <summary>The version that wrote it.</summary>
    public string Ansatz { get; init; } = Product.Version;
}
