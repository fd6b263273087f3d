using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>
/// Steps that read or write a value from an offset on, as one third of the weights of attention: told where that is, they do what steps do
/// that begin at its start.
/// </summary>
internal static class StepStarts
{
    /// <summary>The step over places that begin where it begins.</summary>
    /// <param name="step">The step.</param>
    /// <param name="buffers">The buffers of its program.</param>
    /// <param name="starts">Receives how far behind its start it begins in a buffer, where that is not 0.</param>
    public static Step Remove(Step step, EquatableArray<PlannedBuffer> buffers, out IReadOnlyDictionary<int, long> starts)
    {
        var found = new Dictionary<int, long>();
        starts = found;
        if (step is not KernelStep kernel || kernel.Calls.Any(call => call.Arguments.Any(ReadsBackwards))) return step;
        var operands = kernel.Epilogue is { } epilogue ? epilogue.Operands.Select(operand => operand.Buffer).ToList() : [];
        foreach (var uses in kernel.Calls.SelectMany(call => call.Arguments).OfType<BufferArgument>().GroupBy(argument => argument.Buffer))
        {
            var (buffer, offset) = (buffers[uses.Key], uses.First().Offset);
            if (offset.IsConstant && offset != 0 && IsFixed(buffer) && !operands.Contains(uses.Key) && uses.All(argument => argument.Offset == offset)) found[uses.Key] = offset.Factor;
        }

        return found.Count == 0 ? step : kernel with { Calls = kernel.Calls.Select(call => call with { Arguments = call.Arguments.Select(argument => Begun(argument, found)).ToEquatableArray() }).ToEquatableArray() };
    }

    // Not at a place that moves on with the batch, or with the steps of a scan.
    private static bool IsFixed(PlannedBuffer buffer) => buffer is { Base: null, Storage: Storage.Fixed or Storage.Parameter or Storage.State or Storage.NextState or Storage.Gradient or Storage.Prepared };

    // From where it begins back to the start of the value.
    private static bool ReadsBackwards(KernelArgument argument) => argument switch
    {
        ExtentsArgument extents => extents.Values.Any(value => value.Factor < 0),
        SizesArgument sizes => sizes.Sizes.Any(size => size.Value.Factor < 0),
        _ => false,
    };

    private static KernelArgument Begun(KernelArgument argument, Dictionary<int, long> starts) =>
        argument is BufferArgument buffer && starts.ContainsKey(buffer.Buffer) ? buffer with { Offset = 0 } : argument;
}
