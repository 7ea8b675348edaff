namespace Ansatz.Studies.Contours;

/// <summary>The study's images with their known factors, the first four fifths for training and the rest for validation.</summary>
internal sealed class ContoursData
{
    private readonly byte[] images;
    private readonly float[] parameters;

    public ContoursData(Rng rng, int count)
    {
        (images, parameters) = FlowContours.Draw(rng, count);
        (Training, Validation) = Dataset.FromBytes(images, [FlowContours.Size, FlowContours.Size, 3]).Split(0.8);
    }

    public Dataset Training { get; }
    public Dataset Validation { get; }
    public ReadOnlyMemory<byte> TrainingImages => images.AsMemory(0, Training.Count * FlowContours.ImageLength);
    public ReadOnlyMemory<byte> ValidationImages => images.AsMemory(Training.Count * FlowContours.ImageLength);

    /// <summary>[n, 2]: a and θ.</summary>
    public ReadOnlyMemory<float> TrainingParameters => parameters.AsMemory(0, 2 * Training.Count);

    /// <summary>[n, 2]: a and θ.</summary>
    public ReadOnlyMemory<float> ValidationParameters => parameters.AsMemory(2 * Training.Count);

    public float A(int validationImage) => ValidationParameters.Span[2 * validationImage];
    public float Theta(int validationImage) => ValidationParameters.Span[2 * validationImage + 1];
}
