using System.Globalization;
using System.Xml.Linq;

namespace Ansatz.Tests.Figures;

/// <summary>A drawing as a reader finds it: parsed XML.</summary>
internal sealed class Drawing
{
    public Drawing(string svg)
    {
        Root = XElement.Parse(svg);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(" id=", svg, StringComparison.Ordinal);
    }

    public XElement Root { get; }

    public IEnumerable<XElement> OfClass(string name) => Root.DescendantsAndSelf().Where(e => (string?)e.Attribute("class") == name);

    /// <summary>The texts of an axis's ticks with their places along it.</summary>
    public (string Label, double Place)[] Ticks(string axis) =>
        [.. OfClass($"axis {axis}").Elements().Where(e => (string?)e.Attribute("class") == "tick").Select(e => (e.Value, Number(e, axis)))];

    public string[] LegendNames => [.. OfClass("entry").Select(e => (string)e.Attribute("aria-label")!)];

    /// <summary>The rectangle in which marks are visible.</summary>
    public (double Left, double Top, double Right, double Bottom) Viewport
    {
        get
        {
            var marks = OfClass("marks").Single();
            return (Number(marks, "x"), Number(marks, "y"), Number(marks, "x") + Number(marks, "width"), Number(marks, "y") + Number(marks, "height"));
        }
    }

    /// <summary>The corners of a path.</summary>
    public static (double X, double Y)[] Points(XElement path) =>
        [.. ((string)path.Attribute("d")!).Split(['M', 'L', 'h', 'Z'], StringSplitOptions.RemoveEmptyEntries)
            .Select(corner => corner.Split(' ')).Where(corner => corner.Length == 2).Select(corner => (Parse(corner[0]), Parse(corner[1])))];

    public static double Number(XElement element, string attribute) => Parse((string)element.Attribute(attribute)!);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
