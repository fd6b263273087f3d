using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpretation;

/// <summary>Movement and indexing.</summary>
internal sealed partial class GraphInterpreter
{
    private static Values Move(MovementOp op, Values[] inputs, int[] extents)
    {
        if (op is ConcatOp concat) return Concat(concat.Axis, inputs, extents);
        if (op is PadOp pad) return Pad(pad, inputs[0], extents);
        return Filled(extents, index => inputs[0][Source(op, inputs[0], index)]);
    }

    /// <summary>Where the element of a result comes from.</summary>
    private static int[] Source(MovementOp op, Values input, int[] index)
    {
        var source = (int[])index.Clone();
        switch (op)
        {
            case TransposeOp transpose:
                for (var axis = 0; axis < index.Length; axis++) source[transpose.Order[axis]] = index[axis];
                break;
            case SliceOp slice:
                source[slice.Axis] = slice.Start + (index[slice.Axis] * slice.Step);
                break;
            case ReverseOp reverse:
                source[reverse.Axis] = input.Extents[reverse.Axis] - 1 - index[reverse.Axis];
                break;
            case ExpandOp:
                for (var axis = 0; axis < index.Length; axis++) source[axis] = input.Extents[axis] == 1 ? 0 : index[axis];
                break;
            default:
                throw new NotSupportedException($"{op.Name} has no double-precision twin.");
        }

        return source;
    }

    private static Values Concat(int axis, Values[] inputs, int[] extents)
    {
        var result = new Values(extents);
        var begin = 0;
        foreach (var input in inputs)
        {
            foreach (var index in Values.Indices(input.Extents))
            {
                var target = (int[])index.Clone();
                target[axis] += begin;
                result[target] = input[index];
            }

            begin += input.Extents[axis];
        }

        return result;
    }

    private static Values Pad(PadOp op, Values input, int[] extents)
    {
        var result = Filled(extents, _ => op.Value);
        foreach (var index in Values.Indices(input.Extents))
        {
            var target = (int[])index.Clone();
            target[op.Axis] = op.Before + (index[op.Axis] * (1 + op.Interior));
            result[target] = input[index];
        }

        return result;
    }

    private static Values Gather(Values table, Values indices, int[] extents) =>
        Filled(extents, index => table[(int)indices[index.AsSpan(0, index.Length - 1)], index[^1]]);

    private static Values ScatterAdd(Values values, Values indices, int[] extents)
    {
        var result = new Values(extents);
        foreach (var index in Values.Indices(values.Extents)) result[(int)indices[index.AsSpan(0, index.Length - 1)], index[^1]] += values[index];
        return result;
    }
}
