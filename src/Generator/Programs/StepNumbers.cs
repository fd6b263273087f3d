using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>
/// The numbers of elements that a step is made of: channels, rows, strides. Steps that differ in them alone are one method, which is told
/// those that differ. What is decided by a number while code is written is kept: whether vectors fill its rows, and whether a sum is short.
/// </summary>
internal static class StepNumbers
{
    /// <summary>Rows of so few terms are added up plainly: their sum is exact enough even with vectors of one lane.</summary>
    public const int ShortRow = 256;

    // The widest vector: rows of so many numbers, or a multiple, leave no lanes over.
    private const int Lanes = Sinter.Runtime.KernelLimits.WidestVector;

    /// <summary>The step with numbers as symbols, in the order in which it names them.</summary>
    /// <param name="step">The step.</param>
    /// <param name="symbol">The symbol of the number with this index and value, or null where the value is meant to stay.</param>
    /// <param name="numbers">Receives the values, and the words for them.</param>
    public static Step Map(Step step, Func<int, long, DimSymbol?> symbol, out List<(long Value, string Word)> numbers)
    {
        var (found, indices) = (new List<(long Value, string Word)>(), new Dictionary<long, int>());
        Extent Map(Extent extent, string word)
        {
            if (extent.Factor <= 1 || extent.Factor > int.MaxValue || !(extent.IsConstant || IsBatch(extent))) return extent;
            if (!indices.TryGetValue(extent.Factor, out var index))
            {
                indices[extent.Factor] = index = found.Count;
                found.Add((extent.Factor, word));
            }

            if (symbol(index, extent.Factor) is not { } name) return extent;
            var number = Extent.Of(new Dim(name.MultipleOf, name, 0));
            return extent.IsConstant ? number : number * Extent.Of(new Dim(1, DimSymbol.Batch, 0));
        }

        var result = step switch
        {
            KernelStep kernel => kernel with { Calls = kernel.Calls.Select(call => call with { Arguments = call.Arguments.Select(argument => InArgument(argument, Map)).ToEquatableArray() }).ToEquatableArray() },
            LoopStep loop => InBody(loop.Body, Map) is { } body ? loop with { Body = body } : step,
            ReductionStep reduction => InReduction(reduction, Map) ?? step,
            _ => step,
        };
        numbers = found;
        return result;
    }

    /// <summary>What is decided by a number while code is written.</summary>
    public static DimSymbol Kind(int index, long value) =>
        new($"n{index}", Min: 1, value <= ShortRow ? ShortRow : int.MaxValue / 2, value % Lanes == 0 ? Lanes : 1);

    private static bool IsBatch(Extent extent) => extent.Symbols.Count == 1 && extent.Symbols[0] is { IsBatch: true, Scale: 1, Offset: 0 };

    private static KernelArgument InArgument(KernelArgument argument, Func<Extent, string, Extent> map) => argument switch
    {
        BufferArgument buffer => buffer with { Offset = map(buffer.Offset, "start") },
        ExtentArgument extent => extent with { Value = map(extent.Value, extent.Parameter ?? "count") },
        ExtentsArgument extents => extents with { Values = extents.Values.Select(value => map(value, Singular(extents.Parameter))).ToEquatableArray() },
        SizesArgument sizes => sizes with { Sizes = sizes.Sizes.Select(size => (size.Name, map(size.Value, NodeNames.Identifier(size.Name)))).ToEquatableArray() },
        _ => argument,
    };

    private static string Singular(string? parameter) => parameter is null ? "extent" : parameter.TrimEnd('s');

    private static ReductionStep? InReduction(ReductionStep step, Func<Extent, string, Extent> map)
    {
        // Whether rows are few decides how they are added up, which depends on the number itself.
        if (step.Reduced.IsConstant || InBody(step.Body, map) is not { } body) return null;
        return step with { Body = body, Outer = map(step.Outer, "outer"), Reduced = map(step.Reduced, "count") };
    }

    private static LoopBody? InBody(LoopBody body, Func<Extent, string, Extent> map)
    {
        var lanes = map(body.Lanes, "lanes");
        var values = new List<BodyValue>();
        foreach (var value in body.Values)
        {
            var access = value.Access is { } read ? InAccess(read, map) : null;
            if (access is not null && !IsReadAlike(value.Access!, body.Lanes, access, lanes)) return null;
            values.Add(value with { Access = access, Size = map(value.Size, "size") });
        }

        return body with { Lanes = lanes, Rows = map(body.Rows, "count"), Values = values.ToEquatableArray() };
    }

    // How far the outermost run goes is never asked.
    private static Access InAccess(Access access, Func<Extent, string, Extent> map) => new(access.Segments
        .Select((segment, index) => segment with { Length = index == access.Segments.Count - 1 ? 0 : map(segment.Length, "run") }).ToEquatableArray());

    // Where an element is follows from which runs are made of whole rows.
    private static bool IsReadAlike(Access access, Extent lanes, Access mapped, Extent mappedLanes)
    {
        var (below, mappedBelow) = (Extent.One, Extent.One);
        for (var index = 0; index < access.Segments.Count - 1; index++)
        {
            var (segment, other) = (access.Segments[index].Length, mapped.Segments[index].Length);
            if (!IsAlike(segment, other) || !IsAlike(below, mappedBelow)) return false;
            (below, mappedBelow) = (below * segment, mappedBelow * other);
        }

        return IsAlike(below, mappedBelow);

        bool IsAlike(Extent one, Extent other) => one.DividedBy(lanes) is { } whole
            ? other.DividedBy(mappedLanes) is { } part && part.IsOne == whole.IsOne
            : other.DividedBy(mappedLanes) is null;
    }
}
