namespace Ansatz.Studies.Flows;

/// <summary>The <c>config.json</c> of the study of flows: everything its numbers depend on.</summary>
internal sealed record FlowsConfig : StudyConfig
{
    private static readonly string[] allToys = [.. FlowToy.All.Select(t => t.Name)], allFamilies = [.. FlowFamily.All.Select(f => f.Name)];

    /// <summary>The settings, one row each.</summary>
    public static SettingTable<FlowsConfig> Settings { get; } = new(new FlowsConfig(),
        new Setting<FlowsConfig, IReadOnlyList<string>>("toys", "The densities to learn; a name that is unknown lists them.", "toys", new ChosenNames(allToys), c => c.Toys, (c, v) => c with { Toys = v }),
        new Setting<FlowsConfig, IReadOnlyList<string>>("families", "The flows to train; a name that is unknown lists them.", "families", new ChosenNames(allFamilies), c => c.Families, (c, v) => c with { Families = v }),
        new Setting<FlowsConfig, long>("steps", "Steps of training, each on fresh points; some flows take a multiple of them.", "steps", new WholeKind(1, 1_000_000), c => c.Steps, (c, v) => c with { Steps = v }),
        new Setting<FlowsConfig, long>("batch", "Points for each step.", "batch", new WholeKind(1, 2000), c => c.Batch, (c, v) => c with { Batch = v }),
        new Setting<FlowsConfig, long>("points", "Fresh points that measure each flow.", "points", new WholeKind(2, 1_000_000), c => c.Points, (c, v) => c with { Points = v }));

    public IReadOnlyList<string> Toys { get; init; } = allToys;

    public IReadOnlyList<string> Families { get; init; } = allFamilies;

    public long Steps { get; init; } = 4000;

    public long Batch { get; init; } = 512;

    public long Points { get; init; } = 100_000;
}
