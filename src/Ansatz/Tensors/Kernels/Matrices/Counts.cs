namespace Ansatz.Tensors;

/// <summary>A number that is known when a kernel is compiled, so that unused branches are removed.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct Zero : ICount { public static int Value => 0; }

internal readonly struct One : ICount { public static int Value => 1; }

internal readonly struct Two : ICount { public static int Value => 2; }

internal readonly struct Three : ICount { public static int Value => 3; }

internal readonly struct Four : ICount { public static int Value => 4; }

internal readonly struct Five : ICount { public static int Value => 5; }

internal readonly struct Six : ICount { public static int Value => 6; }

internal readonly struct Eight : ICount { public static int Value => 8; }

internal readonly struct Twelve : ICount { public static int Value => 12; }
