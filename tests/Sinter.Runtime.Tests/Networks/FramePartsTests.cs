using System.Runtime.CompilerServices;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>Calls whose samples are computed in parts: which samples belong together, and what other threads see of the caller's spans.</summary>
public sealed class FramePartsTests
{
    private const int PerSample = 3;

    [Fact]
    public void EverySampleIsInOnePart_AndAloneOnlyWhereItIsOnOneThreadToo()
    {
        foreach (var threads in (int[])[2, 3, 4])
        {
            using var workers = Workers.CreatePrivate(threads);
            for (var together = 1; together <= 7; together++)
            for (var batch = 1; batch <= 40; batch++)
            {
                var alone = PartSizes(batch, together, Workers.Single).Select(size => size == 1);
                var sizes = PartSizes(batch, together, workers);
                Assert.InRange(sizes.Max(), 1, together);
                Assert.True(alone.SequenceEqual(sizes.Select(size => size == 1)), $"{batch} samples, {together} together, on {threads} threads");
            }
        }
    }

    [Fact]
    public void LargeBatchesHaveAPartForEveryThread()
    {
        using var two = Workers.CreatePrivate(2);
        using var four = Workers.CreatePrivate(4);
        Assert.All(PartSizes(batch: 32, together: 12, two), size => Assert.Equal(8, size));
        Assert.All(PartSizes(batch: 12, together: 12, four), size => Assert.Equal(3, size));
        Assert.All(PartSizes(batch: 8, together: 12, four), size => Assert.Equal(8, size));
    }

    [Fact]
    public void CollectionsMayMoveTheArguments() => WhileCollecting(() =>
    {
        using var workers = Workers.CreatePrivate(3);
        PartSizes(batch: 40, together: 4, workers);
    });

    [Fact]
    public void CollectionsDoNotMoveAnInputThatIsReadInItsPlace() => WhileCollecting(() =>
    {
        // A new array each time: the first collection moves it, unless it is held.
        Stay.Values = new float[1000];
        var frame = new Frame(default, Workers.Single, new CallSizes(1));
        for (var i = 0; i < 10; i++) frame.Run<Stay>(Stay.Values);
    });

    [Fact]
    public void NothingIsAllocated()
    {
        using var workers = Workers.CreatePrivate(3);
        var frame = new Frame(new FrameArenas { Together = 4, PartLength = 16, Plan = ArenaPlan.Empty }, workers, new CallSizes(40));
        float[] inputs = new float[40 * PerSample], outputs = new float[inputs.Length], sizes = new float[40];
        for (var i = 0; i < 10; i++) frame.InParts(new Call(inputs, outputs, sizes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) frame.InParts(new Call(inputs, outputs, sizes));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Over and over until there were collections enough, with a pause between them in which the action gets on.
    private static void WhileCollecting(Action action)
    {
        const int Collections = 50;
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; Thread.Sleep(1)) GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
        });
        var before = GC.CollectionCount(0);
        collector.Start();
        try
        {
            while (GC.CollectionCount(0) - before < Collections) action();
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    // The number of samples that each sample is computed with. The arrays are new, so that a collection moves them.
    private static int[] PartSizes(int batch, int together, Workers workers)
    {
        var frame = new Frame(new FrameArenas { Together = together, PartLength = workers.Threads == 1 ? 0 : 16, Plan = ArenaPlan.Empty }, workers, new CallSizes(batch));
        var inputs = Enumerable.Range(1, batch * PerSample).Select(value => (float)value).ToArray();
        var (outputs, sizes) = (new float[inputs.Length], new float[batch]);
        frame.InParts(new Call(inputs, outputs, sizes));
        Assert.True(inputs.Select(value => value + 1).SequenceEqual(outputs), "a sample is missing, or was computed twice");
        return [.. sizes.Select(size => (int)size)];
    }

    private readonly ref struct Call(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> sizes) : IPartialCall
    {
        private readonly ReadOnlySpan<float> inputs = inputs;
        private readonly Span<float> outputs = outputs;
        private readonly Span<float> sizes = sizes;

        public void Run(in Frame part)
        {
            var from = part.Samples(inputs, PerSample);
            var to = part.Samples(outputs, PerSample);
            for (var i = 0; i < to.Length; i++) to[i] += from[i] + 1;
            part.Samples(sizes, 1).Fill(part.Batch);
        }
    }

    private readonly struct Stay : IProgram
    {
        public static float[] Values { get; set; } = [];

        public static void Run(in Frame frame)
        {
            Assert.True(Unsafe.AreSame(ref Values[0], ref frame.Input(0)[0]));
            Thread.Sleep(1);
            Assert.True(Unsafe.AreSame(ref Values[0], ref frame.Input(0)[0]), "the input was moved during the call");
        }
    }
}
