using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Movements: each is one strided copy, or one for each input.</summary>
internal static class MovementEvaluator
{
    public static Values Move(MovementOp op, Values[] inputs, int[] dims, Bindings bindings)
    {
        var input = inputs[0];
        var strides = input.Strides;
        switch (op)
        {
            case ReshapeOp:
                return new Values(input.Data, dims);
            case TransposeOp transpose:
                return Read(input, 0, [.. transpose.Order.Select(axis => strides[axis])], dims);
            case SliceOp slice:
                var start = (int)slice.Start.Evaluate(bindings.Of) * strides[slice.Axis];
                strides[slice.Axis] *= slice.Step;
                return Read(input, start, strides, dims);
            case FlipOp flip:
                var last = (dims[flip.Axis] - 1) * strides[flip.Axis];
                strides[flip.Axis] *= -1;
                return Read(input, last, strides, dims);
            case ExpandOp:
                return Read(input, 0, input.StridesFor(dims), dims);
            case PadOp pad:
                var padded = Values.Filled(pad.Value, dims);
                Write(padded, pad.Axis, (int)pad.Before.Evaluate(bindings.Of), pad.Interior + 1, input);
                return padded;
            case ConcatOp concat:
                var joined = Values.Zeros(dims);
                var position = 0;
                foreach (var part in inputs)
                {
                    Write(joined, concat.Axis, position, 1, part);
                    position += part.Dims[concat.Axis];
                }

                return joined;
            default:
                throw new NotSupportedException($"The interpreter does not know {op.Name}.");
        }
    }

    private static Values Read(Values input, int start, int[] strides, int[] dims)
    {
        var result = Values.Zeros(dims);
        Copy(dims, input.Data, start, strides, result.Data, 0, result.Strides);
        return result;
    }

    private static void Write(Values result, int axis, int start, int step, Values input)
    {
        var strides = result.Strides;
        start *= strides[axis];
        strides[axis] *= step;
        Copy(input.Dims, input.Data, 0, input.Strides, result.Data, start, strides);
    }

    private static void Copy(int[] dims, double[] from, int start, int[] strides, double[] into, int place, int[] steps) =>
        Box.ForEachRowOnThreads(dims, [strides, steps], [start, place], (offsets, step, count) =>
        {
            if (step[0] == 1 && step[1] == 1) from.AsSpan(offsets[0], count).CopyTo(into.AsSpan(offsets[1]));
            else for (var i = 0; i < count; i++) into[offsets[1] + (i * step[1])] = from[offsets[0] + (i * step[0])];
        });
}
