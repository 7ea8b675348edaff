using Ansatz.Onnx;
using Ansatz.Tensors;

namespace Ansatz.Tests.Onnx;

/// <summary>Every op of the library has a translation to ONNX, or stands here with the reason why not.</summary>
public sealed class TranslatorCensusTests
{
    /// <summary>What is true of functions in double, of one parameter or of a row of them.</summary>
    private const string InDouble = "moments, divergences, tails and scores of single families; in double, most by series or by a search";

    private static readonly Dictionary<Type, string> untranslated = new()
    {
        [typeof(BroadcastTo)] = "elementwise nodes broadcast; the translation itself repeats elements where another node needs them",
        [typeof(Cholesky)] = "ONNX has no such decomposition; of parameters, it is computed before the export",
        [typeof(LogDet)] = "the same",
        [typeof(RowChain)] = "flows take their steps one by one in a trace, and each step has a translation",
        [typeof(BatchNormalize)] = "runs in training only",
        [typeof(ScalarFunction<>)] = InDouble,
        [typeof(RowFunction<>)] = InDouble,
    };

    private static readonly Type[] drivers = [typeof(Unary<>), typeof(Binary<>), typeof(Ternary<>)];

    [Fact]
    public void EveryOpHasATranslationOrAReason()
    {
        var translators = new OnnxTranslators();
        var ops = typeof(Op).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !drivers.Contains(t)).ToArray();
        Assert.InRange(ops.Length, 30, 100);
        Assert.Empty(ops.Where(t => !translators.Knows(t) && !untranslated.ContainsKey(t)).Select(t => t.Name));
        Assert.Empty(untranslated.Keys.Where(translators.Knows).Select(t => t.Name));
    }

    [Theory]
    [InlineData(typeof(IUnary), typeof(Unary<>))]
    [InlineData(typeof(IBinary), typeof(Binary<>))]
    [InlineData(typeof(ITernary), typeof(Ternary<>))]
    public void EveryElementwiseFunctionHasATranslation(Type kind, Type driver)
    {
        var translators = new OnnxTranslators();
        var functions = typeof(Op).Assembly.GetTypes().Where(t => t.IsValueType && kind.IsAssignableFrom(t)).ToArray();
        Assert.NotEmpty(functions);
        Assert.Empty(functions.Where(f => !translators.Knows(driver.MakeGenericType(f))).Select(f => f.Name));
    }
}
