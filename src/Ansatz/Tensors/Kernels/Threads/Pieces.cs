namespace Ansatz.Tensors;

/// <summary>Divides work into pieces. Regions over many small items group neighbours, so that a piece is large enough for a thread.</summary>
internal static class Pieces
{
    /// <summary>The number of pieces if each has at most <paramref name="most"/> items.</summary>
    public static int Count(long items, long most) => (int)((items + most - 1) / most);

    /// <summary>Calls <c>body.Invoke(i)</c> for each i in [0, count), in pieces of about 16,384 elements. The number of threads does not change the pieces.</summary>
    public static void For<TBody>(int count, int elementsEach, in TBody body) where TBody : struct, IParallelBody
    {
        var group = Math.Max(1, SpeedConstants.Regions.ElementsPerPiece / Math.Max(1, elementsEach));
        ForkJoin.For(Count(count, group), new Group<TBody>(body, group, count));
    }

    private readonly struct Group<TBody>(TBody body, int size, int count) : IParallelBody where TBody : struct, IParallelBody
    {
        public void Invoke(int index)
        {
            var end = (int)Math.Min(((long)index + 1) * size, count);
            for (var i = index * size; i < end; i++) body.Invoke(i);
        }
    }
}
