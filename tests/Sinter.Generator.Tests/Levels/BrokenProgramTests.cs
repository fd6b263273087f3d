using Sinter.Generator.Levels;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Levels;

/// <summary>Programs that would read what is not there, or write over what is still needed, are named, with the step or the buffer.</summary>
public sealed class BrokenProgramTests
{
    private const string Placed = nameof(PlanMemory.PlaceBuffers);

    [Fact]
    public void TwoLiveBuffersInOnePlace() => AssertBroken("are in one place at the same time.", Placed, "Cnn", program => Each(program, buffer => buffer.Storage == Storage.Batched ? buffer with { Offset = 0 } : buffer));

    [Fact]
    public void PartlyInOnePlace() => AssertBroken("are in one place at the same time.", Placed, "Cnn", program => Each(program, buffer =>
        buffer.Storage == Storage.Batched && buffer.Offset > 0 ? buffer with { Offset = buffer.Offset - ParameterLayout.Alignment } : buffer));

    [Fact]
    public void StepBeforeItsInput() => AssertBroken("which no step before it has written.", AlternateProducts.Name, "Cnn", program => Steps(program, steps => steps.Reverse()));

    [Fact]
    public void DroppedStep() => AssertBroken("which no step before it has written.", AlternateProducts.Name, "Cnn", program => Steps(program, steps => steps.Skip(1)));

    [Fact]
    public void DroppedPreparation() => AssertBroken("which no step before it has written.", AlternateProducts.Name, "Cnn", program =>
        program with { Prepare = program.Prepare with { Steps = program.Prepare.Steps.Select(_ => program.Prepare.Steps[1]).ToEquatableArray() } });

    [Fact]
    public void StepOfAScanBeforeItsInput() => AssertBroken("which no step before it has written.", AlternateProducts.Name, "ScanLstm", program => Steps(program, steps => steps.Select(step =>
        step is ScanStep scan ? scan with { Body = scan.Body.Reverse().ToEquatableArray() } : step)));

    [Fact]
    public void ScanThatBeginsWithNothing() => AssertBroken("which no step before it has written.", AlternateProducts.Name, "ScanLstm", program => Steps(program, steps => steps.Select(step =>
        step is ScanStep scan ? scan with { Before = [] } : step)));

    [Fact]
    public void LifeThatEndsTooEarly() => AssertBroken("only.", AlternateProducts.Name, "Cnn", program => Each(program, buffer => buffer is { Storage: Storage.Batched, Last: < int.MaxValue } ? buffer with { Last = buffer.First } : buffer));

    [Fact]
    public void OutputThatIsNotKept() => AssertBroken("is not kept behind step", AlternateProducts.Name, "Cnn", program => Each(program, buffer => buffer is { Storage: Storage.Batched, Last: int.MaxValue } ? buffer with { Last = 1_000 } : buffer));

    [Fact]
    public void OutputThatNobodyWrites() => AssertBroken("is written by no step.", AlternateProducts.Name, "Cnn", program => Steps(program, steps => steps.Take(steps.Count() - 1)));

    [Fact]
    public void WrittenWeight() => AssertBroken("which is not its to write.", AlternateProducts.Name, "Cnn", program =>
    {
        var weight = Array.FindIndex(program.Buffers.ToArray(), buffer => buffer.Storage == Storage.Parameter);
        return Steps(program, steps => steps.Select(step => step is KernelStep kernel ? kernel with { Calls = kernel.Calls.Select(call => Redirected(call, weight)).ToEquatableArray() } : step));
    });

    [Fact]
    public void GradientOfAPrediction() => AssertBroken("which is not its to write.", AlternateProducts.Name, "Cnn", program => Each(program, buffer => buffer.Storage == Storage.Batched ? buffer with { Storage = Storage.Gradient } : buffer));

    [Fact]
    public void CallersMemory() => AssertBroken("is the caller's memory, but no borrowed input.", AlternateProducts.Name, "Cnn", program =>
    {
        var input = program.Main.Inputs[0].Buffer!.Value;
        return Each(program, buffer => buffer == program.Buffers[input] ? buffer with { Storage = Storage.Input } : buffer);
    });

    [Fact]
    public void BufferWithoutAPlace() => AssertBroken("has no place.", Placed, "Cnn", program => Each(program, buffer => buffer.Storage == Storage.Batched ? buffer with { Offset = -1 } : buffer));

    [Fact]
    public void BufferBetweenPlaces() => AssertBroken("which is no multiple of 16.", Placed, "Cnn", program => Each(program, buffer => buffer.Storage == Storage.Batched ? buffer with { Offset = buffer.Offset + 1 } : buffer));

    [Fact]
    public void BufferOutsideOfItsArena() => AssertBroken("but its arena from 0 to", Placed, "Cnn", program => program with { Main = program.Main with { BatchedLength = 16 } });

    [Fact]
    public void PartOutsideOfItsWhole() => AssertBroken("floats.", Placed, "ScanLstm", program => Each(program, buffer => buffer.Base is not null ? buffer with { Start = 1_000 } : buffer));

    [Fact]
    public void PartOfOtherMemory() => AssertBroken("but in other memory.", AlternateProducts.Name, "ScanLstm", program => Each(program, buffer => buffer.Base is not null ? buffer with { Storage = Storage.Gradient } : buffer));

    [Fact]
    public void UnknownBuffer() => AssertBroken("uses buffer 100000 of", AlternateProducts.Name, "Mlp", program =>
        Steps(program, steps => steps.Select(step => step is KernelStep kernel ? kernel with { Calls = kernel.Calls.Select(call => Redirected(call, 100_000)).ToEquatableArray() } : step)));

    [Fact]
    public void GradientThatNobodyWrites()
    {
        var message = NetworkLevels.Training.OverProgram(SampleNetworks.Graph("Cnn"), AlternateProducts.Name, program => program with
        {
            Buffers = program.Buffers.Append(new PlannedBuffer("gradient of nothing", Storage.Gradient, 0, 16, 0, int.MaxValue, "[16]")).ToEquatableArray(),
        });
        Assert.Matches("^Sabotage breaks the program for training: No step writes Gradient buffer [0-9]+ 'gradient of nothing' \\[16\\]\\.$", message);
    }

    private static void AssertBroken(string what, string behind, string network, Func<PreparedProgram, PreparedProgram> sabotage)
    {
        var message = NetworkLevels.Inference.OverProgram(SampleNetworks.Graph(network), behind, sabotage);
        Assert.StartsWith("Sabotage breaks the program for inference: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    private static PreparedProgram Each(PreparedProgram program, Func<PlannedBuffer, PlannedBuffer> change) => program with { Buffers = program.Buffers.Select(change).ToEquatableArray() };

    private static PreparedProgram Steps(PreparedProgram program, Func<IEnumerable<Step>, IEnumerable<Step>> change) =>
        program with { Main = program.Main with { Steps = change(program.Main.Steps).ToEquatableArray() } };

    private static KernelCall Redirected(KernelCall call, int buffer) =>
        call with { Arguments = call.Arguments.Select(argument => argument is BufferArgument { IsWritten: true } place ? place with { Buffer = buffer } : argument).ToEquatableArray() };
}
