namespace Ansatz.Studies.Settings;

/// <summary>What the <c>config.json</c> of every study holds. A study derives its own from it, with everything that its weights depend on.</summary>
internal abstract record StudyConfig
{
    /// <summary>The study that runs it, as <see cref="Runs.Study.Word"/> names it.</summary>
    public string Study { get; init; } = "";

    /// <summary>Parts of a batch whose gradients are computed alone; several workers divide them. Files of earlier versions leave it out.</summary>
    public long Shards { get; init; } = 1;

    public long Seed { get; init; } = 42;

    /// <summary>The version that wrote it.</summary>
    public string Ansatz { get; init; } = Product.Version;
}
