using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>Calls whose images are computed in bands: every row once, and windows that no two threads share.</summary>
public sealed class FrameBandsTests
{
    private const int Height = 3, Row = 4, Scratch = 16, Window = 32;

    [Fact]
    public void EveryRowIsComputedOnce()
    {
        foreach (var threads in (int[])[1, 2, 3, 5])
        {
            using var workers = Workers.CreatePrivate(threads);
            for (var bands = 1; bands <= 6; bands++)
            for (var batch = 1; batch <= 3; batch++)
            {
                var rows = Run(workers, bands, batch, calls: 1, out _);
                Assert.True(rows.All(value => value == 1), $"{batch} images of {bands} bands on {threads} threads");
            }
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using var workers = Workers.CreatePrivate(3);
        Run(workers, bands: 5, batch: 2, calls: 100, out var allocated);
        Assert.Equal(0, allocated);
    }

    private static float[] Run(Workers workers, int bands, int batch, int calls, out long allocated)
    {
        var plan = new ArenaPlan(bands * Height * Row, 0, Scratch, 0) { SharedScratchLength = 16, WindowLength = Window };
        using var all = new GuardedBuffer(plan.BatchedLength * batch);
        using var scratch = new GuardedBuffer(plan.Scratch(workers.Threads));
        for (var i = 0L; i < all.Length; i++) all.Start[i] = 0;
        for (var i = 0L; i < scratch.Length; i++) scratch.Start[i] = 0;
        var frame = new Frame(new FrameArenas { Batched = all.Start, Scratch = scratch.Start, Plan = plan }, workers, new CallSizes(batch));
        Count.Bands = bands;
        frame.InBands<Count>(bands);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < calls; i++) frame.InBands<Count>(bands);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        all.AssertGuards();
        scratch.AssertGuards();
        return all.ToArray();
    }

    private readonly struct Count : IBandProgram
    {
        public static int Bands { get; set; }

        public static void Run(in Frame frame, in Band band)
        {
            var shape = new ConvolutionShape { InHeight = 1, InWidth = 1, InChannels = Row, OutWidth = 1, OutChannels = Row, KernelHeight = 1, KernelWidth = 1 };
            var rows = band.Rows(shape with { InHeight = Bands * Height, OutHeight = Bands * Height }, Height, above: 0, ahead: 0);
            Same(1, frame.Workers.Threads);

            // All of the thread's own memory is written, and must come to no other thread's.
            for (var i = 0; i < Window; i++) Same(0, frame.Window(0)[i]++);
            for (var i = 0; i < Scratch; i++) Same(0, frame.Scratch[i]++);
            for (var i = 0; i < rows.Shape.OutHeight * Row; i++) rows.Output(frame.Batched(0))[i]++;
            for (var i = 0; i < Window; i++) Same(1, frame.Window(0)[i]--);
            for (var i = 0; i < Scratch; i++) Same(1, frame.Scratch[i]--);
        }

        // An assertion that allocates only if it fails.
        private static void Same(float expected, float actual)
        {
            if (expected != actual) Assert.Fail($"{actual} instead of {expected}");
        }
    }
}
