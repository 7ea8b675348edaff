using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>Masks of elements and masks of events.</summary>
internal static class Masks
{
    extension(Tensor mask)
    {
        /// <summary>1 where the mask is 1 throughout its last <paramref name="count"/> dimensions.</summary>
        public Tensor AllLast(int count) => count == 0 ? mask : (1 - mask).SumLast(count).IsBetween(0, 0);

        /// <summary>1 where the element is neither infinite nor NaN.</summary>
        public Tensor IsFinite() => new Unary<Between>(Support.Finite).Apply(mask);

        /// <summary>A mask of events with a dimension of length 1 for each of theirs, so that it broadcasts over them.</summary>
        public Tensor ForEvents(int eventRank) => mask.Reshape(mask.Shape.Concat([.. Enumerable.Repeat(1, eventRank)]));
    }
}
