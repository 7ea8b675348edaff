namespace Ansatz.Studies.Datasets;

/// <summary>A file of a data set, and the MD5 of its content.</summary>
internal sealed record KnownFile(string Name, string Md5);

/// <summary>A public data set that the command can get by its name. Whatever form it is published in, the cache holds it as four plain IDX files.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Title">What it is.</param>
/// <param name="Files">The IDX files.</param>
/// <param name="ClassNames">What the labels mean, from 0 on.</param>
/// <param name="Sources">Where it comes from, tried in order.</param>
/// <param name="Unpack">Makes the IDX files in the second folder from the published files in the first.</param>
/// <param name="ByHand">What a person can do where no source is reached.</param>
internal sealed record KnownDataset(string Name, string Title, IReadOnlyList<KnownFile> Files, IReadOnlyList<string> ClassNames,
    IReadOnlyList<IDatasetSource> Sources, Action<string, string> Unpack, string ByHand);
