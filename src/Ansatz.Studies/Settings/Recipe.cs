namespace Ansatz.Studies.Settings;

/// <summary>Whose way to train stands where no option says otherwise.</summary>
internal enum Recipe
{
    /// <summary>Ours: the published network and objective, with a schedule and first weights of our own.</summary>
    Default,

    /// <summary>Exactly the published one.</summary>
    Published,
}
