using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>
/// What a step does, apart from where its values are and what its layers are called. Steps of equal forms are one method, which is told
/// the offsets.
/// </summary>
/// <param name="Step">The step over places that are numbered as it names them.</param>
/// <param name="Places">The places.</param>
internal sealed record StepForm(Step Step, EquatableArray<PlaceForm> Places)
{
    /// <summary>The form of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="buffers">The buffers of its program.</param>
    /// <param name="roots">Receives the buffers whose offsets tell it from other steps of this form.</param>
    public static StepForm Of(Step step, EquatableArray<PlannedBuffer> buffers, out List<int> roots)
    {
        var (numbers, places, found) = (new Dictionary<int, int>(), new List<PlaceForm>(), new List<int>());
        int Place(int index)
        {
            if (numbers.TryGetValue(index, out var number)) return number;
            var buffer = buffers[index];
            int? whole = buffer.Base is { } larger ? Place(larger) : null;
            if (whole is null) found.Add(index);
            places.Add(new PlaceForm(buffer.Storage, whole, buffer.Start, buffer.Stride, buffer.Step, whole is null ? null : buffer.Count));
            return numbers[index] = places.Count - 1;
        }

        var form = Anonymous(StepBuffers.Map(step, Place));
        roots = found;
        return new StepForm(form, places.ToEquatableArray());
    }

    private static Step Anonymous(Step step)
    {
        step = step with { Layers = default, Kinds = default, Comment = "" };
        return step switch
        {
            KernelStep kernel => kernel with { Epilogue = kernel.Epilogue is { } epilogue ? LoopForm.Anonymous(epilogue) : null, Rows = null },
            LoopStep loop => loop with { Body = LoopForm.Anonymous(loop.Body) },
            ReductionStep reduction => reduction with { Body = LoopForm.Anonymous(reduction.Body) },
            ScanStep scan => scan with { Body = scan.Body.Select(Anonymous).ToEquatableArray() },
            _ => step,
        };
    }
}

/// <summary>A place of a step, but for the offset of memory of its own.</summary>
/// <param name="Storage">Which arena it is in.</param>
/// <param name="Whole">The number of the place this is a part of; null for memory of its own.</param>
/// <param name="Start">Where it begins in there.</param>
/// <param name="Stride">The floats of one entry.</param>
/// <param name="Step">The variable with which it moves on.</param>
/// <param name="Count">For a part, its floats in a call, which the checked build states; those of memory of its own are told.</param>
internal sealed record PlaceForm(Storage Storage, int? Whole, Dim Start, Extent Stride, string? Step, Extent? Count);
