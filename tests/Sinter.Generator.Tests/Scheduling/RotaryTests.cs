using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Passes;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>What rotating queries or keys costs.</summary>
public sealed class RotaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rotating_IsOneCopyAndOneLoop(bool interleaved)
    {
        var definition = new SampleNetworks.Definition();
        definition.Output("y", definition.Image(16, 4, 8).RotaryPositions(interleaved: interleaved));
        var program = new NetworkCase("Net", definition.Builder.Build(), PassOptions.Default).Lower().Inference!;
        var copy = Assert.Single(Assert.IsType<KernelStep>(program.Steps[0]).Calls);
        Assert.Equal("Movement.Copy", copy.Kernel.Name);
        Assert.IsType<LoopStep>(program.Steps[1]);
        Assert.Equal(2, program.Steps.Count);
    }
}
