using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Random networks over all primitives that the Dsl can reach: the same seed gives the same graph.</summary>
internal sealed class RandomGraphs
{
    private readonly Random random;
    private readonly GraphBuilder builder = new();
    private readonly List<int> values = [];
    private int leaves;

    private RandomGraphs(int seed) => random = new Random(seed);

    public static Graph Create(int seed)
    {
        var graphs = new RandomGraphs(seed);
        graphs.values.Add(graphs.Leaf(batched: true, graphs.Extents(4)));
        var steps = graphs.random.Next(4, 16);
        while (steps > 0)
        {
            try
            {
                var value = graphs.Step();
                if (graphs.builder.ShapeOf(value).Dims.Aggregate(1L, (product, dim) => product * dim.AtMost(2)) > 2000) continue;
                graphs.values.Add(graphs.random.Next(3) == 0 ? graphs.builder.Pointwise(ScalarFunction.Tanh, value) : value);
                steps--;
            }
            catch (NetworkDefinitionException)
            {
                // The op does not fit what it was offered: another is drawn.
            }
        }

        graphs.Finish();
        return graphs.builder.Build();
    }

    private void Finish()
    {
        var total = -1;
        foreach (var value in values.Skip(Math.Max(0, values.Count - 3)).Distinct())
        {
            builder.AddOutput("y" + value, value);
            var all = Enumerable.Range(0, builder.ShapeOf(value).FullRank).ToArray();
            var weighted = builder.Multiply(value, Leaf(batched: false, [.. builder.ShapeOf(value).Dims.Select(dim => dim.IsBatch ? 1 : dim.Value)]));
            var sum = builder.Reshape(builder.Sum(weighted, all), Shape.Scalar);
            total = total < 0 ? sum : builder.Add(total, sum);
        }

        builder.SetLoss(total);
    }

    private int Step()
    {
        var x = values[random.Next(Math.Max(0, values.Count - 4), values.Count)];
        var shape = builder.ShapeOf(x);
        var (rank, axis) = (shape.FullRank, random.Next(1, Math.Max(2, shape.FullRank)));
        var extent = shape.Dims[Math.Min(axis, rank - 1)];
        return random.Next(18) switch
        {
            0 or 1 => builder.Transpose(x, Order(rank, shape.IsBatched ? 1 : 0)),
            2 or 3 => builder.Reshape(x, Regrouped(shape)),
            4 => builder.Slice(x, axis, random.Next(extent.Value), random.Next(1, extent.Value), random.Next(1, 3)),
            5 => builder.Pad(x, axis, random.Next(3), random.Next(2), random.Next(2)),
            6 => builder.Add(new FlipOp(axis), x),
            7 => builder.Concat(axis, x, Partner(x), x),
            8 => builder.Expand(builder.Sum(x, axis), shape),
            9 => Reduce(x),
            10 or 11 => Binary(x),
            12 => builder.Pointwise(Functions[random.Next(Functions.Length)], x),
            13 => MatMul(x),
            14 or 15 => Convolution(x),
            16 => Pool(x),
            _ => Normalize(x),
        };
    }

    private static readonly ScalarFunction[] Functions =
        [ScalarFunction.Negate, ScalarFunction.Tanh, ScalarFunction.Sigmoid, ScalarFunction.Erf, ScalarFunction.Sin, ScalarFunction.Exp];

    private int Binary(int x)
    {
        var shape = builder.ShapeOf(x);
        var other = random.Next(4) switch
        {
            0 => builder.ConstantLike(random.Next(-2, 3), x),
            1 => Partner(x),
            _ => Leaf(batched: false, [.. shape.Dims.Select(dim => dim.IsBatch || random.Next(2) == 0 ? 1 : dim.Value)]),
        };
        ScalarFunction[] functions = [ScalarFunction.Add, ScalarFunction.Subtract, ScalarFunction.Multiply, ScalarFunction.Multiply];
        return random.Next(2) == 0
            ? builder.Pointwise(functions[random.Next(functions.Length)], x, other)
            : builder.Pointwise(functions[random.Next(functions.Length)], other, x);
    }

    /// <summary>Another value of the same shape.</summary>
    private int Partner(int x)
    {
        var shape = builder.ShapeOf(x);
        var equal = values.Where(value => value != x && builder.ShapeOf(value).Equals(shape)).ToArray();
        return equal.Length > 0 ? equal[random.Next(equal.Length)] : builder.Pointwise(ScalarFunction.Cos, x);
    }

    private int Reduce(int x)
    {
        var shape = builder.ShapeOf(x);
        int[] axes = [.. Enumerable.Range(0, shape.FullRank).Where(axis => random.Next(2) == 0)];
        var reduced = random.Next(3) == 0 ? builder.Max(x, axes) : builder.Mean(x, axes);
        return random.Next(2) == 0 ? builder.Multiply(x, reduced) : builder.Reshape(builder.Expand(reduced, shape), shape);
    }

    private int MatMul(int x)
    {
        var shape = builder.ShapeOf(x);
        var inner = shape.Dims[shape.FullRank - 1];
        if (random.Next(3) == 0) return builder.MatMul(x, Partner(x), transposeB: true);
        var weight = Leaf(batched: false, [inner.Value, random.Next(1, 5)]);
        return random.Next(2) == 0 ? builder.MatMul(x, weight) : builder.MatMul(x, builder.Transpose(weight, 1, 0), transposeB: true);
    }

    private int Convolution(int x)
    {
        var (_, channels, _, _) = ImageShape.Read(builder.ShapeOf(x), channelsLast: false, "convolution");
        var groups = channels % 2 == 0 ? random.Next(1, 3) : 1;
        var window = Window();
        var weight = Leaf(batched: false, [groups * random.Next(1, 3), channels / groups, window.KernelHeight, window.KernelWidth]);
        return builder.Add(new ConvolutionOp(window, groups), x, weight);
    }

    // A window over padding alone has no largest element.
    private int Pool(int x) => random.Next(2) == 0
        ? builder.Add(new PoolOp(PoolKind.Average, Window()), x)
        : builder.Add(new PoolOp(PoolKind.Max, Window() with { PadTop = 0, PadRight = 0 }), x);

    private Window Window() => new(random.Next(1, 4), random.Next(1, 4))
    {
        StrideHeight = random.Next(1, 3),
        StrideWidth = random.Next(1, 3),
        PadTop = random.Next(2),
        PadRight = random.Next(2),
        DilationHeight = random.Next(1, 3),
    };

    private int Normalize(int x)
    {
        var shape = builder.ShapeOf(x);
        int[] axes = [.. Enumerable.Range(0, shape.FullRank).Where(axis => random.Next(3) > 0)];
        var centered = builder.Subtract(x, builder.Mean(x, axes));
        var variance = builder.Mean(builder.Multiply(centered, centered), axes);
        return builder.Multiply(centered, builder.Rsqrt(builder.Add(variance, 0.1f)));
    }

    /// <summary>A parameter, or an input, of the given extents.</summary>
    private int Leaf(bool batched, int[] extents)
    {
        Dim[] dims = [.. extents.Select(extent => (Dim)extent)];
        return batched
            ? builder.Add(new InputOp("input" + leaves++, new Shape([Dim.Batch, .. dims.Skip(1)]), DataType.Float32, IsTarget: false))
            : builder.Add(new ParameterOp("weight" + leaves++, Shape.Of(dims), Initializer.Zeros, Decays: false));
    }

    private int[] Extents(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 6))];

    private int[] Order(int rank, int firstMoved) =>
        [.. Enumerable.Range(0, firstMoved), .. Enumerable.Range(firstMoved, rank - firstMoved).OrderBy(_ => random.Next())];

    /// <summary>The same extents, factored and joined anew.</summary>
    private Shape Regrouped(Shape shape)
    {
        var dims = new List<Dim>();
        foreach (var dim in shape.Dims)
        {
            if (dim.IsBatch) dims.Add(dim);
            else if (dims.Count > 1 && random.Next(3) == 0) dims[^1] = dims[^1].Value * dim.Value;
            else if (dim.Value == 4 && random.Next(2) == 0) dims.AddRange([2, 2]);
            else dims.Add(dim);
        }

        while (dims.Count < 4) dims.Insert(random.Next(1, dims.Count + 1), 1);
        return new Shape(dims);
    }
}
