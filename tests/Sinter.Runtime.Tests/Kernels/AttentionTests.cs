using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary><see cref="Attention"/> against its reference on every path, and the reference against finite differences.</summary>
public class AttentionTests
{
    private static AttentionShape Plain => new() { Batch = 2, Queries = 37, Keys = 70, Heads = 2, Size = 16 };

    /// <summary>Every optional operand and mask by itself and some together, for 37 queries, 70 keys and two samples.</summary>
    public static TheoryData<AttentionShape> Variants => new()
    {
        Plain,
        Plain with { Scale = 0.7f },
        Plain with { Scale = 0 },
        Plain with { Scale = -0.3f, Causal = true },
        Plain with { Causal = true },
        Plain with { Causal = true, Window = 5 },
        Plain with { Window = 9 },
        Plain with { HasLengths = true },
        Plain with { HasLengths = true, Causal = true },
        Plain with { HasSlopes = true },
        Plain with { HasSlopes = true, Causal = true },
        Plain with { HasBias = true },
        Plain with { HasBias = true, BiasPerHead = true },
        Plain with { HasBias = true, BiasPerSample = true },
        Plain with { HasBias = true, BiasPerSample = true, BiasPerHead = true },
        Plain with { HasBias = true, BiasPerHead = true, BiasForAllQueries = true },
        Plain with { HasBias = true, BiasPerSample = true, BiasForAllQueries = true, HasBiasGradient = true, BiasGradientPerSample = true, Causal = true },
        Plain with { Dropout = 0.3f },
        Plain with { HasPadding = true },
        Plain with { HasPadding = true, PaddingPerSample = true, HasBias = true, Causal = true },
        Plain with { ValueSize = 24 },
        Plain with { ValueSize = 5, Heads = 6, KeyHeads = 2, Causal = true },
        Plain with { HasBias = true, HasBiasGradient = true },
        Plain with { HasBias = true, BiasPerHead = true, HasBiasGradient = true, BiasGradientPerHead = true, Dropout = 0.3f },
        Plain with { HasBias = true, HasBiasGradient = true, BiasGradientPerSample = true, Causal = true },
        Plain with { HasBiasGradient = true, BiasGradientPerSample = true, BiasGradientPerHead = true, Heads = 4, KeyHeads = 2, HasLengths = true },
        Plain with { Heads = 6, KeyHeads = 2 },
        Plain with { Heads = 3, KeyHeads = 1, Causal = true },
        Plain with
        {
            Heads = 4, KeyHeads = 2, Causal = true, Window = 40, HasBias = true, BiasPerHead = true, HasLengths = true, HasSlopes = true,
            Dropout = 0.2f, Size = 20, ValueSize = 33, HasPadding = true, PaddingPerSample = true, HasBiasGradient = true, BiasGradientPerHead = true,
        },
    };

    [Fact]
    public void EveryNumberOfQueriesAndKeys()
    {
        for (var length = 1; length <= 70; length++)
        {
            AttentionCase.Check(new() { Batch = 1, Queries = length, Keys = length, Heads = 2, Size = 8, Causal = length % 2 == 0 });
            AttentionCase.Check(new() { Batch = 1, Queries = length, Keys = 1 + (length * 31 % 71), Size = 4, Causal = length % 3 == 0 });
        }
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(161)]
    [InlineData(260)]
    public void SeveralTilesOfKeys(int length)
    {
        AttentionCase.Check(new() { Batch = 1, Queries = 65, Keys = length, Heads = 2, Size = 8 });
        AttentionCase.Check(new() { Batch = 1, Queries = length, Keys = length, Size = 16, Causal = true });
        AttentionCase.Check(new() { Batch = 1, Queries = 40, Keys = length, Size = 5, Causal = true, Window = 100, Dropout = 0.1f });
        AttentionCase.Check(new() { Batch = 1, Queries = length, Keys = length, Size = 4, HasBias = true, HasSlopes = true });
    }

    [Fact]
    public void EverySize()
    {
        for (var size = 1; size <= 70; size++)
            AttentionCase.Check(new() { Batch = 1, Queries = 9, Keys = 11, Heads = 2, Size = size, Causal = size % 2 == 0 });
        AttentionCase.Check(new() { Batch = 1, Queries = 35, Keys = 67, Heads = 2, Size = 128 });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryVariant(AttentionShape shape)
    {
        foreach (var size in (int[])[8, 16, 20, 32, 64]) AttentionCase.Check(shape with { Size = size }, [70, 33]);
        AttentionCase.Check(shape with { Queries = 70, Keys = 37 }, [0, 37]);
        AttentionCase.Check(shape with { Queries = 150, Keys = 150 }, [149, 1]);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ASingleQuery(AttentionShape shape)
    {
        foreach (var size in (int[])[1, 8, 20, 64, 80]) AttentionCase.Check(shape with { Queries = 1, Size = size }, [0, 33]);
        foreach (var keys in (int[])[1, 2, 31, 33, 300]) AttentionCase.Check(shape with { Queries = 1, Keys = keys }, [keys, 1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void QueriesThatSeeNothingGiveZeros(int queries) => Isa.ForEach(() =>
    {
        // The first sample has no keys, and all the second's are ruled out by the bias.
        var shape = new AttentionShape
        {
            Batch = 2, Queries = queries, Keys = 66, Heads = 2, Size = 12, HasLengths = true, HasBias = true, BiasPerSample = true, HasBiasGradient = true,
        };
        using var attention = new AttentionCase(shape, [0, 66]);
        for (var i = 0; i < 2 * queries * 66; i++) attention.Bias[i] = float.NegativeInfinity;
        var (output, logSumExp, q, k, v, bias) = attention.Run(Workers.Single);
        Assert.All(logSumExp, value => Assert.Equal(float.NegativeInfinity, value));
        foreach (var values in (float[][])[output, q, k, v, bias]) Assert.All(values, value => Assert.Equal(0f, value));
    });

    /// <summary>Shapes of which every option hides keys from some queries, with what is hidden from the first 30.</summary>
    public static TheoryData<AttentionShape> Hiding => new()
    {
        Plain with { Causal = true, Queries = 70 },
        Plain with { Causal = true, Queries = 70, Heads = 1, Size = 5 },
        Plain with { Causal = true, Queries = 70, Window = 9, Heads = 4, KeyHeads = 2, Dropout = 0.2f },
        Plain with { HasLengths = true },
        Plain with { HasBias = true, HasBiasGradient = true },
        Plain with { HasBias = true, BiasForAllQueries = true, Heads = 1 },
        Plain with { HasPadding = true },
        Plain with { HasPadding = true, PaddingPerSample = true, Queries = 1, ValueSize = 5 },
        Plain with { HasBias = true, Heads = 1, BiasPerSample = true, HasSlopes = true },
        Plain with { HasBias = true, Queries = 1 },
        Plain with { HasBias = true, Queries = 1, Size = 80, Heads = 4, KeyHeads = 2 },
    };

    /// <summary>Keys, values and queries are NaN or infinite from place 40 on; what sees none of them does not change by a bit.</summary>
    [Theory]
    [MemberData(nameof(Hiding))]
    public void WhatIsHiddenMayBeAnything(AttentionShape shape)
    {
        const int Shown = 40;
        Isa.ForEach(() =>
        {
            var results = new List<float[]>();
            foreach (var spoilt in (float[])[0.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                using var attention = new AttentionCase(shape, [Shown, Shown]);
                var rows = Math.Min(shape.Queries, Shown);
                Spoil(attention.K.Start, shape.Keys, shape.KeyHeads * shape.Size, spoilt);
                Spoil(attention.V.Start, shape.Keys, shape.KeyHeads * shape.ValueSize, spoilt);
                Spoil(attention.Q.Start, shape.Queries, shape.Heads * shape.Size, spoilt);
                Spoil(attention.OutputGradient.Start, shape.Queries, shape.Heads * shape.ValueSize, 0f);
                if (shape.HasBias)
                {
                    var biasRows = (shape.BiasPerSample ? shape.Batch : 1) * (shape.BiasForAllQueries ? 1 : shape.Queries);
                    for (var row = 0; row < biasRows; row++)
                    {
                        for (var key = Shown; key < shape.Keys; key++) attention.Bias[(row * shape.Keys) + key] = float.NegativeInfinity;
                    }
                }

                for (var i = 0L; shape.HasPadding && i < (shape.PaddingPerSample ? shape.Batch : 1) * shape.Keys; i++)
                {
                    if (i % shape.Keys >= Shown) attention.Padding[i] = float.NegativeInfinity;
                }

                var (output, _, q, k, v, bias) = attention.Run(Workers.Single);
                var width = shape.Heads * shape.ValueSize;
                var seen = Enumerable.Range(0, (int)shape.Batch).SelectMany(sample => output.AsSpan((int)(sample * shape.Queries * width), (int)(rows * width)).ToArray());
                results.Add([.. seen, .. q, .. k, .. v, .. bias]);
            }

            Assert.All(results[0], value => Assert.True(float.IsFinite(value)));
            Assert.All(results, result => Bits.AssertClose(results[0], result, tolerance: 0, $"{shape} at {CpuFeatures.Level}"));

            void Spoil(FloatBuffer values, long steps, long width, float value)
            {
                for (var sample = 0L; sample < shape.Batch; sample++)
                {
                    for (var i = (sample * steps * width) + (Shown * width); i < (sample + 1) * steps * width; i++) values[i] = value;
                }
            }
        });
    }

    [Fact]
    public void LargeScoresDoNotOverflow()
    {
        var shape = new AttentionShape { Batch = 1, Queries = 40, Keys = 100, Size = 16, Scale = 60f };
        using var attention = new AttentionCase(shape);
        Isa.ForEach(() =>
        {
            var (output, _, q, k, v, _) = attention.Run(Workers.Single);
            foreach (var values in (float[][])[output, q, k, v]) Assert.All(values, value => Assert.True(float.IsFinite(value)));
        });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ThreadsDoNotChangeABit(AttentionShape shape)
    {
        foreach (var queries in (int[])[1, 100])
        {
            using var attention = new AttentionCase(shape with { Queries = queries, Keys = 130 }, [130, 77]);
            var one = attention.Run(Workers.Single);
            foreach (var threads in (int[])[2, 5])
            {
                using var workers = new Workers(threads);
                var many = attention.Run(workers);
                var what = $"{shape} on {threads} threads";
                Bits.AssertSame(one.Output, many.Output, what);
                Bits.AssertSame(one.LogSumExp, many.LogSumExp, what);
                Bits.AssertSame(one.Q, many.Q, what);
                Bits.AssertSame(one.K, many.K, what);
                Bits.AssertSame(one.V, many.V, what);
                Bits.AssertSame(one.Bias, many.Bias, what);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void TheReferenceGradientAgreesWithDifferences(AttentionShape shape)
    {
        using var attention = new AttentionCase(shape with { Queries = 5, Keys = 7, Size = 3 }, [7, 4]);
        AssertDifferences(attention, attention.Q, attention.QGradient, "query");
        AssertDifferences(attention, attention.K, attention.KGradient, "key");
        AssertDifferences(attention, attention.V, attention.VGradient, "value");

        // Where it has the form of the bias: it is always one for every query.
        if (shape.HasBias && !shape.BiasForAllQueries && shape.BiasPerSample == shape.BiasGradientPerSample && shape.BiasPerHead == shape.BiasGradientPerHead && shape.HasBiasGradient)
            AssertDifferences(attention, attention.BiasBuffer!, attention.BiasGradient, "bias");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void AllocatesNothing(int queries)
    {
        var shape = Plain with
        {
            Queries = queries, HasBias = true, HasLengths = true, HasSlopes = true, Causal = true, Window = 20, Dropout = 0.1f, HasPadding = true,
            HasBiasGradient = true, BiasGradientPerHead = true, ValueSize = 7,
        };
        using var attention = new AttentionCase(shape, [60, 70]);
        attention.Measure();
        Assert.Equal(0, attention.Measure());
    }

    [Fact]
    public void ScratchGrowsWithTheKeysAndOnceWithTheQueries()
    {
        var shape = Plain;
        Assert.Equal(2 * ScratchSizes.AttentionForward(shape, 1), ScratchSizes.AttentionForward(shape, 2));
        Assert.Equal(ScratchSizes.AttentionForward(shape, 1), ScratchSizes.AttentionForward(shape with { Queries = 5000, Batch = 9 }, 1));
        Assert.Equal(ScratchSizes.AttentionGradient(shape, 1), ScratchSizes.AttentionGradient(shape with { Queries = 1000, Batch = 9 }, 1));
        var many = ScratchSizes.AttentionGradient(shape with { Queries = 50_000 }, 1);
        Assert.True(many > ScratchSizes.AttentionGradient(shape, 1));
        Assert.Equal(many, ScratchSizes.AttentionGradient(shape with { Queries = 900_000 }, 1));
        AssertLinear(keys => ScratchSizes.AttentionForward(shape with { Keys = keys }, 1));
        AssertLinear(keys => ScratchSizes.AttentionGradient(shape with { Keys = keys }, 1));

        static void AssertLinear(Func<long, long> length) => Assert.Equal(10 * (length(700) - length(600)), length(1700) - length(700));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(20, true)]
    public void ABiasOfAllSamples_IsSummedInPieces(int heads, bool perHead)
    {
        var shape = new AttentionShape
        {
            Batch = 37, Queries = 7, Keys = 11, Heads = heads, Size = 4, HasBias = true, BiasPerHead = perHead, HasBiasGradient = true, BiasGradientPerHead = perHead,
        };
        AttentionCase.Check(shape);
        using var attention = new AttentionCase(shape);
        using var workers = new Workers(3);
        Bits.AssertSame(attention.Run(Workers.Single).Bias, attention.Run(workers).Bias, $"{shape} on 3 threads");
        Assert.True(ScratchSizes.AttentionPieces(shape) <= 16);
        Assert.Equal(ScratchSizes.AttentionGradient(shape with { Batch = 1 << 20 }, 2), ScratchSizes.AttentionGradient(shape, 2));
    }

    private static void AssertDifferences(AttentionCase attention, GuardedBuffer operand, float[] gradient, string what)
    {
        const float Step = 1f / 512;
        for (var i = 0; i < operand.Length; i++)
        {
            var value = operand.Start[i];
            if (float.IsNegativeInfinity(value))
            {
                Assert.Equal(0f, gradient[i]);
                continue;
            }

            var (low, high) = (value - Step, value + Step);
            operand.Start[i] = high;
            var above = attention.Objective();
            operand.Start[i] = low;
            var below = attention.Objective();
            operand.Start[i] = value;
            var difference = (above - below) / ((double)high - low);
            Assert.True(
                Math.Abs(difference - gradient[i]) <= 1e-4 * (1 + Math.Abs(difference)),
                $"{what} gradient {i} of {attention.Shape}: differences give {difference}, the reference {gradient[i]}");
        }
    }
}
