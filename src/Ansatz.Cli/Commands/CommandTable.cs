using System.CommandLine;
using Ansatz.Cli.Studies;

namespace Ansatz.Cli.Commands;

/// <summary>All commands, one row each.</summary>
internal static class CommandTable
{
    public static Command Root() => new("ansatz", "Deep generative models in pure C#: make data, train, evaluate, look.")
    {
        new Command("data", "Make data sets, or get public ones.")
        {
            new DataContoursCommand(),
            new DataGetCommand(),
            new DataListCommand(),
        },
        new Command("study", "Run a whole study with one command, from data to report.")
        {
            new StudyContoursCommand(),
            new StudyTwoGaussiansCommand(),
            new StudyRbmCommand(),
            new StudyImagesCommand(ImageStudies.Convolutional),
            new StudyImagesCommand(ImageStudies.Latent8),
            new StudyImagesCommand(ImageStudies.Dense),
            new StudyStrangersCommand(),
        },
        new Command("train", "Train a model on your own data.")
        {
            new TrainVaeCommand(),
        },
        new EvaluateCommand(),
        new SampleCommand(),
        new ReconstructCommand(),
        new EncodeCommand(),
        new TraverseCommand(),
        new InterpolateCommand(),
        new ScoreCommand(),
        new DenoiseCommand(),
        new InspectCommand(),
    };
}
