using Sinter.Generator.LoweredOps;
using Sinter.Generator.Lowering;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Rows that are chosen only to be combined are read where they are.</summary>
public sealed class CombineSelectedTests
{
    private readonly GraphBuilder builder = new();

    [Theory]
    [InlineData(nameof(ReduceKind.Sum))]
    [InlineData(nameof(ReduceKind.Max))]
    public void RowsThatOneCombines_AreNotCopied(string kind)
    {
        var reduce = Enum.Parse<ReduceKind>(kind);
        var (rows, source, target) = Operands();
        builder.Segment(reduce, builder.SelectRows(rows, source), target, 6);
        var combined = CombineSelected.Run(builder.Build()).Nodes[^1];
        Assert.Equal(new SelectedSegmentOp(reduce, 6, Shape.Of(Dim.Batch, 6, 3)), combined.Op);
        Assert.Equal([rows, source, target], combined.Inputs);
    }

    [Fact]
    public void RowsThatAnotherReads_StayAsTheyAre()
    {
        var (rows, source, target) = Operands();
        var selected = builder.SelectRows(rows, source);
        builder.Add(builder.Segment(ReduceKind.Sum, selected, target, 4), selected);
        var graph = builder.Build();
        Assert.Equal(graph, CombineSelected.Run(graph));
    }

    private (int Rows, int Source, int Target) Operands() => (
        builder.Add(new InputOp("rows", Shape.Of(Dim.Batch, 5, 3), DataType.Float32, IsTarget: false)),
        builder.Add(new InputOp("source", Shape.Of(Dim.Batch, 4), DataType.Int32, IsTarget: false) { Limit = 5 }),
        builder.Add(new InputOp("target", Shape.Of(Dim.Batch, 4), DataType.Int32, IsTarget: false) { Limit = 6 }));
}
