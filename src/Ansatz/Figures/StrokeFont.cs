namespace Ansatz.Figures;

/// <summary>
/// The letters of pictures, as strokes. A corner is two digits: x from the left, and y from 0 at the height of capitals over 2 (small letters) and 6 (the base)
/// to 8. Strokes are parted by a slash. A stroke after a tilde is a curve: its corners are cut off. A character that is not here is drawn as a box.
/// </summary>
internal static class StrokeFont
{
    private const string Glyphs = """
        A 06 20 46/14 34
        B 06 00/~00 30 41 42 33 03/~03 33 44 45 36 06
        C ~41 30 10 01 05 16 36 45
        D 06 00/~00 20 41 45 26 06
        E 40 00 06 46/03 33
        F 40 00 06/03 33
        G ~41 30 10 01 05 16 36 45 43/43 23
        H 00 06/40 46/03 43
        I 00 06
        J 30 34/~34 35 26 16 05 04
        K 00 06/40 04/22 46
        L 00 06 46
        M 06 00 24 40 46
        N 06 00 46 40
        O ~20 30 41 45 36 16 05 01 10 20
        P 06 00/~00 30 41 42 33 03
        Q ~20 30 41 45 36 16 05 01 10 20/34 46
        R 06 00/~00 30 41 42 33 03/23 46
        S ~41 30 10 01 02 13 33 44 45 36 16 05
        T 00 40/20 26
        U 00 04/~04 05 16 36 45 44/44 40
        V 00 26 40
        W 00 16 31 56 60
        X 00 46/40 06
        Y 00 23 40/23 26
        Z 00 40 06 46
        a 32 36/~33 22 12 03 05 16 26 35
        b 00 06/~03 12 22 33 35 26 16 05
        c ~33 22 12 03 05 16 26 35
        d 30 36/~33 22 12 03 05 16 26 35
        e 04 34/~34 33 22 12 03 05 16 26 35
        f ~20 11 12/12 16/02 22
        g 32 37/~37 28 18 07/~33 22 12 03 05 16 26 35
        h 00 06/~03 12 22 33 34/34 36
        i 02 06/00 00
        j 12 17/17 08/10 10
        k 00 06/32 05/14 36
        l 00 06
        m 02 06/~03 12 22 33 34/33 36/~33 42 52 63 64/63 66
        n 02 06/~03 12 22 33 34/34 36
        o ~04 03 12 22 33 35 26 16 05 04
        p 02 08/~03 12 22 33 35 26 16 05
        q 32 38/~33 22 12 03 05 16 26 35
        r 02 06/~04 03 12 22
        s ~33 22 12 03 14 24 35 26 16 05
        t 10 14/~14 15 26/02 22
        u 02 04/~04 05 16 26 35/32 36
        v 02 26 42
        w 02 16 33 56 62
        x 02 36/32 06
        y 02 26/42 18
        z 02 42 06 46
        0 ~20 30 41 45 36 16 05 01 10 20
        1 11 20 26
        2 ~01 10 30 41 42 33 06/06 46
        3 ~01 10 30 41 42 33/~33 44 45 36 16 05/13 33
        4 36 30 04 44
        5 40 10 03/~03 13 33 44 45 36 16 05
        6 ~41 30 10 01 05 16 36 45 44 33 13 04
        7 00 40 16
        8 ~13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33
        9 ~05 16 36 45 41 30 10 01 02 13 33 42
        . 16 16
        , 16 07
        : 03 03/06 06
        ; 13 13/16 07
        ! 00 04/06 06
        ? ~01 10 30 41 42 23 24/26 26
        - 04 24
        – 03 43
        − 03 43
        — 03 63
        _ 07 47
        + 03 43/21 25
        ± 02 42/20 24/06 46
        = 02 42/04 44
        < 41 03 45
        > 01 43 05
        ≤ 40 02 44/06 46
        ≥ 00 42 04/06 46
        × 01 45/41 05
        / 30 06
        \ 00 36
        | 00 08
        ‖ 00 08/20 28
        ( ~10 02 06 18
        ) ~00 12 16 08
        [ 10 00 08 18
        ] 00 10 18 08
        { ~20 11 13 04 15 17 28
        } ~00 11 13 24 15 17 08
        % 40 06/~00 10 11 01 00/~35 45 46 36 35
        ° ~10 21 12 01 10
        * 10 14/01 23/21 03
        # 10 06/30 26/02 42/04 44
        & 46 11/~11 10 20 21 04 05 16 26 44
        ' 00 01
        ’ 00 01
        " 00 01/20 21
        “ 00 01/20 21
        ” 00 01/20 21
        ^ 02 20 42
        ~ ~03 12 24 33
        · 03 03
        … 06 06/26 26/46 46
        → 03 43/32 43 34
        ← 03 43/12 03 14
        ∞ ~33 22 12 03 14 24 33 42 52 63 54 44 33
        √ 03 13 26 40
        ∑ 40 00 23 06 46
        Σ 40 00 23 06 46
        Δ 06 20 46 06
        Γ 40 00 06
        α ~42 35 26 16 05 03 12 22 33 46
        β 08 01/~01 10 20 31 22/~22 33 35 26 16 05
        γ 02 25 42/25 28
        δ ~30 20 10 11 22 33 35 26 16 05 04 13 23
        ε ~33 22 12 03 14 05 16 26 35/14 24
        θ ~20 30 41 45 36 16 05 01 10 20/03 43
        κ 02 06/32 04/14 36
        λ 00 46/23 06
        μ 02 08/~04 05 16 26 35/32 36
        ν 02 26 42
        π 02 42/12 16/32 36
        ρ 03 08/~04 03 12 22 33 35 26 16 05
        σ ~22 12 03 05 16 26 35 33 22/22 42
        τ 02 42/22 26
        φ ~12 32 43 45 36 16 05 03 12/20 28
        χ 02 46/42 08
        ψ ~02 05 16 36 45 42/20 28
        ω ~12 03 05 16 24 36 45 43 32
        """;

    private const string Box = "00 40 46 06 00";
    private const double Height = 6, Gap = 2, Space = 3, TabularAdvance = 6, Small = 0.65, SubscriptDrop = 3.2;

    private static readonly Dictionary<char, string> strokes = Glyphs.Split('\n').ToDictionary(line => line[0], line => line[2..]);

    /// <summary>The width of a text.</summary>
    /// <param name="size">The height of a digit.</param>
    public static double Width(string text, double size) => Math.Max(0, text.Sum(Advance) - 1) * size / Height;

    /// <summary>The strokes of a text whose upper left corner is the origin.</summary>
    /// <param name="size">The height of a digit.</param>
    public static IEnumerable<(double X, double Y)[]> Strokes(string text, double size)
    {
        var unit = size / Height;
        var left = 0.0;
        foreach (var c in text)
        {
            var (shown, scale, drop) = Shown(c);
            if (c != ' ')
                foreach (var stroke in strokes.GetValueOrDefault(shown, Box).Split('/'))
                    yield return [.. Corners(stroke).Select(p => ((left + p.X * scale) * unit, (p.Y * scale + drop) * unit))];
            left += Advance(c);
        }
    }

    private static double Advance(char c)
    {
        var (shown, scale, _) = Shown(c);
        if (shown == ' ') return Space;
        if (char.IsAsciiDigit(shown)) return scale == 1 ? TabularAdvance : Small * TabularAdvance;
        return scale * (strokes.GetValueOrDefault(shown, Box).Split('/', ' ').Max(corner => corner.TrimStart('~')[0] - '0') + Gap);
    }

    // Digits below and above the line are smaller ones.
    private static (char Shown, double Scale, double Drop) Shown(char c) => c switch
    {
        >= '₀' and <= '₉' => ((char)(c - '₀' + '0'), Small, SubscriptDrop),
        '¹' => ('1', Small, 0),
        '²' => ('2', Small, 0),
        '³' => ('3', Small, 0),
        '⁰' or (>= '⁴' and <= '⁹') => ((char)(c - '⁰' + '0'), Small, 0),
        '⁻' => ('−', Small, 0),
        _ => (c, 1, 0),
    };

    private static (double X, double Y)[] Corners(string stroke)
    {
        var isCurve = stroke[0] == '~';
        (double X, double Y)[] corners = [.. stroke.TrimStart('~').Split(' ').Select(c => ((double)(c[0] - '0'), (double)(c[1] - '0')))];
        return isCurve ? Rounded(Rounded(corners)) : corners;
    }

    // Chaikin's corner cutting: each piece keeps its middle half, and the ends stay.
    private static (double X, double Y)[] Rounded((double X, double Y)[] corners)
    {
        var points = new List<(double X, double Y)> { corners[0] };
        for (var i = 1; i < corners.Length; i++)
        {
            if (i > 1) points.Add(Between(corners[i - 1], corners[i], 0.25));
            if (i < corners.Length - 1) points.Add(Between(corners[i - 1], corners[i], 0.75));
        }
        points.Add(corners[^1]);
        return [.. points];
    }

    private static (double X, double Y) Between((double X, double Y) from, (double X, double Y) to, double share) => (from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y));
}
