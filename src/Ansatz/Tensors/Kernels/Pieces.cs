namespace Ansatz.Tensors;

/// <summary>Parallel regions over many small items: neighbours are handed out together, so that a piece is worth a thread's while.</summary>
internal static class Pieces
{
    private const int ElementsAPiece = 16 * 1024;

    /// <summary>Calls <c>body.Invoke(i)</c> for each i in [0, count), in pieces of about 16,384 elements whatever the number of threads.</summary>
    public static void For<TBody>(int count, int elementsEach, in TBody body) where TBody : struct, IParallelBody
    {
        var group = Math.Max(1, ElementsAPiece / Math.Max(1, elementsEach));
        ForkJoin.For((int)(((long)count + group - 1) / group), new Group<TBody>(body, group, count));
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
