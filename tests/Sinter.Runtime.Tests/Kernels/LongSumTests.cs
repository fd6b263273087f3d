using Sinter.Runtime;
using Sinter.Tests.Contractions;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary>
/// Every kernel that adds up, on every instruction set: sums of very many terms of one sign are within 2e-6 of the exact ones, whether all
/// terms round the same way, as equal ones do, or not, and the threads change no bit.
/// </summary>
public class LongSumTests
{
    private const double Tolerance = 2e-6;

    private static readonly Workers Three = new(3);

    [Theory]
    [InlineData(1, 1, 10_000_000)]
    [InlineData(1, 1, 1000)]
    [InlineData(1, 7, 300_007)]
    [InlineData(1, 100, 50_001)]
    [InlineData(5, 3, 300_001)]
    [InlineData(30, 40, 100_003)]
    [InlineData(70, 5, 30_000)]
    public void Products(int rows, int columns, int terms)
    {
        var shape = new MatMulShape(1, rows, terms, columns, TransposedA: false, PackedB: false, SharedB: true);
        Check((long)rows * terms, (workers, output, terms) => Run(workers, output, terms, shape, split: false), rows * columns, shape);
    }

    [Theory]
    [InlineData(5, 3, 2_000_003)]
    [InlineData(30, 40, 100_003)]
    public void ProductsOfManySamples(int rows, int columns, int terms)
    {
        var shape = new MatMulShape(1, rows, terms, columns, TransposedA: true, PackedB: false, SharedB: true);
        Check((long)rows * terms, (workers, output, terms) => Run(workers, output, terms, shape, split: true), rows * columns, shape);
    }

    [Theory]
    [InlineData(1, 1000, 1000, 1, 1)]
    [InlineData(20, 300, 40, 1, 3)]
    [InlineData(3, 1, 100_000, 1, 2)]
    [InlineData(40_000, 1, 1, 1, 2)]
    [InlineData(300, 14, 14, 3, 2)]
    public void GradientsOfWindows(int batch, int height, int width, int kernel, int channels)
    {
        foreach (var depthwise in new[] { false, true })
        {
            var pad = kernel / 2;
            var shape = new ConvolutionShape
            {
                InHeight = height, InWidth = width, OutHeight = height, OutWidth = width, KernelHeight = kernel, KernelWidth = kernel, PadTop = pad, PadLeft = pad,
                InChannels = channels, OutChannels = channels, Groups = depthwise ? channels : 1,
            };
            var pixels = (long)batch * height * width;
            Isa.ForEach(() =>
            {
                foreach (var terms in Terms(pixels * channels))
                {
                    using var image = terms;
                    using var gradient = new GuardedBuffer(pixels * channels);
                    for (var i = 0L; i < gradient.Length; i++) gradient.Start[i] = 0.1f;
                    using var exact = new GuardedBuffer(shape.Inner * channels);
                    ConvolutionReference.WeightGradient(exact.Start, image.Start, gradient.Start, shape, batch);
                    SameOnThreads(exact.ToArray(), (workers, output) =>
                    {
                        using var scratch = new GuardedBuffer(depthwise
                            ? ScratchSizes.ConvolutionDepthwiseWeightGradient(shape, batch, workers.Threads)
                            : ScratchSizes.ConvolutionWeightGradient(shape, batch, workers.Threads));
                        if (depthwise) Convolution.DepthwiseWeightGradient(workers, output, image.Start, gradient.Start, shape, batch, scratch.Start);
                        else Convolution.WeightGradient(workers, output, image.Start, gradient.Start, shape, batch, scratch.Start);
                        scratch.AssertGuards();
                    });
                }
            });
        }
    }

    [Theory]
    [InlineData(1, 1000, 1000)]
    [InlineData(40, 16, 16)]
    public void WindowsAsLargeAsAnImage(int channels, int height, int width)
    {
        var shape = new ConvolutionShape
        {
            InHeight = height, InWidth = width, OutHeight = 1, OutWidth = 1, KernelHeight = height, KernelWidth = width, InChannels = channels, OutChannels = 3,
        };
        using var weight = Filled(shape.Inner * 3);
        using var packed = new GuardedBuffer(MatMul.PackedLength(shape.Inner, 3));
        MatMul.Pack(Workers.Single, packed.Start, weight.Start, 1, (int)shape.Inner, 3, transposed: true);
        Isa.ForEach(() =>
        {
            foreach (var terms in Terms(shape.Inner))
            {
                using var image = terms;
                var exact = (float)(image.ToArray().Sum(value => (double)value) * 0.1f);
                SameOnThreads([exact, exact, exact], (workers, output) =>
                {
                    using var scratch = new GuardedBuffer(ScratchSizes.ConvolutionForward(shape, workers.Threads));
                    Convolution.Forward<Identity>(workers, output, image.Start, packed.Start, shape, 1, scratch.Start, []);
                });
            }
        });
    }

    [Theory]
    [InlineData(2000, 2000, 1)]
    [InlineData(300, 70, 9)]
    public void Pools(int height, int width, int channels)
    {
        var shape = new PoolShape { InHeight = height, InWidth = width, Channels = channels, OutHeight = 1, OutWidth = 1, KernelHeight = height, KernelWidth = width };
        Isa.ForEach(() =>
        {
            foreach (var terms in Terms((long)height * width * channels))
            {
                using var image = terms;
                var exact = Enumerable.Range(0, channels).Select(channel => (float)ColumnSum(image, channel, channels) / (height * width)).ToArray();
                SameOnThreads(exact, (workers, output) => Pooling.Average(workers, output, image.Start, shape, 1));
            }
        });
    }

    [Fact]
    public void GradientsOfPools()
    {
        // Windows of 200 by 200 that overlap: the pixel in the middle is in all of them.
        const int Side = 399, Kernel = 200;
        var shape = new PoolShape { InHeight = Side, InWidth = Side, Channels = 1, OutHeight = Kernel, OutWidth = Kernel, KernelHeight = Kernel, KernelWidth = Kernel };
        using var gradient = Filled(Kernel * Kernel);
        Isa.ForEach(() =>
        {
            using var output = new GuardedBuffer(Side * Side);
            Pooling.AverageGradient(Three, output.Start, gradient.Start, shape, 1);
            AssertExact([0.1f], [output.Start[(Kernel - 1) * (Side + 1)]]);
        });
    }

    [Theory]
    [InlineData(3_000_000, 1, 3)]
    [InlineData(100_000, 70, 2)]
    public void Scatter(int count, int width, int rows)
    {
        using var indices = new GuardedBuffer(count);
        for (var i = 0; i < count; i++) indices.Start.AsIntegers()[i] = i % 2;
        Isa.ForEach(() =>
        {
            foreach (var terms in Terms((long)count * width))
            {
                using var values = terms;
                var exact = new double[rows * width];
                for (var i = 0L; i < values.Length; i++) exact[((i / width % 2) * width) + (i % width)] += values.Start[i];
                SameOnThreads([.. exact.Select(sum => (float)sum)], (workers, output) =>
                {
                    using var scratch = new GuardedBuffer(ScratchSizes.ScatterAdd(rows));
                    Indexing.ScatterAdd(workers, output, values.Start, indices.Start.AsIntegers(), count, width, rows, scratch.Start);
                    scratch.AssertGuards();
                });
            }
        });
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(1, 5000)]
    [InlineData(1, 250)]
    [InlineData(3, 200_000)]
    public void KeysOfAQuery(int queries, int keys)
    {
        const int Size = 5;
        var shape = new AttentionShape { Batch = 1, Queries = queries, Keys = keys, Size = Size };
        using var q = Filled(queries * Size);
        using var k = Filled((long)keys * Size);
        Isa.ForEach(() =>
        {
            foreach (var terms in Terms((long)keys * Size))
            {
                using var v = terms;
                var means = Enumerable.Range(0, Size).Select(i => (float)(ColumnSum(v, i, Size) / keys)).ToArray();
                SameOnThreads([.. Enumerable.Repeat(means, queries).SelectMany(row => row)], (workers, output) =>
                {
                    using var scratch = new GuardedBuffer(ScratchSizes.AttentionForward(shape, workers.Threads));
                    Attention.Forward(workers, output, default, q.Start, k.Start, v.Start, default, default, default, default, default, shape, scratch.Start);
                    scratch.AssertGuards();
                });
            }
        });
    }

    [Theory]
    [InlineData(60_000, 3)]
    [InlineData(3, 60_000)]
    public void GradientsOfAttention(int queries, int keys)
    {
        // Equal scores: a value's gradient is the sum of all output gradients over the keys.
        const int Size = 4;
        var shape = new AttentionShape { Batch = 1, Queries = queries, Keys = keys, Size = Size };
        using var q = Filled((long)queries * Size);
        using var k = Filled((long)keys * Size);
        using var v = Filled((long)keys * Size);
        Isa.ForEach(() =>
        {
            foreach (var terms in Terms((long)queries * Size))
            {
                using var outputGradient = terms;
                using var output = new GuardedBuffer((long)queries * Size);
                using var logSumExp = new GuardedBuffer(queries);
                using var forward = new GuardedBuffer(ScratchSizes.AttentionForward(shape, 3));
                Attention.Forward(Three, output.Start, logSumExp.Start, q.Start, k.Start, v.Start, default, default, default, default, default, shape, forward.Start);
                AssertExact([MathF.Log(keys) + (0.01f * MathF.Sqrt(Size))], [logSumExp.Start[0]]);
                var row = Enumerable.Range(0, Size).Select(i => (float)(ColumnSum(outputGradient, i, Size) / keys)).ToArray();
                SameOnThreads([.. Enumerable.Repeat(row, keys).SelectMany(values => values)], (workers, vGradient) =>
                {
                    using var qGradient = new GuardedBuffer((long)queries * Size);
                    using var kGradient = new GuardedBuffer((long)keys * Size);
                    using var scratch = new GuardedBuffer(ScratchSizes.AttentionGradient(shape, workers.Threads));
                    Attention.Gradient(
                        workers, qGradient.Start, kGradient.Start, vGradient, default, q.Start, k.Start, v.Start, output.Start, logSumExp.Start, outputGradient.Start,
                        default, default, default, default, default, shape, scratch.Start);
                    scratch.AssertGuards();
                });
            }
        });
    }

    private static void Check(long length, Action<Workers, FloatBuffer, FloatBuffer> run, int results, MatMulShape shape) => Isa.ForEach(() =>
    {
        foreach (var terms in Terms(length))
        {
            using var a = terms;
            var exact = new float[results];
            for (var row = 0; row < shape.Rows; row++)
            {
                var sum = 0.0;
                for (var i = 0L; i < shape.Inner; i++) sum += a.Start[shape.TransposedA ? (i * shape.Rows) + row : (row * shape.Inner) + i];
                exact.AsSpan(row * shape.Columns, shape.Columns).Fill((float)(sum * 0.1f));
            }

            SameOnThreads(exact, (workers, output) => run(workers, output, a.Start));
        }
    });

    // B is 0.1 everywhere.
    private static void Run(Workers workers, FloatBuffer output, FloatBuffer a, MatMulShape shape, bool split)
    {
        using var b = Filled(shape.Inner * shape.Columns);
        using var scratch = new GuardedBuffer(ScratchSizes.MatMulSplit(shape));
        if (split) MatMul.RunSplit(workers, output, a, b.Start, shape, scratch.Start);
        else MatMul.Run<Identity>(workers, output, a, b.Start, shape, []);
        scratch.AssertGuards();
    }

    private static void SameOnThreads(float[] exact, Action<Workers, FloatBuffer> run)
    {
        using var single = new GuardedBuffer(exact.Length);
        using var several = new GuardedBuffer(exact.Length);
        run(Workers.Single, single.Start);
        run(Three, several.Start);
        single.AssertGuards();
        AssertExact(exact, single.ToArray());
        Bits.AssertSame(single.ToArray(), several.ToArray(), "on three threads");
    }

    private static void AssertExact(float[] exact, float[] actual)
    {
        for (var i = 0; i < exact.Length; i++)
        {
            var error = exact[i] == 0 ? Math.Abs(actual[i]) : Math.Abs(((double)actual[i] / exact[i]) - 1);
            Assert.True(error <= Tolerance, $"Element {i} at {CpuFeatures.Level}: {actual[i]:R}, exactly {exact[i]:R}, off by {error:E1}.");
        }
    }

    /// <summary>Equal terms, and random ones of one sign.</summary>
    private static IEnumerable<GuardedBuffer> Terms(long count)
    {
        yield return Filled(count);
        var random = new Random(3);
        var terms = new GuardedBuffer(count);
        for (var i = 0L; i < count; i++) terms.Start[i] = random.NextSingle();
        yield return terms;
    }

    private static GuardedBuffer Filled(long count)
    {
        var terms = new GuardedBuffer(count);
        for (var i = 0L; i < count; i++) terms.Start[i] = 0.1f;
        return terms;
    }

    private static double ColumnSum(GuardedBuffer values, int column, int columns)
    {
        var sum = 0.0;
        for (long i = column; i < values.Length; i += columns) sum += values.Start[i];
        return sum;
    }
}
