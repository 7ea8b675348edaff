namespace Ansatz.Tensors;

/// <summary>
/// Elements mapped one by one, with features that a narrow network computes from elements: a coupling if it sees the first elements and maps the others, an autoregressive layer if it sees and
/// maps all and its weights are masked.
/// </summary>
/// <remarks>The network sees <see cref="Compress"/>ed elements, and the context behind them.</remarks>
/// <param name="network">From the elements that it sees, and the context, to the features.</param>
/// <param name="masks">The mask of each layer's weights, or none.</param>
/// <param name="weights">The weights and biases that are parameters: before they were masked.</param>
/// <param name="length">n.</param>
/// <param name="mappedStart">The first element that is mapped; the network sees those before it, or all if it is 0.</param>
/// <param name="contextLength">The numbers of the context, 0 without.</param>
/// <param name="inputBound">The bound of the compression.</param>
/// <param name="map">The map of the elements.</param>
internal sealed unsafe class ConditionedRows<TMap>(NarrowNetwork network, Tensor[] masks, Tensor[] weights, int length, int mappedStart, int contextLength, float inputBound, TMap map) : RowStep
    where TMap : struct, IElementMap
{
    private readonly TMap map = map;
    private readonly Compress compress = new(inputBound);
    private readonly int seen = mappedStart == 0 ? length : mappedStart, mapped = length - mappedStart, inputLength = network.InputLength, outputsLength = network.WidthBefore(network.LayerCount);

    public override IReadOnlyList<Tensor> Parameters => weights;

    // The network's input, the outputs of its layers, and the log-slopes.
    public override int KeptLength => inputLength + outputsLength + mapped;

    public override nint GradientLength => network.GradientLength;

    public override nint PreparedLength => network.TransposedLength;

    public override long MultiplyAdds => weights.Sum(w => (long)w.Length);

    public override void Prepare(float* memory) => network.Transpose(memory);

    public override void Forward(in RowBlock rows)
    {
        if (map.IsSensitive && !rows.IsRecorded)
        {
            Evaluate(rows);
            return;
        }
        var count = rows.Count;
        var outputs = stackalloc float*[network.LayerCount];
        float* input = rows.Kept, logSlopes = FindOutputs(rows, outputs), elements = Scratch.Floats(ScratchUse.RowStep, 4 * (nint)count * length);
        ReadSeen(rows, elements);
        for (var i = 0; i < count * seen; i += Lanes.Count)
        {
            var some = new Span<float>(elements + i, Math.Min(Lanes.Count, count * seen - i));
            Lanes.Store(compress.Value(Lanes.Load(some)), some);
        }
        for (var row = 0; row < count; row++)
        {
            Copy(elements + row * seen, input + row * inputLength, seen);
            if (contextLength > 0) Copy(rows.Context + row * contextLength, input + row * inputLength + seen, contextLength);
        }
        network.Forward(input, outputs, count);
        double* x = (double*)elements, y = x + (nint)count * mapped;
        ReadMapped(rows.X, count, x);
        map.Values(x, outputs[network.LayerCount - 1], count * mapped, mapped, y, logSlopes);
        double* from = rows.X, to = rows.Y;
        for (var row = 0; row < count; row++, from += length, to += length)
        {
            for (var i = 0; i < mappedStart; i++) to[i] = from[i];
            for (var i = 0; i < mapped; i++)
            {
                to[mappedStart + i] = *y++;
                rows.LogDet[row] += *logSlopes++;
            }
        }
    }

    /// <summary>The same in double, where no backward pass follows.</summary>
    private void Evaluate(in RowBlock rows)
    {
        var count = rows.Count;
        var wide = new WideNetwork(network, (double*)Scratch.Floats(ScratchUse.WideNetwork, 2 * WideNetwork.Length(network)));
        double* input = (double*)Scratch.Floats(ScratchUse.RowStep, 2 * (nint)count * (inputLength + 3 * length)), x = input + (nint)count * inputLength, y = x + (nint)count * mapped, logSlopes = y + (nint)count * mapped;
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < seen; i++) input[row * inputLength + i] = compress.Value(rows.X[row * length + i]);
            for (var i = 0; i < contextLength; i++) input[row * inputLength + seen + i] = rows.Context[row * contextLength + i];
        }
        ReadMapped(rows.X, count, x);
        map.Values(x, wide.Forward(input, count), count * mapped, y, logSlopes);
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < mappedStart; i++) rows.Y[row * length + i] = rows.X[row * length + i];
            for (var i = 0; i < mapped; i++)
            {
                rows.Y[row * length + mappedStart + i] = *y++;
                rows.LogDet[row] += *logSlopes++;
            }
        }
    }

    public override void Backward(in RowBlock rows)
    {
        int count = rows.Count, features = mapped * map.FeatureCount;
        var outputs = stackalloc float*[network.LayerCount];
        nint elements = (nint)count * length;
        float* logSlopes = FindOutputs(rows, outputs), memory = Scratch.Floats(ScratchUse.RowStep, 8 * elements + count * (nint)(features + inputLength));
        double* x = (double*)memory, y = x + elements;
        float* g = memory + 4 * elements, ofLogSlopes = g + elements, ofX = ofLogSlopes + elements, seenValues = ofX + elements, ofFeatures = seenValues + elements, ofInput = ofFeatures + count * features;
        ReadMapped(rows.X, count, x);
        ReadMapped(rows.Y, count, y);
        for (var row = 0; row < count; row++)
        {
            Copy(rows.Gradient + row * length + mappedStart, g + row * mapped, mapped);
            for (var i = 0; i < mapped; i++) ofLogSlopes[row * mapped + i] = rows.LogDetGradient[row];
        }
        map.Gradients(x, outputs[network.LayerCount - 1], y, logSlopes, g, ofLogSlopes, count * mapped, mapped, ofX, ofFeatures);
        var needsInput = rows.NeedsInput || rows.ContextGradient != null;
        network.Backward(rows.Kept, outputs, ofFeatures, needsInput ? ofInput : null, rows.Prepared, rows.ParameterGradients, count);
        if (!needsInput) return;
        ReadSeen(rows, seenValues);
        for (var row = 0; row < count; row++)
        {
            Copy(ofInput + row * inputLength, g + row * seen, seen);
            if (rows.ContextGradient == null) continue;
            for (var i = 0; i < contextLength; i++) rows.ContextGradient[row * contextLength + i] += ofInput[row * inputLength + seen + i];
        }
        for (var i = 0; i < count * seen; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count * seen - i);
            var v = Lanes.Load(new(seenValues + i, lanes));
            Lanes.Store(ElementwiseLoops.Times(Lanes.Load(new(g + i, lanes)), compress.Slope(v, v)), new(g + i, lanes));
        }
        for (var row = 0; row < count; row++)
        {
            var to = rows.Gradient + row * length;
            Copy(ofX + row * mapped, to + mappedStart, mapped);
            for (var i = 0; i < seen; i++) to[i] += g[row * seen + i];
        }
    }

    public override void AddGradients(in BackwardStep step, int first, float* sums)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = sums + network.GradientPlace(i);
            if (masks.Length > 0 && i % 2 == 0)
            {
                var mask = masks[i / 2].Span;
                for (var j = 0; j < mask.Length; j++) gradient[j] *= mask[j];
            }
            Add(step, first + i, gradient);
        }
    }

    /// <summary>Finds the outputs of each layer, and returns where the log-slopes begin.</summary>
    private float* FindOutputs(in RowBlock rows, float** outputs)
    {
        var at = rows.Kept + rows.Count * inputLength;
        for (var i = 0; i < network.LayerCount; i++)
        {
            outputs[i] = at;
            at += rows.Count * network.Width(i);
        }
        return at;
    }

    // The network takes floats.
    private void ReadSeen(in RowBlock rows, float* to)
    {
        var from = rows.X;
        for (var row = 0; row < rows.Count; row++, from += length)
            for (var i = 0; i < seen; i++) *to++ = (float)from[i];
    }

    private void ReadMapped(double* from, int count, double* to)
    {
        for (var row = 0; row < count; row++, from += length)
            for (var i = mappedStart; i < length; i++) *to++ = from[i];
    }

    // Rows are so short that a call would take longer.
    private static void Copy(float* from, float* to, int count)
    {
        for (var i = 0; i < count; i++) to[i] = from[i];
    }
}
