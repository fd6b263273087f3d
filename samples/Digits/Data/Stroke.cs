namespace Digits.Data;

/// <summary>A pen movement inside the unit square, x to the right and y down, as a chain of points.</summary>
internal readonly record struct Stroke((float X, float Y)[] Points)
{
    /// <summary>Straight lines from point to point.</summary>
    public static Stroke Line(params (float X, float Y)[] points) => new(points);

    /// <summary>Part of an ellipse. Angles are in degrees, 0 to the right, growing clockwise (y points down).</summary>
    public static Stroke Arc(float x, float y, float radiusX, float radiusY, float from, float to)
    {
        var pieces = Math.Max(4, (int)(Math.Abs(to - from) / 20));
        var points = new (float, float)[pieces + 1];
        for (var i = 0; i <= pieces; i++)
        {
            var (sine, cosine) = MathF.SinCos((from + (to - from) * i / pieces) * (MathF.PI / 180));
            points[i] = (x + radiusX * cosine, y + radiusY * sine);
        }
        return new(points);
    }
}
