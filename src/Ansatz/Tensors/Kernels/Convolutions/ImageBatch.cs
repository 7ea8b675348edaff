namespace Ansatz.Tensors;

/// <summary>Images in memory: [batch, height, width, channels].</summary>
internal readonly unsafe struct ImageBatch(float* data, int batch, int height, int width, int channels)
{
    public readonly float* Data = data;
    public readonly int Batch = batch, Height = height, Width = width, Channels = channels;

    public nint ImageLength => (nint)Height * Width * Channels;
}
