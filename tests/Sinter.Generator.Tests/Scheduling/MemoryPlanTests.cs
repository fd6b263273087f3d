using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;
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

    // What it keeps of a row was once written behind its arena.
    [Fact]
    public void Preparation_HasMemoryForValuesOfItsOwn()
    {
        const string Define = """
            static Tensor Define([Shape(24)] Tensor x)
            {
                var weight = x.Parameter("weight", [24, 24], Initializer.Uniform(-1, 1));
                for (var i = 0; i < 2; i++) weight = (weight.Matmul(weight.Transpose()) * 0.5f).Softmax().Matmul(weight);
                return x.Matmul(weight);
            }
            """;
        var lowered = new NetworkCase("Net", Source.ReadMembers(Define).Graph(), PassOptions.Default).Lower();
        var prepare = lowered.Prepare!;
        var own = prepare.Buffers.Where(buffer => buffer.Storage == Storage.Fixed && buffer.First < prepare.Steps.Count).ToArray();
        Assert.NotEmpty(own);
        Assert.InRange(own.Max(buffer => buffer.Offset + buffer.Length), 1, prepare.FixedLength);
        Assert.Null(BufferOverlap.Find(lowered));
        Assert.Contains("reaches over the end", BufferOverlap.Find(lowered with { Prepare = prepare with { FixedLength = 0 } }));
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
