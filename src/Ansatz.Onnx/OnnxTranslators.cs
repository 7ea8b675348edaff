using Ansatz.Onnx.Translators;

namespace Ansatz.Onnx;

/// <summary>How each type of op is written in ONNX operators: those of the library, and those that you add for ops of your own.</summary>
/// <example><code>
/// var translators = new OnnxTranslators()
///     .Add&lt;WeightedSum&gt;((op, graph, inputs) => graph.Node("MatMul", inputs))
///     .AddFunction&lt;Cube&gt;((function, x) => x * x * x);
/// </code></example>
public sealed class OnnxTranslators
{
    private readonly Dictionary<Type, Translator> translators = [];

    /// <summary>Those of the library's ops.</summary>
    public OnnxTranslators()
    {
        Elementwise.AddTo(this);
        Scores.AddTo(this);
        Structure.AddTo(this);
        Sums.AddTo(this);
        Matrices.AddTo(this);
        Convolutions.AddTo(this);
        Splines.AddTo(this);
        Roots.AddTo(this);
    }

    /// <summary>Says how an op of your own is written.</summary>
    /// <param name="translate">From the op with its attributes, the graph to add nodes to, and the op's inputs, to its result.</param>
    public OnnxTranslators Add<TOp>(Func<TOp, OnnxGraph, IReadOnlyList<OnnxValue>, OnnxValue> translate) where TOp : Op =>
        Set<TOp>(new((translated, graph, inputs) => translate((TOp)translated.Op, graph, inputs), InputNeeds.Whole));

    /// <summary>Says how an elementwise function of your own is written, which Map applies.</summary>
    /// <param name="translate">From the function with its constants and its argument to its value; it must broadcast, as arithmetic does.</param>
    public OnnxTranslators AddFunction<TFunction>(Func<TFunction, OnnxValue, OnnxValue> translate) where TFunction : struct, IUnary =>
        Set<Unary<TFunction>>(new((translated, _, inputs) => translate(((Unary<TFunction>)translated.Op).Function, inputs[0]), InputNeeds.Elementwise));

    /// <summary>The same for a function of two variables.</summary>
    internal void AddBinary<TFunction>(Func<OnnxValue, OnnxValue, OnnxValue> translate) where TFunction : struct, IBinary =>
        Set<Binary<TFunction>>(new((_, _, inputs) => translate(inputs[0], inputs[1]), InputNeeds.Elementwise));

    /// <summary>The same for a function of three variables.</summary>
    internal void AddTernary<TFunction>(Func<TFunction, OnnxValue, OnnxValue, OnnxValue, OnnxValue> translate) where TFunction : struct, ITernary =>
        Set<Ternary<TFunction>>(new((translated, _, inputs) => translate(((Ternary<TFunction>)translated.Op).Function, inputs[0], inputs[1], inputs[2]), InputNeeds.Elementwise));

    /// <summary>The same for a function of a few numbers in double; the translation is in double, too.</summary>
    internal void AddScalar<TFunction>(Func<IReadOnlyList<OnnxValue>, OnnxValue> translate) where TFunction : struct, IScalarFunction =>
        Set<ScalarFunction<TFunction>>(new((_, _, inputs) => translate([.. inputs.Select(i => i.ToDouble())]).ToFloat(), InputNeeds.Elementwise));

    /// <summary>An op that needs to know the shape of its result, or both runs.</summary>
    internal void AddShaped<TOp>(Func<TOp, Translated, OnnxGraph, IReadOnlyList<OnnxValue>, OnnxValue> translate, InputNeeds needs = InputNeeds.Whole) where TOp : Op =>
        Set<TOp>(new((translated, graph, inputs) => translate((TOp)translated.Op, translated, graph, inputs), needs));

    internal bool Knows(Type op) => translators.ContainsKey(op);

    internal InputNeeds NeedsOf(Op op) => translators.TryGetValue(op.GetType(), out var translator) ? translator.Needs : InputNeeds.Whole;

    internal OnnxValue Translate(Translated translated, OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) => translators.TryGetValue(translated.Op.GetType(), out var translator)
        ? translator.Translate(translated, graph, inputs)
        : throw new NotSupportedException(Missing(translated.Op));

    private static string Missing(Op op)
    {
        var type = op.GetType();
        var isFunction = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Unary<>);
        var name = isFunction ? type.GetGenericArguments()[0].Name : type.Name;
        return type.Assembly == typeof(Op).Assembly && !(isFunction && type.GetGenericArguments()[0].Assembly != typeof(Op).Assembly)
            ? $"OnnxModel: the op {op.Name} has no translation to ONNX."
            : $"OnnxModel: the op {op.Name} has no translation to ONNX; say how it is written by new OnnxTranslators().{(isFunction ? "AddFunction" : "Add")}<{name}>(…).";
    }

    private OnnxTranslators Set<TOp>(Translator translator) where TOp : Op
    {
        translators[typeof(TOp)] = translator;
        return this;
    }

    private sealed record Translator(Func<Translated, OnnxGraph, IReadOnlyList<OnnxValue>, OnnxValue> Translate, InputNeeds Needs);
}

/// <summary>What a translation asks of inputs whose elements are repeated along a dimension.</summary>
internal enum InputNeeds
{
    /// <summary>All elements.</summary>
    Whole,

    /// <summary>Nothing, and its result may be seen as repeated in the same way.</summary>
    Elementwise,

    /// <summary>Nothing, but its result has all elements.</summary>
    AsStored,
}
