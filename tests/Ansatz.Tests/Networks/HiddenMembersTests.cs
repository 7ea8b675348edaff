using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

/// <summary>A module in a field is found and named, or Initialize refuses the model and names the field. It is never passed over in silence.</summary>
public sealed class HiddenMembersTests
{
    [Fact]
    public void DictionariesTuplesAndNestedListsAreSearched()
    {
        var dictionary = new Dictionary<string, Layer>(StringComparer.Ordinal) { ["z"] = new Dense(1, 1), ["a"] = new Dense(1, 1) };
        Assert.Equal(["held.a.weight", "held.a.bias", "held.z.weight", "held.z.bias"], Names(dictionary));
        Assert.Equal(["held.3.weight", "held.3.bias"], Names(new SortedList<int, Dense> { [3] = new(1, 1) }));
        Assert.Equal(["held.0.weight", "held.0.bias", "held.1"], Names((new Dense(1, 1), new Parameter([1]))));
        Assert.Equal(["held.1"], Names(Tuple.Create("name", new Parameter([1]))));
        Assert.Equal(["held.0.0.weight", "held.0.0.bias", "held.1.0"], Names(new object[][] { [new Dense(1, 1)], [new Parameter([1])] }));
        Assert.Equal(["held.0.1.weight", "held.0.1.bias"], Names(new List<List<Layer>> { new() { new Flatten([1]), new Dense(1, 1) } }));
        Assert.Equal(["held.0", "held.1"], Names(new Parameter[,] { { new([1]), new([1]) } }));
        Assert.Equal(["held.0.block"], Names(new[] { (1, new Own()) }.Select(p => p.Item2).ToHashSet()));
        Assert.Equal(["held.0.0", "held.0.1.k"], Names(new[] { (new Parameter([1]), new Dictionary<string, Parameter>(StringComparer.Ordinal) { ["k"] = new([2]) }) }));
    }

    public static TheoryData<string, object> Hidden => new()
    {
        { "an object", new Holder(new Dense(1, 1)) },
        { "an object behind an object", new Holder(new Holder(new Dense(1, 1))) },
        { "a struct", new HoldingStruct(new Parameter([1])) },
        { "objects in a list", new List<Holder> { new(3), new(new Dense(1, 1)) } },
        { "a lambda", Captures(new Dense(1, 1)) },
        { "a list of lambdas", new[] { Captures(new Dense(1, 1)) } },
        { "a lazy module", new Lazy<Dense>(() => new Dense(1, 1)) },
        { "a lazy module that was made", Made(new Lazy<Layer>(() => new Dense(1, 1))) },
        { "lazy modules", new Lazy<Dense[]>(() => [new Dense(1, 1)]) },
        { "a query that makes new modules whenever it is asked", Enumerable.Range(0, 2).Select(_ => new Dense(1, 1)) },
        { "a private field of a base class of the holder", new DerivedHolder(new Dense(1, 1)) },
    };

    [Theory, MemberData(nameof(Hidden))]
    public void WhatTheSearchDoesNotEnterIsRefusedWithTheFieldsName(string kind, object value)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => new Has(value).Initialize(new Rng(1))).Message;
        Assert.StartsWith("Has: the field 'held' hides a", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
        Assert.NotEmpty(kind);
    }

    [Fact]
    public void WhatIsFoundElsewhereIsNotHidden()
    {
        var dense = new Dense(1, 1);
        new Has((dense, Captures(dense), new Holder(dense))).Initialize(new Rng(1));
        new Has(new Holder(3)).Initialize(new Rng(1));
        new Has(new Lazy<float[]>(() => throw new InvalidOperationException("never asked"))).Initialize(new Rng(1));
        new SeesItself().Initialize(new Rng(1));
        Assert.True(dense.Weight.IsInitialized);
    }

    [Fact]
    public void AChainLongerThanTheStackIsFollowed()
    {
        object chain = new Dense(1, 1);
        for (var i = 0; i < 200_000; i++) chain = new Holder(chain);
        Assert.InRange(Assert.Throws<InvalidOperationException>(() => new Has(chain).Initialize(new Rng(1))).Message.Length, 100, 500);
    }

    [Fact]
    public void PrivateFieldsOfBaseClassesAreFound() =>
        Assert.Equal(["ground", "held"], new Derived(new Parameter([1])).Parameters().Select(p => p.Name));

    [Fact]
    public void TwoParametersOfOneNameAreRefused() =>
        Assert.Contains("two parameters are named 'ground'", Assert.Throws<InvalidOperationException>(() => new SameName().Initialize(new Rng(1))).Message, StringComparison.Ordinal);

    private static List<string> Names(object value)
    {
        var model = new Has(value);
        model.Initialize(new Rng(1));
        Assert.All(model.Parameters(), p => Assert.True(p.IsInitialized));
        return [.. model.Parameters().Select(p => p.Name)];
    }

    private static Func<Tensor, Tensor> Captures(Dense dense) => x => dense.Forward(x);

    private static Lazy<Layer> Made(Lazy<Layer> lazy) => lazy.Value is null ? throw new InvalidOperationException() : lazy;

    private sealed class Has(object held) : Module
    {
        public object Held => held;
    }

    private sealed class Own : Module
    {
        public Parameter Block { get; } = new([1]);
    }

    private class Holder(object content)
    {
        public object Content => content;
    }

    private sealed class DerivedHolder(object content) : Holder(content);

    private readonly struct HoldingStruct(Parameter parameter)
    {
        public Parameter Parameter { get; } = parameter;
    }

    private abstract class Ground : Module
    {
        private readonly Parameter ground = new([1]);

        public Parameter Lowest => ground;
    }

    private sealed class Derived(Parameter held) : Ground
    {
        public Parameter Held => held;
    }

    private sealed class SameName : Ground
    {
        private readonly Parameter ground = new([1]);

        public Parameter Own => ground;
    }

    private sealed class SeesItself : Module
    {
        private readonly Dense dense = new(1, 1);
        private readonly Func<Tensor, Tensor> forward;

        public SeesItself() => forward = x => dense.Forward(x);

        public Tensor Forward(Tensor x) => forward(x);
    }
}
