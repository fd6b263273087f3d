using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Recurrences, one step after the other.</summary>
internal static class ScanEvaluator
{
    /// <summary>All that a scan keeps, by output of its body.</summary>
    public static Values[] Run(ScanOp op, Values[] inputs, int steps, Bindings bindings, Func<Values[], GraphInterpreter> evaluate)
    {
        var kept = Enumerable.Range(0, op.Body.Outputs.Count)
            .Select(index => Values.Zeros([index < op.States ? steps + 1 : steps, .. Values.Bind(op.Body[op.Body.Outputs[index].Node].Shape, bindings)])).ToArray();
        for (var state = 0; state < op.States; state++) Store(kept[state], op.Reverse ? steps : 0, inputs[op.Sequences + state]);
        for (var step = 0; step < steps; step++)
        {
            var at = op.Reverse ? steps - 1 - step : step;
            var given = inputs.Select((value, index) =>
                index < op.Sequences ? Entry(value, at) : index < op.Sequences + op.States ? Entry(kept[index - op.Sequences], op.Reverse ? at + 1 : at) : value).ToArray();
            var body = evaluate(given);
            for (var index = 0; index < kept.Length; index++)
                Store(kept[index], index < op.States && !op.Reverse ? at + 1 : at, body[op.Body.Outputs[index].Node]);
        }

        return kept;
    }

    /// <summary>Entries along the first axis.</summary>
    public static Values Part(Values value, int start, int[] dims) => new(value.Data.AsSpan(start * value.Strides[0], Values.Count(dims)).ToArray(), dims);

    private static Values Entry(Values value, int at) => new(value.Data.AsSpan(at * value.Strides[0], value.Strides[0]).ToArray(), value.Dims[1..]);

    private static void Store(Values into, int at, Values value) => value.Data.CopyTo(into.Data.AsSpan(at * into.Strides[0]));
}
