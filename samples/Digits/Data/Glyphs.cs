using static Digits.Data.Stroke;

namespace Digits.Data;

/// <summary>How people write the ten digits: one or more ways for each.</summary>
internal static class Glyphs
{
    /// <summary>The variants of each digit, each a list of strokes.</summary>
    public static readonly Stroke[][][] Variants =
    [
        // 0: an ellipse, narrow or wide
        [
            [Arc(0.5f, 0.5f, 0.25f, 0.4f, -90, 270)],
            [Arc(0.5f, 0.5f, 0.33f, 0.38f, -90, 270)],
        ],
        // 1: a bar, with a flag, with a flag and a foot
        [
            [Line((0.5f, 0.1f), (0.5f, 0.9f))],
            [Line((0.35f, 0.28f), (0.53f, 0.1f), (0.53f, 0.9f))],
            [Line((0.35f, 0.28f), (0.53f, 0.1f), (0.53f, 0.9f)), Line((0.35f, 0.9f), (0.7f, 0.9f))],
        ],
        // 2: an arch, a diagonal and a straight or a looped foot
        [
            [Arc(0.5f, 0.32f, 0.24f, 0.22f, -170, 30), Line((0.71f, 0.43f), (0.25f, 0.9f), (0.77f, 0.9f))],
            [Arc(0.48f, 0.32f, 0.24f, 0.22f, -150, 40), Line((0.66f, 0.46f), (0.32f, 0.82f)), Arc(0.34f, 0.8f, 0.09f, 0.09f, 20, 330), Line((0.42f, 0.76f), (0.78f, 0.9f))],
        ],
        // 3: two bows, or a flat roof and a bow
        [
            [Arc(0.46f, 0.3f, 0.22f, 0.2f, -150, 90), Arc(0.46f, 0.7f, 0.26f, 0.21f, -90, 150)],
            [Line((0.26f, 0.1f), (0.72f, 0.1f), (0.46f, 0.44f)), Arc(0.46f, 0.67f, 0.26f, 0.23f, -90, 150)],
        ],
        // 4: open, and closed at the top
        [
            [Line((0.3f, 0.1f), (0.25f, 0.55f), (0.75f, 0.55f)), Line((0.68f, 0.15f), (0.64f, 0.9f))],
            [Line((0.6f, 0.1f), (0.22f, 0.62f), (0.8f, 0.62f)), Line((0.6f, 0.1f), (0.6f, 0.9f))],
        ],
        // 5: a hook with its roof, joined or apart
        [
            [Line((0.74f, 0.1f), (0.34f, 0.1f), (0.31f, 0.46f)), Arc(0.46f, 0.66f, 0.26f, 0.24f, -125, 140)],
            [Line((0.36f, 0.14f), (0.33f, 0.45f)), Arc(0.46f, 0.65f, 0.24f, 0.24f, -120, 140), Line((0.36f, 0.14f), (0.78f, 0.12f))],
        ],
        // 6: a falling bow that ends in a ring
        [
            [Line((0.62f, 0.1f), (0.42f, 0.32f), (0.29f, 0.62f)), Arc(0.49f, 0.68f, 0.2f, 0.21f, -180, 180)],
            [Arc(0.68f, 0.55f, 0.42f, 0.45f, -95, -190), Arc(0.48f, 0.7f, 0.22f, 0.19f, -180, 180)],
        ],
        // 7: plain, and with a crossbar
        [
            [Line((0.24f, 0.12f), (0.76f, 0.12f), (0.42f, 0.9f))],
            [Line((0.24f, 0.14f), (0.76f, 0.12f), (0.42f, 0.9f)), Line((0.36f, 0.5f), (0.74f, 0.5f))],
        ],
        // 8: two rings
        [
            [Arc(0.5f, 0.3f, 0.18f, 0.19f, 90, 450), Arc(0.5f, 0.7f, 0.22f, 0.21f, -90, 270)],
            [Arc(0.53f, 0.28f, 0.2f, 0.17f, 100, 460), Arc(0.47f, 0.69f, 0.2f, 0.23f, -80, 280)],
        ],
        // 9: a ring with a straight or a bowed tail
        [
            [Arc(0.49f, 0.32f, 0.21f, 0.21f, 0, 360), Line((0.7f, 0.3f), (0.66f, 0.9f))],
            [Arc(0.5f, 0.31f, 0.22f, 0.2f, 0, 360), Line((0.72f, 0.31f), (0.7f, 0.62f)), Arc(0.48f, 0.66f, 0.22f, 0.24f, 0, 120)],
        ],
    ];
}
