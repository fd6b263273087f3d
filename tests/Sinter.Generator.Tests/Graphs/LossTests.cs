using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class LossTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void CrossEntropy_IsTheMeanNegativeLogarithm()
    {
        var loss = fixture.Input(2).CrossEntropy(fixture.Tokens());
        var value = fixture.Evaluate(loss, 2, true, ("x", [0, Math.Log(3), 1000, 0]), ("tokens", [0, 0]));
        GraphFixture.Close([Math.Log(4) / 2], value);
        Assert.Equal((2, -100), Limits());
    }

    [Fact]
    public void CrossEntropy_PassesOverIgnoredLabels()
    {
        var loss = fixture.Input(2).CrossEntropy(fixture.Tokens(), ignoreIndex: -1);
        var value = fixture.Evaluate(loss, 3, true, ("x", [0, Math.Log(3), 5, 1, 0, 0]), ("tokens", [1, -1, 0]));
        GraphFixture.Close([(Math.Log(4.0 / 3) + Math.Log(2)) / 2], value);
        Assert.Equal((2, -1), Limits());
    }

    [Fact]
    public void CrossEntropy_SmoothsLabels()
    {
        var loss = fixture.Input(2).CrossEntropy(fixture.Tokens(), labelSmoothing: 0.2f);
        var (right, wrong) = (Math.Log(4.0 / 3), Math.Log(4));
        var value = fixture.Evaluate(loss, 2, true, ("x", [0, Math.Log(3), 7, 7]), ("tokens", [1, -100]));
        GraphFixture.Close([(0.9 * right) + (0.1 * wrong)], value);
    }

    [Fact]
    public void CrossEntropy_OfImages_HasItsClassesFirst()
    {
        var loss = fixture.Input(2, 1, 2).CrossEntropy(fixture.Tokens(1, 2));
        var value = fixture.Evaluate(loss, 1, true, ("x", [0, 0, Math.Log(3), 0]), ("tokens", [1, 0]));
        GraphFixture.Close([(Math.Log(4.0 / 3) + Math.Log(2)) / 2], value);
    }

    [Fact]
    public void CrossEntropy_OfSequences_CanHaveItsClassesLast()
    {
        var loss = fixture.Input(2, 2).CrossEntropy(fixture.Tokens(2), axis: -1);
        var value = fixture.Evaluate(loss, 1, true, ("x", [0, Math.Log(3), 0, 0]), ("tokens", [1, 0]));
        GraphFixture.Close([(Math.Log(4.0 / 3) + Math.Log(2)) / 2], value);
    }

    [Fact]
    public void CrossEntropy_TakesTheAxisThatTheLabelsLack()
    {
        (int[] Output, int[] Label, int? Axis)[] cases = [([3], [], null), ([5, 2, 3], [2, 3], null), ([4, 6], [4], -1), ([2, 6, 3], [2, 3], 1), ([4, 4, 7], [4, 7], 0)];
        foreach (var (output, label, axis) in cases)
        {
            GraphFixture found = new(), stated = new();
            found.Input(output).CrossEntropy(found.Tokens(label));
            stated.Input(output).CrossEntropy(stated.Tokens(label), axis: axis ?? 0);
            Assert.Equal(stated.Graph, found.Graph);
        }
    }

    [Fact]
    public void Reductions_AreOfAllElements()
    {
        var (x, target) = (fixture.Input(2), fixture.Input(2));
        (string, double[])[] values = [("x", [1, 5, 2, 0]), ("x2", [1.5, 2, 2, 1])];
        double[] each = [0.25, 9, 0, 1];
        GraphFixture.Close(each, fixture.Evaluate(x.MeanSquaredError(target, Reduction.None), 2, true, values));
        GraphFixture.Close([each.Sum()], fixture.Evaluate(x.MeanSquaredError(target, Reduction.Sum), 2, true, values));
        GraphFixture.Close([each.Sum() / 2], fixture.Evaluate(x.MeanSquaredError(target, Reduction.BatchMean), 2, true, values));
        Assert.Equal("[B, 2]", x.L1(target, Reduction.None).Shape.ToString());
    }

    [Fact]
    public void CrossEntropy_OfEachLabel_HasZerosForThosePassedOver()
    {
        var loss = fixture.Input(2).CrossEntropy(fixture.Tokens(), [2, 3], reduction: Reduction.None);
        Assert.Equal("[B]", loss.Shape.ToString());
        var value = fixture.Evaluate(loss, 3, true, ("x", [0, Math.Log(3), double.NaN, 1, 0, 0]), ("tokens", [1, -100, 0]));
        GraphFixture.Close([3 * Math.Log(4.0 / 3), 0, 2 * Math.Log(2)], value);
    }

    [Fact]
    public void BinaryCrossEntropy_IsBoundedWhereAProbabilityIsCertain()
    {
        var loss = fixture.Input(4).BinaryCrossEntropy(fixture.Input(4));
        var value = fixture.Evaluate(loss, 1, true, ("x", [0, 0, 1, 0.5]), ("x2", [0, 1, 0.25, 0.5]));
        GraphFixture.Close([(0 + 100 + 75 + Math.Log(2)) / 4], value);
    }

    [Fact]
    public void KlDivergence_HasNothingForWhatIsImprobable()
    {
        var loss = fixture.Input(2).KlDivergence(fixture.Input(2), Reduction.BatchMean);
        GraphFixture.Close([Math.Log(4)], fixture.Evaluate(loss, 1, true, ("x", [Math.Log(0.25), -5]), ("x2", [1, 0])));
    }

    [Fact]
    public void BinaryCrossEntropyWithLogits_IsExactForLargeScores()
    {
        var loss = fixture.Input(4).BinaryCrossEntropyWithLogits(fixture.Input(4));
        var value = fixture.Evaluate(loss, 1, true, ("x", [0, 500, -500, 1]), ("x2", [0.5, 0, 1, 1]));
        GraphFixture.Close([(Math.Log(2) + 500 + 500 + Math.Log(1 + Math.Exp(-1))) / 4], value);
    }

    [Fact]
    public void Regression_Losses()
    {
        var (x, target) = (fixture.Input(2), fixture.Input(2));
        (string, double[])[] values = [("x", [1, 5]), ("x2", [1.5, 2])];
        GraphFixture.Close([(0.25 + 9) / 2], fixture.Evaluate(x.MeanSquaredError(target), 1, true, values));
        GraphFixture.Close([(0.5 + 3) / 2], fixture.Evaluate(x.L1(target), 1, true, values));
        GraphFixture.Close([(0.125 + 2.5) / 2], fixture.Evaluate(x.Huber(target), 1, true, values));
        GraphFixture.Close([(0.125 + 4) / 2], fixture.Evaluate(x.Huber(target, delta: 2), 1, true, values));
    }

    [Fact]
    public void Losses_AreScalarsAndLayers()
    {
        Assert.Equal(Shape.Scalar, fixture.Input(3, 4).MeanSquaredError(fixture.Input(3, 4)).Shape);
        Assert.Equal(["MeanSquaredError meansquarederror1 []"], fixture.Layers());
    }

    /// <summary>Against the sum over all sequences of classes that read as the labels.</summary>
    [Theory]
    [InlineData(4, new[] { 1, 2 }, 2)]
    [InlineData(4, new[] { 1, 1 }, 2)]
    [InlineData(3, new[] { 2, 1 }, 1)]
    [InlineData(4, new[] { 2, 2 }, 0)]
    [InlineData(2, new[] { 1, 1 }, 2)]
    [InlineData(0, new[] { 1, 2 }, 0)]
    public void Ctc_SumsUpAllWays(int steps, int[] labels, int count)
    {
        Tokens Named(string name, params int[] shape) => new(fixture.Builder, fixture.Builder.Add(new InputOp(name, GraphFixture.Batched(shape), DataType.Int32, IsTarget: true)));
        var loss = fixture.Input(4, 3).Ctc(Named("label", 2), Named("steps"), Named("count"), reduction: Reduction.None);
        var random = new Random(3);
        double[] logarithms = [.. Enumerable.Range(0, 12).Select(_ => Math.Log(0.1 + random.NextDouble()))];
        double total = 0;
        for (var way = 0; way < (int)Math.Pow(3, steps); way++)
        {
            var (rest, logarithm, read, before) = (way, 0.0, new List<int>(), 0);
            for (var step = 0; step < steps; step++, rest /= 3)
            {
                var next = rest % 3;
                logarithm += logarithms[(3 * step) + next];
                if (next != 0 && next != before) read.Add(next);
                before = next;
            }

            if (read.SequenceEqual(labels[..count])) total += Math.Exp(logarithm);
        }

        var value = fixture.Evaluate(loss, 1, true, ("x", logarithms), ("steps", [steps]), ("count", [count]), ("label", [.. labels]));
        GraphFixture.Close([-Math.Log(total)], value, 1e-9);
    }

    // Each use takes the numbers below its limit and one more; the input takes what all of its uses take.
    [Fact]
    public void SeveralUsesOfTokens_TakeWhatEachOfThemTakes()
    {
        var random = new Random(1);
        var length = new DimSymbol("T", 1, 6);
        for (var trial = 0; trial < 5000; trial++)
        {
            var input = new InputOp("tokens", Shape.Of(Dim.Batch), DataType.Int32, IsTarget: false);
            var takes = Enumerable.Repeat(true, 20).ToArray();
            var uses = random.Next(1, 4);
            for (var use = 0; use < uses; use++)
            {
                if (random.Next(3) == 0)
                {
                    // What a call of the least length takes, all calls take.
                    var most = random.Next(1, 6);
                    input = input.Measuring(random.Next(2) == 0 ? most : Dim.Of(length).Plus(most - 1));
                    for (var value = -10; value < 10; value++) takes[value + 10] &= value >= 0 && value <= most;
                    continue;
                }

                var (limit, ignored) = (random.Next(1, 10), random.Next(2) == 0 ? (int?)null : random.Next(-10, 10));
                input = input.Indexing(limit, ignored);
                for (var value = -10; value < 10; value++) takes[value + 10] &= (value >= 0 && value < limit) || value == ignored;
            }

            for (var value = -10; value < 10; value++)
            {
                var isBelow = value >= 0 && (input.Limit == 0 || value < input.Limit) && input.Measured.All(extent => value <= extent.Minimum);
                Assert.Equal(takes[value + 10], isBelow || value == input.IgnoreIndex);
            }
        }
    }

    private (int Limit, int? Ignore) Limits()
    {
        var op = fixture.Graph.Nodes.Select(node => node.Op).OfType<InputOp>().Single(op => op.Argument == "tokens");
        return (op.Limit, op.IgnoreIndex);
    }
}
