using Sinter.Generator.Tests.Fuzzing;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Scalars;

/// <summary>The scalar functions that random networks are made of: those in the graph of any form that takes a row of numbers.</summary>
internal static class FunctionsOfForms
{
    public static IReadOnlySet<ScalarFunction> All { get; } = Forms.Values.Concat(Forms.Losses).SelectMany(Of).ToHashSet();

    private static IEnumerable<ScalarFunction> Of(Form form)
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 4), DataType.Float32, IsTarget: false)));
        var labels = new Tokens(builder, builder.Add(new InputOp("labels", Shape.Of(Dim.Batch), DataType.Int32, IsTarget: true)));
        var operands = new object[form.Arity];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = i == 0 ? x : form.TakesLabels ? labels : x.Parameter("y" + i, form.Partner!(new Random(i), x.Shape), Initializer.Zeros);
        }

        try
        {
            form.Build(operands, [.. form.Numbers.Select(choice => choice.Low)]);
        }
        catch (Exception exception) when (exception is NetworkDefinitionException or InvalidCastException)
        {
            // It takes an image, or tokens.
            return [];
        }

        return builder.Build().Nodes.Select(node => node.Op).OfType<PointwiseOp>().Select(op => op.Function);
    }
}
