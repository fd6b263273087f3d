using Sinter.Generator.Tests.Graphs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>A random network over an image: windows, branches, shuffles, and everything else that moves or mixes pixels.</summary>
internal sealed class RandomImageNetwork
{
    private const int MostElements = 4_000;

    private readonly Random random;
    private readonly bool hasPadding;
    private readonly GraphFixture fixture = new();
    private readonly List<Tensor> values = [];

    /// <param name="seed">The same gives the same network.</param>
    /// <param name="hasPadding">Whether windows reach over the borders.</param>
    /// <param name="extent">Height and width of the image, about.</param>
    public RandomImageNetwork(int seed, bool hasPadding, int extent)
    {
        (random, this.hasPadding) = (new Random(seed), hasPadding);
        values.Add(fixture.Input(2 * random.Next(1, 3), extent + random.Next(6), extent + random.Next(6)));
        if (random.Next(4) == 0) fixture.Input(4);
        for (var count = random.Next(3, 9); count > 0;)
        {
            try
            {
                var value = Step();
                if (value.Shape.Elements > MostElements) continue;
                values.Add(value);
                count--;
            }
            catch (NetworkDefinitionException)
            {
                // It does not fit what it was offered: another is drawn.
            }
        }
    }

    public Graph Graph => fixture.Graph;

    /// <summary>Values that can be looked at.</summary>
    public IReadOnlyList<int> Values => [.. values.Select(value => value.Id)];

    private Tensor Step()
    {
        var x = values[random.Next(Math.Max(0, values.Count - 3), values.Count)];
        if (x.Shape.Rank != 3) return Flat(x);
        var (channels, height, width) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        return random.Next(28) switch
        {
            0 or 1 or 2 => Convolution(x, groups: 1),
            3 => Convolution(x, groups: channels % 2 == 0 ? 2 : 1),
            4 => Convolution(x, groups: channels),
            5 => x.MaxPool2d((random.Next(1, 4), random.Next(1, 4)), (random.Next(1, 3), random.Next(1, 3))),
            6 => x.AvgPool2d((random.Next(1, 4), random.Next(1, 4)), (random.Next(1, 3), random.Next(1, 3))),
            7 or 8 => Pair(x) is var (left, right) ? left + right : x,
            9 or 10 => Pair(x) is var (first, second) ? Tensor.Concat([first, second, first]) : x,
            11 => x.Chunk(2)[random.Next(2)],
            12 => x.Reshape(2, channels / 2, height, width).Permute(1, 0, 2, 3).Reshape(channels, height, width),
            13 => x.Slice(1 + random.Next(2), random.Next(3), step: random.Next(1, 3)),
            14 => hasPadding ? x.Pad(1 + random.Next(2), random.Next(3), random.Next(3)) : x.Pad(0, random.Next(3), random.Next(3)),
            15 => x * x.GlobalAvgPool2d(keepDims: true).Sigmoid(),
            16 => random.Next(2) == 0 ? x.GroupNorm(1) : x.LayerNorm(axes: random.Next(1, 4)),
            17 => x.BatchNorm2d(),
            // Pixels into channels, and channels into pixels.
            18 => x.Reshape(channels, height / 2, 2, width / 2, 2).Permute(0, 2, 4, 1, 3).Reshape(channels * 4, height / 2, width / 2),
            19 => x.Reshape(channels / 4, 2, 2, height, width).Permute(0, 3, 1, 4, 2).Reshape(channels / 4, height * 2, width * 2),
            20 => x.Reshape(channels, height, 1, width, 1).Expand(channels, height, 2, width, 3).Reshape(channels, height * 2, width * 3),
            21 => x.Transpose(),
            22 => x.Flatten(),
            23 => x.Flatten(1).Transpose(),
            24 => x.Permute(1, 2, 0).Linear(random.Next(1, 5)).Permute(2, 0, 1),
            25 => x.Mean([1 + random.Next(2)], keepDims: true),
            26 => x.Softmax(random.Next(3)) + x,
            _ => fixture.Builder[0].Shape.Rank == 3 && values[0].Shape.Equals(x.Shape) ? x + values[0] : x.Relu(),
        };
    }

    // Rows of features, or features alone.
    private Tensor Flat(Tensor x) => random.Next(5) switch
    {
        0 => x.Linear(random.Next(1, 4)),
        1 => x.Shape.Rank == 2 ? x.MultiHeadAttention(1) : x.Linear(3),
        2 => x.Shape.Rank == 2 ? x.Parameter("place" + values.Count, [1, x.Shape[1]]) is var place && random.Next(2) == 0 ? x + place : x.Mean(0) : x.Tanh(),
        3 => x + x.Tanh(),
        _ => x.LayerNorm(),
    };

    private Tensor Convolution(Tensor x, int groups)
    {
        (int, int) kernel = (random.Next(1, 4), random.Next(1, 4));
        (int, int) padding = hasPadding ? (random.Next(2), random.Next(2)) : (0, 0);
        return x.Conv2d(groups * random.Next(1, 3), kernel, (random.Next(1, 3), random.Next(1, 3)), padding, (random.Next(1, 3), random.Next(1, 3)), groups);
    }

    // Two values of one shape that see different windows, perhaps neither all of the other's.
    private (Tensor, Tensor) Pair(Tensor x)
    {
        var equal = values.Where(value => value.Id != x.Id && value.Shape.Equals(x.Shape)).ToArray();
        if (equal.Length > 0 && random.Next(2) == 0) return (equal[random.Next(equal.Length)], x);
        if (hasPadding) return (x.Conv2d(x.Shape[0], 3, Padding.Same).Tanh(), x);
        var (row, column) = (random.Next(3), random.Next(3));
        return (x.Conv2d(x.Shape[0], 3), x.Slice(1, row, row - 2 == 0 ? null : row - 2).Slice(2, column, column - 2 == 0 ? null : column - 2));
    }
}
