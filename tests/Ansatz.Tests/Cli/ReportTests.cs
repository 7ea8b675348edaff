using System.Globalization;
using System.Text.RegularExpressions;
using Ansatz.Figures;
using Ansatz.Studies.Reports;

namespace Ansatz.Tests.Cli;

public sealed partial class ReportTests
{
    [Fact]
    public void TextIsEscapedAndBackquotesAreCode()
    {
        var page = new ReportPage("a < b & c", "say `x < 1`", new Section("One & two", new Prose("<script>alert(1)</script>"))).ToHtml();
        Assert.Contains("<title>a &lt; b &amp; c</title>", page, StringComparison.Ordinal);
        Assert.Contains("say <code>x &lt; 1</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresAreNumberedAndSectionsLinked()
    {
        var page = new ReportPage("t", "l",
            new Section("First", new ReportParts(Figure.OfPng([1, 2, 3], "a \"picture\"", "left"), Figure.OfSvg("<svg></svg>", "right"))),
            new Section("Second part", Figure.OfSvg("<?xml version=\"1.0\"?>\n<svg></svg>", "last"))).ToHtml();
        Assert.Contains("<a href=\"#second-part\">Second part</a>", page, StringComparison.Ordinal);
        Assert.Contains("<section id=\"second-part\">", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"a &quot;picture&quot;\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<?xml", page, StringComparison.Ordinal);
        foreach (var caption in new[] { "<b>Figure 1.</b> left", "<b>Figure 2.</b> right", "<b>Figure 3.</b> last" })
            Assert.Contains(caption, page, StringComparison.Ordinal);
    }

    [Fact]
    public void AChartKeepsAWidthAtWhichItsTextCanBeRead()
    {
        var page = new ReportPage("t", "l", Figure.OfSvg(new Chart { Width = 640 }.ToSvg(), "c")).ToHtml();
        Assert.Contains("<div class=\"paper\" style=\"--least: 544px\"><svg", page, StringComparison.Ordinal);
        Assert.Contains("min-width: var(--least", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryColourOfAChartIsSeenOnADarkPage()
    {
        var style = new ReportPage("t", "l").ToHtml();
        var dark = style[style.IndexOf("/* Charts carry", StringComparison.Ordinal)..];
        var ground = Luminance(Card().Matches(style)[1].Groups["color"].Value);
        foreach (var (index, count) in Enumerable.Range(0, 6).Select(i => (i, 6)).Concat(Enumerable.Range(0, 10).Select(i => (i, 10))))
        {
            var color = $"{Palette.Of(index, count)}";
            foreach (var attribute in (string[])["fill", "stroke"])
            {
                var seen = Regex.Match(dark, $@"\[{attribute}=""{color}""\] {{ {attribute}: (?<seen>#[0-9a-f]{{6}})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } rule ? rule.Groups["seen"].Value : color;
                Assert.True((Luminance(seen) + 0.05) / (ground + 0.05) >= 3, $"{attribute} {color} is {seen} on a dark page; expected a contrast of 3 or more");
            }
        }
    }

    // Relative luminance; W3C, Web Content Accessibility Guidelines 2.1.
    private static double Luminance(string color)
    {
        double Linear(int place) => int.Parse(color.AsSpan(place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(1) + 0.7152 * Linear(3) + 0.0722 * Linear(5);
    }

    [GeneratedRegex("--card: (?<color>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Card();

    [Fact]
    public void NumbersStandInAlignedColumns()
    {
        using var text = new StringWriter { NewLine = "\n" };
        NumberText.Write(text, [new NumberRow("Loss", "363.12", "published 369.2", "m"), new NumberRow("Active units", "2", "", "m")]);
        Assert.Equal("Loss          363.12  published 369.2\nActive units       2\n", text.ToString());
    }
}
