using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ansatz.Tensors;

/// <summary>
/// A dense array of 32-bit floats, contiguous, last dimension fastest, immutable once made.
/// </summary>
/// <remarks>
/// If an input of an op is on a <see cref="Tensors.Tape"/>, the result lies in that tape's memory and cannot be read after the tape has ended;
/// <see cref="Detach"/> copies it out. Every other tensor is an ordinary garbage-collected object.
/// The ops are members of <see cref="TensorOps"/>.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Tensor
{
    /// <summary>
    /// The most elements of a tensor: 2³¹ − 2²⁰ − 1. The distance to <see cref="int.MaxValue"/> lets kernels add a piece's length to a position without overflow.
    /// </summary>
    internal const int MostElements = int.MaxValue - (1 << 20);

    private readonly TensorBuffer buffer;

    internal Tensor(Shape shape, TensorBuffer buffer, Tape? tape)
    {
        Shape = shape;
        Length = shape.Size;
        this.buffer = buffer;
        Tape = tape;
    }

    /// <summary>The lengths of the dimensions; images are [N, height, width, channels].</summary>
    public Shape Shape { get; }

    public int Length { get; }

    public int Rank => Shape.Rank;

    /// <summary>The tape whose memory this tensor lives in; null if it is an ordinary object.</summary>
    public Tape? Tape { get; }

    /// <summary>The place of this tensor's gradient on its tape; negative if it has none.</summary>
    internal int Slot { get; set; } = -1;

    internal bool IsTracked => Slot >= 0;

    /// <summary>Whether a trace follows this value, so that what is recorded must hold for other values too: code must not choose by its elements.</summary>
    internal bool IsTraced => IsTracked && Tape is { IsTrace: true };

    /// <summary>Whether the gradient is kept for the caller and not only passed on to the inputs.</summary>
    internal bool IsWatched { get; set; }

    internal TensorBuffer Buffer => buffer;

    /// <summary>The elements, for kernels.</summary>
    /// <exception cref="ObjectDisposedException">The tape that owns the memory has ended.</exception>
    internal Span<float> Span
    {
        get
        {
            CheckAlive();
            return buffer.Array.AsSpan(buffer.Offset, Length);
        }
    }

    private void CheckAlive()
    {
        if (Tape is { HasEnded: true }) ThrowDead();
    }

    // On its own, so that the check can be inlined.
    [DoesNotReturn]
    private void ThrowDead() => throw new ObjectDisposedException(nameof(Tensor), $"This {Shape} tensor died with its tape; call Detach() before the tape ends to keep it.");

    /// <summary>The elements of a tensor outside any tape, for writing to a file.</summary>
    internal ReadOnlyMemory<float> Memory => buffer.Array.AsMemory(buffer.Offset, Length);

    /// <summary>An uninitialised tensor in a tape's memory, or outside any tape.</summary>
    /// <exception cref="ArgumentException">The shape holds more than <see cref="MostElements"/> elements.</exception>
    internal static Tensor Allocate(Shape shape, Tape? tape = null) =>
        shape.Size > MostElements ? throw new ArgumentException($"Tensor: the shape {shape} holds {shape.Size} elements; expected at most {MostElements}.", nameof(shape))
        : tape is null ? new Tensor(shape, TensorBuffer.Allocate(shape.Size), null)
        : tape.Allocate(shape);

    /// <summary>Another shape over the same elements.</summary>
    internal Tensor View(Shape shape) => new(shape, buffer, Tape);

    /// <param name="values">The elements, last dimension fastest.</param>
    /// <param name="shape">Its length is the number of values; left out, the tensor has one dimension.</param>
    public static Tensor From(ReadOnlySpan<float> values, Shape? shape = null)
    {
        var s = shape ?? [values.Length];
        if (s.Size != values.Length)
            throw new ArgumentException($"Tensor.From: the shape {s} holds {s.Size} elements, {values.Length} were given.", nameof(values));
        var tensor = Allocate(s);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    public static Tensor Full(Shape shape, float value)
    {
        var tensor = Allocate(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    public static Tensor Zeros(Shape shape) => Full(shape, 0);

    public static Tensor Ones(Shape shape) => Full(shape, 1);

    public static Tensor Scalar(float value) => Full([], value);

    /// <summary>The n × n identity matrix.</summary>
    public static Tensor Identity(int n)
    {
        var tensor = Zeros([n, n]);
        for (var i = 0; i < n; i++) tensor.Span[i * n + i] = 1;
        return tensor;
    }

    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>The part at given positions of the first dimensions; these dimensions disappear. <c>x[3]</c> is an example, <c>x[3, ^1]</c> its last row.</summary>
    [IndexerName("At")] // Item is the method that reads a single element
    public Tensor this[params ReadOnlySpan<Index> positions]
    {
        get
        {
            if (positions.Length > Rank)
                throw new ArgumentException($"Tensor: {positions.Length} positions were given for shape {Shape}, which has {Rank} dimensions.", nameof(positions));
            var at = 0;
            for (var axis = 0; axis < positions.Length; axis++)
            {
                var position = positions[axis].GetOffset(Shape[axis]);
                if (position < 0 || position >= Shape[axis])
                    throw new ArgumentException($"Tensor: position {positions[axis]} lies outside dimension {axis} of {Shape}.", nameof(positions));
                at = at * Shape[axis] + position;
            }
            return this.Reshape([Shape[..positions.Length].Size, Shape[positions.Length..].Size]).Slice(0, at, 1).Reshape(Shape[positions.Length..]);
        }
    }

    /// <summary>A range of positions of the first dimension: <c>x[..10]</c> is the first ten examples.</summary>
    [IndexerName("At")]
    public Tensor this[Range positions]
    {
        get
        {
            if (Rank == 0) throw new ArgumentException("Tensor: a scalar has no positions.", nameof(positions));
            int start = positions.Start.GetOffset(Shape[0]), end = positions.End.GetOffset(Shape[0]);
            if (start < 0 || end > Shape[0] || start > end)
                throw new ArgumentException($"Tensor: positions {positions} lie outside dimension 0 of {Shape}.", nameof(positions));
            return this.Slice(0, start, end - start);
        }
    }

    /// <summary>The single element of a tensor of length 1.</summary>
    public float Item() => Length == 1
        ? Span[0]
        : throw new InvalidOperationException($"Tensor.Item: the shape {Shape} holds {Length} elements, not 1; index or copy it instead.");

    /// <summary>
    /// The elements for reading, last dimension fastest, without a copy. With <see cref="Shape"/> they are all that a
    /// <c>System.Numerics.Tensors.ReadOnlyTensorSpan</c> or another library needs; <see cref="From"/> goes the other way.
    /// </summary>
    /// <remarks>The span of a parameter's value shows each later change of the parameter.</remarks>
    /// <exception cref="InvalidOperationException">The tensor lies on a tape, whose memory is used again when the tape ends.</exception>
    /// <exception cref="ObjectDisposedException">The tape that owned the memory has ended.</exception>
    public ReadOnlySpan<float> AsSpan() => AsMemory().Span;

    /// <summary>The same as <see cref="AsSpan"/>, for code that is asynchronous or keeps it.</summary>
    /// <exception cref="InvalidOperationException">The tensor lies on a tape, whose memory is used again when the tape ends.</exception>
    /// <exception cref="ObjectDisposedException">The tape that owned the memory has ended.</exception>
    public ReadOnlyMemory<float> AsMemory()
    {
        if (Tape is null) return Memory;
        CheckAlive();
        throw new InvalidOperationException($"Tensor: this {Shape} tensor lies on a tape, whose memory is used again when the tape ends; call Detach() and take the span of the copy, or call ToArray().");
    }

    public void CopyTo(Span<float> destination) => Span.CopyTo(destination);

    public float[] ToArray() => Span.ToArray();

    /// <summary>A copy of this tensor outside any tape.</summary>
    public Tensor Detach() => From(Span, Shape);

    public override string ToString() => TensorText.Format(this);

    private string DebuggerDisplay => Tape is { HasEnded: true } ? ToString() : $"{Shape} {TensorText.Format(this, edge: 2, onOneLine: true)}";
}
