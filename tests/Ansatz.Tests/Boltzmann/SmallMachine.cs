using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

/// <summary>Machines whose states can all be listed, and examples for them.</summary>
internal static class SmallMachine
{
    /// <summary>A machine with normal weights and biases, of standard deviation 1 unless told.</summary>
    public static RestrictedBoltzmannMachine Random(int visible, int hidden, ulong seed, float deviation = 1)
    {
        var machine = new RestrictedBoltzmannMachine(visible, hidden);
        machine.Initialize(new Rng(seed));
        foreach (var parameter in machine.Parameters())
        {
            var values = new float[parameter.Shape.Size];
            new Rng(seed).Fork(parameter.Name).Normal(values);
            parameter.Assign([.. values.Select(v => deviation * v)]);
        }
        return machine;
    }

    /// <summary>All states of n units, [2ⁿ, n]; unit i is bit i of the row's number.</summary>
    public static Tensor States(int units) =>
        Tensor.From([.. Enumerable.Range(0, 1 << units).SelectMany(s => Enumerable.Range(0, units).Select(i => (float)(s >> i & 1)))], [1 << units, units]);

    /// <summary>log Z by adding e^{−E} over all states of both sides, in double.</summary>
    public static double LogZ(RestrictedBoltzmannMachine machine)
    {
        float[] w = machine.Weight.Value.ToArray(), a = machine.VisibleBias.Value.ToArray(), b = machine.HiddenBias.Value.ToArray();
        int nv = a.Length, nh = b.Length;
        var sum = 0.0;
        for (var v = 0; v < 1 << nv; v++)
            for (var h = 0; h < 1 << nh; h++)
            {
                var energy = 0.0;
                for (var i = 0; i < nv; i++)
                {
                    if ((v >> i & 1) == 0) continue;
                    energy -= a[i];
                    for (var j = 0; j < nh; j++) energy -= (h >> j & 1) * (double)w[i * nh + j];
                }
                for (var j = 0; j < nh; j++) energy -= (h >> j & 1) * (double)b[j];
                sum += Math.Exp(-energy);
            }
        return Math.Log(sum);
    }
}
