using Ansatz.Studies.Reports;

namespace Ansatz.Tests.Cli;

public sealed class ReportTests
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
    public void NumbersStandInAlignedColumns()
    {
        using var text = new StringWriter { NewLine = "\n" };
        NumberText.Write(text, [new NumberRow("Loss", "363.12", "published 369.2", "m"), new NumberRow("Active units", "2", "", "m")]);
        Assert.Equal("Loss          363.12  published 369.2\nActive units       2\n", text.ToString());
    }
}
