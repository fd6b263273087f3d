using Sinter.Generator.Lowering;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the structs of fused steps: loops, reductions across rows, and epilogues.</summary>
internal static class LoopWriter
{
    private const int WidestVector = Runtime.KernelLimits.WidestVector;

    /// <summary>A struct that computes a fused loop.</summary>
    public static void WriteLoop(SourceWriter writer, string name, LoopBody body, EquatableArray<DimSymbol> symbols)
    {
        using (writer.Block($"private readonly struct {name} : IFusedStep"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block("public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>"))
            {
                var names = new NameAllocator([.. KnownNames.OfPrograms, "operands", "sizes", "begin", "end", "i", "row"]);
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

        var accumulators = new Dictionary<int, string>();
        foreach (var index in reductions)
        {
            accumulators[index] = names.Allocate(body.Values[index].Hint);
            writer.Line($"var {accumulators[index]} = V.Fill({Neutral(body.Values[index].Reduction)});");
        }

        var lanes = text.Sizes.Of(body.Lanes);
        var remaining = body.Lanes.Factor % WidestVector == 0 ? null : $"{text.Sizes.Atom(body.Lanes)} - i";
        var outer = text.Snapshot();
        using (writer.Block($"for (var i = 0L; i < {lanes}; i += V.Count)"))
        {
            BindStored(body, text, level);
            text.WriteLocals(writer, stores.Select(store => store.Value).Concat(reductions.Select(index => body.Values[index].Arguments[0])));
            foreach (var store in stores) WriteStore(writer, body, text, store, remaining);
            foreach (var index in reductions)
            {
                var item = text.Text(body.Values[index].Arguments[0], out _);
                if (remaining is not null) item = $"Lanes.Keep({item}, {remaining}, {Neutral(body.Values[index].Reduction)})";
                writer.Line(body.Values[index].Reduction == ReduceKind.Max
                    ? $"{accumulators[index]} = V.Max({accumulators[index]}, {item});"
                    : $"{accumulators[index]} += {item};");
            }
        }

        text.Restore(outer);
        foreach (var index in reductions)
        {
            var combine = body.Values[index].Reduction == ReduceKind.Max ? "MaxLanes" : "SumLanes";
            writer.Line($"{accumulators[index]} = V.Fill(V.{combine}({accumulators[index]}));");
            text.Bound[index] = accumulators[index];
        }
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

    private static string Neutral(ReduceKind kind) => kind == ReduceKind.Max ? "float.NegativeInfinity" : "0f";

    /// <summary>A struct that accumulates rows of a reduction.</summary>
    public static void WriteReduction(SourceWriter writer, string name, ReductionStep step, EquatableArray<DimSymbol> symbols)
    {
        var body = step.Body;
        using (writer.Block($"private readonly struct {name} : IFusedReduction"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block("public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>"))
            {
                var names = new NameAllocator([.. KnownNames.OfPrograms, "operands", "sizes", "outer", "begin", "end", "partial", "first", "column", "row"]);
                var sizes = SizeNames.OfLoop(symbols, names);
                var text = new BodyText(body, names, "row", "column", sizes);
                var total = names.Allocate(step.Kind == ReduceKind.Max ? "max" : "sum");
                var columns = sizes.Of(body.Lanes);
                text.WriteOperands(writer);
                var mark = writer.Here();
                if (!step.Outer.IsOne) writer.Line($"var first = outer * {sizes.Atom(step.Reduced)};");
                using (writer.Block($"for (var column = 0L; column < {columns}; column += V.Count)"))
                {
                    writer.Line($"var {total} = V.Fill({Neutral(step.Kind)});");
                    using (writer.Block(step.Outer.IsOne ? "for (var row = begin; row < end; row++)" : "for (var row = first + begin; row < first + end; row++)"))
                    {
                        text.WriteLocals(writer, [body.Result]);
                        var item = text.Text(body.Result, out _);
                        writer.Line(step.Kind == ReduceKind.Max ? $"{total} = V.Max({total}, {item});" : $"{total} += {item};");
                    }

                    writer.Line(body.Lanes.Factor % WidestVector == 0 ? $"V.Store({total}, partial, column);" : $"Lanes.Store({total}, partial, column, {sizes.Atom(body.Lanes)} - column);");
                }

                sizes.WriteUsed(writer, mark);
            }
        }
    }

    /// <summary>A struct that finishes the sums of a contraction.</summary>
    public static void WriteEpilogue(SourceWriter writer, string name, LoopBody body)
    {
        using (writer.Block($"private readonly struct {name} : IEpilogue"))
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
