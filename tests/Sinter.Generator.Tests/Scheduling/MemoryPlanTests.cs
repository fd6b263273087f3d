using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Memory is shared, but never by what is needed at the same time.</summary>
public sealed class MemoryPlanTests(ITestOutputHelper output)
{
    [Fact]
    public void BuffersOfTheSameMoment_DoNotOverlap()
    {
        output.WriteLine("floats a sample, planned / naive");
        output.WriteLine($"{"",-12} {"inference",18} {"training",18}");
        foreach (var (name, graph) in Zoo.Networks)
        {
            var lowered = new NetworkCase(name, graph, PassOptions.Default).Lower();
            Assert.Null(BufferOverlap.Find(lowered));
            var (inference, training) = (lowered.Inference!, lowered.Training!);
            output.WriteLine($"{name,-12} {Sizes(inference),18} {Sizes(training),18}");
            foreach (var program in new[] { inference, training })
            {
                Assert.InRange(program.BatchedLength, 0, program.NaiveBatchedLength);
                Assert.InRange(program.FixedLength, 0, program.NaiveFixedLength);
            }
        }
    }

    [Fact]
    public void WithoutThePlan_NothingIsShared()
    {
        foreach (var (name, graph) in Zoo.Networks)
        {
            var lowered = new NetworkCase(name, graph, PassOptions.Without(PlanMemory.Name)).Lower();
            Assert.Null(BufferOverlap.Find(lowered));
            Assert.Equal(lowered.Training!.NaiveBatchedLength, lowered.Training.BatchedLength);
            Assert.Equal(lowered.Inference!.NaiveBatchedLength, lowered.Inference.BatchedLength);
        }
    }

    [Fact]
    public void AnOverlap_IsFound()
    {
        var lowered = new NetworkCase("Net", Zoo.Networks[0].Graph, PassOptions.Default).Lower();
        var buffers = lowered.Training!.Buffers.Select(buffer => buffer.Storage == Storage.Batched ? buffer with { Offset = 0 } : buffer);
        Assert.Contains("overlap", BufferOverlap.Find(lowered with { Training = lowered.Training with { Buffers = new(buffers.ToArray()) } }));
    }

    private static string Sizes(Program program) => FormattableString.Invariant($"{program.BatchedLength} / {program.NaiveBatchedLength}");
}
