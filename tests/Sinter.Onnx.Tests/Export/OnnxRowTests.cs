using Sinter.Generator.Export;
using Sinter.Generator.Passes;
using Sinter.Generator.Scalars;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Onnx.Tests.Export;

/// <summary>Every primitive and every scalar function can be written in operators of ONNX, or says that it cannot.</summary>
public sealed class OnnxRowTests
{
    [Fact]
    public void EveryPrimitive_HasARow()
    {
        var primitives = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract).ToArray();
        Assert.True(primitives.Length > 30);
        Assert.Empty(primitives.Except(OnnxOperators.Known));
    }

    [Fact]
    public void EveryScalarFunction_HasARowThatComputesIt()
    {
        var builder = new GraphBuilder();
        int Input(string name) => builder.Add(new InputOp(name, Shape.Of(Dim.Batch, 64), DataType.Float32, IsTarget: false));
        int[] inputs = [Input("x"), Input("y"), Input("z")];
        foreach (var (function, row) in ScalarTable.Rows.Where(row => row.Key != ScalarFunction.ToFloat)) builder.AddOutput(function.ToString(), builder.Add(new PointwiseOp(function), inputs[..row.Arity]));
        builder.AddOutput("ToFloat", builder.Add(new PointwiseOp(ScalarFunction.ToFloat), builder.Add(new InputOp("words", Shape.Of(Dim.Batch, 3), DataType.Int32, IsTarget: false))));
        Assert.Equal(Enum.GetNames<ScalarFunction>().Order(), builder.Build().Outputs.Select(output => output.Name).Order());
        var graph = builder.Build();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        Assert.True(assembly.Networks[0].Failure is null, assembly.Networks[0].Failure);

        // Near 0, where most can lose digits; far away; on both sides of every bound, and on it.
        double[] values = [0, 1, -1, 0.5, -0.5, 1e-6, -1e-6, 3e-3, -3e-3, 0.25, -0.25, 0.75, 1.5, -1.5, 2, -2, 2.5, -2.5, 7.25, -7.25, 20, -20, 80, -80];
        var sample = new Sample(graph, 2);
        foreach (var (index, input) in new[] { "x", "y", "z" }.Index())
        {
            for (var i = 0; i < sample.Inputs[input].Length; i++) sample.Inputs[input][i] = (float)values[i * (index + 1 + (2 * index)) % values.Length];
        }

        using var model = new RuntimeModel(assembly.Networks[0].SaveOnnx(assembly.Networks[0].Create(sample)));
        Assert.Empty(Wrong(new Oracle(graph).Inference(sample), model.Run(graph, sample)));
    }

    // Each element to a few units in the last place of its own, for small ones are what digits are lost of. ONNX Runtime's sigmoid has errors of its
    // own where it is small.
    private static IEnumerable<string> Wrong(Expectations expected, Results results)
    {
        foreach (var (item, (what, values)) in expected.Items.Zip(results.Items))
        {
            for (var i = 0; i < values.Length; i++)
            {
                var (wanted, got) = (item.Values[i], values[i]);
                var isSame = double.IsFinite((float)wanted) ? Math.Abs(wanted - got) <= Math.Max(1e-6 * Math.Abs(wanted), what == "output Sigmoid" ? 1e-7 : 1e-12) : ((float)wanted).Equals(got);
                if (!isSame) yield return $"{what}[{i}] is {got:R}, expected {wanted:R}";
            }
        }
    }
}
