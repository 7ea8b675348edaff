using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Contours;
using Ansatz.Studies.Flows;
using Ansatz.Studies.Strangers;
using Ansatz.Studies.Tables;
using Ansatz.Studies.TwoGaussians;

namespace Ansatz.Studies;

/// <summary>A row of <see cref="StudyTable"/>.</summary>
/// <param name="Group">The first word of the command.</param>
/// <param name="Name">The second word, and the folder of the study's runs.</param>
/// <param name="Description">A sentence for the help.</param>
/// <param name="Make">Makes the study; its settings cost time that the help of another command does not need.</param>
internal sealed record StudyRow(string Group, string Name, string Description, Func<Study> Make);

/// <summary>All studies, one row each, in the order of the help.</summary>
internal static class StudyTable
{
    public static IReadOnlyList<StudyRow> Rows { get; } =
    [
        new("study", "contours", "Draw images of a flow's density, learn the plane behind them, measure, report.", () => new ContoursStudy()),
        new("study", "flows", "Train flows on toys of known density, and measure how far each is from the truth.", () => new FlowsStudy()),
        new("study", "two-gaussians", "Find two Gaussians in their samples, by gradient and by expectation-maximization.", () => new TwoGaussiansStudy()),
        new("study", "rbm", "Teach binary digits to a Boltzmann machine, and say how likely others are.", () => new RbmStudy()),
        new("study", "mnist-conv", "Learn digits by convolutions: a latent plane, cross-entropy.", () => ImageStudies.Convolutional),
        new("study", "mnist-latent8", "Learn digits by convolutions: eight latent dimensions, squared errors.", () => ImageStudies.Latent8),
        new("study", "mnist-dense", "Learn digits by dense layers: a latent plane, squared errors.", () => ImageStudies.Dense),
        new("study", "mnist-strangers", "Train without each class in turn: is it an anomaly to the model?", () => new StrangersStudy()),
        new("train", "vae", "Train a variational autoencoder on images, or on a table.", () => new ChosenStudy(new ImagesStudy(Of), new TableVaeStudy(), "A table", ["ansatz train vae --data people.csv --out runs/people", .. new ImagesStudy(Of).Examples])),
        new("train", "flow", "Train a flow on the rows of a table.", () => new TableFlowStudy()),
        new("train", "rbm", "Train a Boltzmann machine on images, or on a table of categories.", () => new ChosenStudy(new RbmStudy("train"), new TableMachineStudy(), "A table of categories", [.. new TableMachineStudy().Examples, "ansatz train rbm --data photos/ --hidden 100 --out runs/photos"])),
        new("train", "mixture", "Fit a Gaussian mixture to the rows of a table.", () => new TableMixtureStudy()),
    ];

    /// <summary>The study that wrote a folder.</summary>
    /// <exception cref="InvalidDataException">The folder holds no run, or one of a study that is not known here.</exception>
    public static Study Of(string folder) => Named(RunFiles.ReadText(folder, RunFiles.Config, "study"), folder) is var study && study is IStudyChoice choice ? choice.In(folder) : study;

    /// <summary>The study that a configuration is for.</summary>
    /// <param name="file">A <c>config.json</c>, which need not lie in a run.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Study OfConfig(string file) => File.Exists(file)
        ? Named(RunFiles.ReadText(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(file), "study"), file) is var study && study is IStudyChoice choice ? choice.For(DataOf(file)) : study
        : throw new FileNotFoundException($"{file}: {(Directory.Exists(file) ? "is a folder; expected a file, such as its config.json" : "does not exist; expected the config.json of a run, or one that you wrote")}");

    // A configuration that somebody wrote may leave the data out; then it is one for images.
    private static string DataOf(string file)
    {
        try
        {
            return RunFiles.ReadText(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(file), "data");
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static Study Named(string word, string place) =>
        (Rows.FirstOrDefault(r => word == (r.Group == "study" ? r.Name : $"{r.Group} {r.Name}")) ?? Rows.FirstOrDefault(r => word == r.Name))?.Make()
            ?? throw new InvalidDataException($"{place}: a run of '{word}'; expected one of {string.Join(", ", Rows.Select(r => r.Name))}");
}
