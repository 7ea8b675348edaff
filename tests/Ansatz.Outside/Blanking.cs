using Ansatz.Data;
using Ansatz.Random;

namespace Outside;

/// <summary>A corruption: one element of the batch, drawn anew at each step, is blank.</summary>
internal sealed record Blanking : Corruption
{
    public override string ToString() => "blanking";

    protected override void Corrupt(Span<float> pixels, Rng rng) => pixels[rng.NextInt(pixels.Length)] = 0;
}
