using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>Both forms of declaration, their inputs and their outputs.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public void FluentChain_BecomesLayers() =>
        Assert.Equal("fc1:8 relu1:8 fc2:3", Source.Layers("return x.Linear(8, name: \"fc1\").Relu().Linear(3, name: \"fc2\");"));

    [Fact]
    public void LoopsAndHelpers_UnrollIntoLayers() =>
        Assert.Equal(
            "block.0.fc:8 block.0.relu1:8 block.1.fc:16 block.1.relu1:16",
            Source.Layers(
                "for (var i = 0; i < 2; i++) x = x.Scope($\"block.{i}\", b => Block(b, 8 << i)); return x;",
                "static Tensor Block(Tensor x, int width) => x.Linear(width, name: \"fc\").Relu();"));
}
