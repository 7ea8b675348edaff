using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over the elementary functions.</summary>
internal static class FunctionChecksums
{
    public static void VectorMath(Digest digest)
    {
        var x = ElementaryFunctions.Sweep(8192);
        var y = new float[x.Length];
        foreach (var function in ElementaryFunctions.Single.Values)
        {
            for (var i = 0; i < x.Length; i += Lanes.Count) Lanes.Store(function(Lanes.Load(x.AsSpan(i))), y.AsSpan(i));
            digest.Add(y);
        }
        digest.Add(x.Chunk(Lanes.Count).Select(chunk => Lanes.Fold(Lanes.Load(chunk))).ToArray());
    }

    public static void DoubleMath(Digest digest)
    {
        var x = Array.ConvertAll(ElementaryFunctions.Sweep(4096), value => value * 1.000000000123);
        foreach (var function in ElementaryFunctions.Double.Values) digest.Add(Array.ConvertAll(x, value => function(value)));
        digest.Add([.. x.Zip(x.Reverse(), Ansatz.Tensors.DoubleMath.Atan2)]);
        digest.Add([.. x.Zip(x.Reverse(), (a, b) => Ansatz.Tensors.DoubleMath.Pow(Math.Abs(a), b))]);
        digest.Add([.. x.Select(value => Ansatz.Tensors.DoubleMath.Exp(Vector512.Create(value))[0])]);
        digest.Add([.. x.Select(value => Ansatz.Tensors.DoubleMath.Log(Vector512.Create(value))[7])]);
    }
}
