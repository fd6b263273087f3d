using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Emit;

/// <summary>Writes the structs of fused steps: loops, reductions across rows, and epilogues.</summary>
internal static class LoopWriter
{
    private const int WidestVector = KernelLimits.WidestVector;

    // Terms that are added up plainly down the rows: a sum of no more of them is exact enough.
    private const int ShortColumn = 64;

    /// <summary>A struct that computes a fused loop.</summary>
    public static void WriteLoop(SourceWriter writer, string name, LoopBody body, EquatableArray<DimSymbol> symbols)
    {
        using (writer.Block($"public readonly struct {name} : {Kernels.Loop.Structure}"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block("public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>"))
            {
                var names = new NameAllocator([.. KnownNames.OfPrograms, "operands", "sizes", "begin", "end", "block", "blockEnd", "i", "row"]);
                var sizes = SizeNames.OfLoop(symbols, names);
                var text = new BodyText(body, names, "row", "i", sizes);
                text.WriteOperands(writer);
                var mark = writer.Here();
                if (IsFlat(body)) WriteFlat(writer, body, text);
                else WriteRows(writer, body, text, names);
                sizes.WriteUsed(writer, mark);
            }
        }
    }

    /// <summary>Whether the loop runs over elements, so that threads share them.</summary>
    public static bool IsFlat(LoopBody body) => body.Rows.IsOne && body.Values.All(value => value.Kind != BodyKind.Reduce);

    private static void WriteFlat(SourceWriter writer, LoopBody body, BodyText text)
    {
        text.WriteLocals(writer, RowValues(body, text, level: 0));
        using (writer.Block("for (var i = begin; i < end; i += V.Count)"))
        {
            text.WriteLocals(writer, body.Stores.Select(store => store.Value));
            foreach (var store in body.Stores) WriteStore(writer, body, text, store, body.NeedsExactStores ? "end - i" : null);
        }
    }

    private static void WriteRows(SourceWriter writer, LoopBody body, BodyText text, NameAllocator names)
    {
        using (writer.Block("for (var row = begin; row < end; row++)"))
        {
            var last = body.Values.Count == 0 ? 0 : text.Levels.Max();
            for (var level = 0; level <= last; level++)
            {
                text.WriteLocals(writer, RowValues(body, text, level));
                foreach (var store in body.Stores)
                {
                    if (!text.IsLane[store.Value] && text.Levels[store.Value] == level && store.IsPerRow)
                        writer.Line($"Lanes.StoreOne({text.Text(store.Value, out _)}, {text.Operand(store.Operand)}, row);");
                }

                WritePass(writer, body, text, names, level);
            }
        }
    }

    // One walk over the lanes of a row: what is stored at this level, and the reductions that the next level waits for.
    private static void WritePass(SourceWriter writer, LoopBody body, BodyText text, NameAllocator names, int level)
    {
        var stores = body.Stores.Where(store => !store.IsPerRow && text.Levels[store.Value] == level).ToList();
        var reductions = Enumerable.Range(0, body.Values.Count)
            .Where(index => body.Values[index].Kind == BodyKind.Reduce && text.Levels[body.Values[index].Arguments[0]] == level).ToList();
        if (stores.Count == 0 && reductions.Count == 0) return;

        var (lanes, atom) = (text.Sizes.Of(body.Lanes), text.Sizes.Atom(body.Lanes));
        var inBlocks = body.Lanes.IsBatched || body.Lanes.MaximumPerSample > StepNumbers.ShortRow;
        var accumulators = reductions.Select(index => new Accumulator(body.Values[index], inBlocks, names)).ToList();
        foreach (var accumulator in accumulators) accumulator.WriteBeginning(writer);
        var outer = text.Snapshot();
        inBlocks = accumulators.Any(accumulator => accumulator.Blocks is not null);
        using (inBlocks ? writer.Block($"for (var block = 0L; block < {lanes}; block += BlockSum<V>.Length)") : null)
        {
            if (inBlocks) writer.Line($"var blockEnd = BlockSum<V>.EndOfLanes(block, {lanes});");
            foreach (var accumulator in accumulators) accumulator.WriteBlockBeginning(writer);
            using (writer.Block(inBlocks ? "for (var i = block; i < blockEnd; i += V.Count)" : $"for (var i = 0L; i < {lanes}; i += V.Count)"))
            {
                var remaining = body.Lanes.Factor % WidestVector == 0 ? null : $"{atom} - i";
                BindStored(body, text, level);
                text.WriteLocals(writer, stores.Select(store => store.Value).Concat(reductions.Select(index => body.Values[index].Arguments[0])));
                foreach (var store in stores) WriteStore(writer, body, text, store, remaining);
                foreach (var accumulator in accumulators)
                {
                    var item = text.Text(accumulator.Argument, out _);
                    accumulator.WriteStep(writer, remaining is null ? item : $"Lanes.Keep({item}, {remaining}, {accumulator.Neutral})");
                }
            }

            foreach (var accumulator in accumulators) accumulator.WriteBlockEnd(writer);
        }

        text.Restore(outer);
        for (var i = 0; i < reductions.Count; i++) text.Bound[reductions[i]] = accumulators[i].WriteTotal(writer);
    }

    // What an earlier walk over the row has stored is read back instead of computed again.
    private static void BindStored(LoopBody body, BodyText text, int level)
    {
        foreach (var store in body.Stores)
        {
            if (store.IsPerRow || text.Levels[store.Value] >= level || !text.IsLane[store.Value] || body.Values[store.Value].Kind != BodyKind.Function) continue;
            text.Bound[store.Value] = $"V.Load({text.Operand(store.Operand)}, {text.StoreIndex()})";
        }
    }

    // What is the same for all lanes of a row and is ready once the reductions of the lower levels are.
    private static IEnumerable<int> RowValues(LoopBody body, BodyText text, int level)
    {
        for (var index = 0; index < body.Values.Count; index++)
        {
            var value = body.Values[index];
            if (!text.IsLane[index] && text.Levels[index] == level && value.Kind is BodyKind.Function or BodyKind.Load) yield return index;
        }
    }

    private static void WriteStore(SourceWriter writer, LoopBody body, BodyText text, BodyStore store, string? remaining)
    {
        var value = text.Text(store.Value, out _);
        var target = $"{text.Operand(store.Operand)}, {text.StoreIndex()}";
        writer.Line(remaining is null ? $"V.Store({value}, {target});" : $"Lanes.Store({value}, {target}, {remaining});");
    }

    /// <summary>A struct that accumulates rows of a reduction.</summary>
    public static void WriteReduction(SourceWriter writer, string name, ReductionStep step, EquatableArray<DimSymbol> symbols)
    {
        var body = step.Body;
        using (writer.Block($"public readonly struct {name} : {Kernels.Reduction.Structure}"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block("public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>"))
            {
                var names = new NameAllocator([.. KnownNames.OfPrograms, "operands", "sizes", "outer", "begin", "end", "partial", "first", "block", "blockEnd", "column", "row"]);
                var sizes = SizeNames.OfLoop(symbols, names);
                var text = new BodyText(body, names, "row", "column", sizes);
                var columns = sizes.Of(body.Lanes);
                text.WriteOperands(writer);
                var mark = writer.Here();
                var (begin, end) = step.Outer.IsOne ? ("begin", "end") : ("first + begin", "first + end");
                if (!step.Outer.IsOne) writer.Line($"var first = outer * {sizes.Atom(step.Reduced)};");
                var total = new Accumulator(step.Kind, step.Kind == ReduceKind.Max ? "max" : "sum", !(step.Reduced.IsConstant && step.Reduced.Factor <= ShortColumn), names);
                using (writer.Block($"for (var column = 0L; column < {columns}; column += V.Count)"))
                {
                    total.WriteBeginning(writer);
                    var inBlocks = total.Blocks is not null;
                    using (inBlocks ? writer.Block($"for (var block = {begin}; block < {end}; block += BlockSum<V>.Steps)") : null)
                    {
                        if (inBlocks) writer.Line($"var blockEnd = BlockSum<V>.EndOfRows(block, {end});");
                        total.WriteBlockBeginning(writer);
                        using (writer.Block(inBlocks ? "for (var row = block; row < blockEnd; row++)" : $"for (var row = {begin}; row < {end}; row++)"))
                        {
                            text.WriteLocals(writer, [body.Result]);
                            total.WriteStep(writer, text.Text(body.Result, out _));
                        }

                        total.WriteBlockEnd(writer);
                    }

                    var value = total.OfEachLane;
                    writer.Line(body.Lanes.Factor % WidestVector == 0 ? $"V.Store({value}, partial, column);" : $"Lanes.Store({value}, partial, column, {sizes.Atom(body.Lanes)} - column);");
                }

                sizes.WriteUsed(writer, mark);
            }
        }
    }

    /// <summary>A struct that finishes the sums of a contraction.</summary>
    public static void WriteEpilogue(SourceWriter writer, string name, LoopBody body)
    {
        using (writer.Block($"public readonly struct {name} : {Kernels.Epilogue}"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            using (writer.Block("public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>"))
            {
                var names = new NameAllocator([.. KnownNames.OfPrograms, "operands", "sum", "row", "column"]);
                var text = new BodyText(body, names, "row", "column", SizeNames.OfLoop(default, names));
                text.WriteOperands(writer);
                text.WriteLocals(writer, body.Stores.Select(store => store.Value).Concat([body.Result]));
                var run = Literal.Of(body.ColumnRun);
                var remaining = body.ColumnRun % WidestVector == 0 ? null : body.Lanes.Factor == body.ColumnRun ? $"{run} - column" : $"{run} - column % {run}";
                foreach (var store in body.Stores) WriteStore(writer, body, text, store, remaining);
                writer.Line($"return {text.Text(body.Result, out _)};");
            }
        }
    }
}
