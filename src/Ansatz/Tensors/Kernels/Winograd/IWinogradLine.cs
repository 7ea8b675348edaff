using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>A linear map of <see cref="From"/> values to <see cref="To"/>, for sixteen lines at a time, one per lane.</summary>
internal unsafe interface IWinogradLine
{
    static abstract int From { get; }

    static abstract int To { get; }

    /// <summary>Reads vectors that lie <paramref name="step"/> floats apart and writes vectors <paramref name="toStep"/> floats apart.</summary>
    static abstract void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish;
}

/// <summary>A function that is applied to a value before it is stored.</summary>
internal interface IWinogradFinish
{
    Vector512<float> Finish(Vector512<float> value);
}
