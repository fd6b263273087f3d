using System.Text;
using Sinter.Generator.Programs;
using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes a program as a static class: one method a step, in order, and the structs that fused steps are made of.</summary>
internal sealed partial class StepWriter(SourceWriter writer, Program program, EquatableArray<DimSymbol> symbols)
{
    // What a kernel is told of the work on one number; it is a guess, and counted in 32 bits.
    private const int MostWork = 1024;

    private readonly Stack<string> counters = new();
    private readonly StringBuilder line = new();

    // Methods and structs of the class: sizes are variables beside calls of them.
    private readonly NameAllocator names = new([.. KnownNames.OfPrograms, .. symbols.Select(symbol => symbol.Name)]);

    /// <summary>Writes the class.</summary>
    public void Write(string className, string summary)
    {
        names.Allocate(className);
        var methods = program.Steps.Select(step => names.Allocate(MethodName(step))).ToArray();
        writer.Line($"/// <summary>{summary}</summary>");
        using (writer.Block(program.Borrowed is null ? $"file static class {className}" : $"file readonly struct {className} : IProgram"))
        {
            writer.Line("/// <summary>All steps in order.</summary>");
            using (writer.Block("public static void Run(in Frame frame)"))
            {
                foreach (var method in methods) writer.Line($"{method}(frame);");
            }

            for (var index = 0; index < methods.Length; index++)
            {
                writer.Line();
                WriteStep(program.Steps[index], methods[index]);
            }
        }
    }

    private static string MethodName(Step step)
    {
        var layers = step.Layers;
        var stem = layers.Count switch
        {
            0 => "Step",
            1 or 2 => string.Concat(layers.Select(NodeNames.PascalIdentifier)),
            _ => NodeNames.PascalIdentifier(layers[0]) + "To" + NodeNames.PascalIdentifier(layers[layers.Count - 1]),
        };
        var purpose = step.Purpose == "Forward" ? step.IsBackward ? "Backward" : "" : step.Purpose;
        return stem + purpose;
    }

    private string Signature => string.Concat(counters.Reverse().Select(counter => $", long {counter}"));

    private void WriteStep(Step step, string method)
    {
        WriteSummary(step);
        switch (step)
        {
            case KernelStep kernel:
                WriteKernel(kernel, method);
                break;
            case LoopStep loop:
                WriteLoop(loop, method);
                break;
            case ReductionStep reduction:
                WriteReduction(reduction, method);
                break;
            case ScanStep scan:
                WriteScan(scan, method);
                break;
            case BandStep bands:
                WriteBands(bands, method);
                break;
            case TableStep table:
                writer.Line($"private static void {method}(in Frame frame{Signature}) => Transfer.Copy([{string.Join(", ", table.Values.Select(Literal.Of))}], {Buffer(table.Output, Sizes())});");
                break;
        }
    }

    private void WriteSummary(Step step, string more = "")
    {
        var layers = step.Layers.Count == 0 ? "" : string.Join(", ", step.Layers) + ": ";
        writer.Line($"/// <summary>{Literal.Xml(layers + step.Comment)}{more}</summary>");
        if (step is KernelStep { Choice: { } choice }) writer.Line($"/// <remarks>{Literal.Xml((choice.IsWinograd ? "Winograd's filtering: " : "The plain sum: ") + choice.Reason)}.</remarks>");
    }

    private void WriteKernel(KernelStep step, string method) => WriteKernel(step, method, Signature, (epilogue, sizes) =>
    {
        foreach (var call in step.Calls)
            WriteCall(call, step.TakesEpilogue ? epilogue : "", step.TakesEpilogue ? ["operands: " + Operands(step.Epilogue, sizes)] : [], sizes);
    });

    // The method, whose body is given the epilogue as an argument of a generic kernel, and the epilogue.
    private void WriteKernel(KernelStep step, string method, string parameters, Action<string, SizeNames> writeBody)
    {
        var epilogue = step.Epilogue is null ? "Identity" : names.Allocate(method + "Epilogue");
        using (writer.Block($"private static void {method}(in Frame frame{parameters})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            writeBody($"<{epilogue}>", sizes);
            sizes.WriteUsed(writer, mark);
        }

        if (step.Epilogue is null) return;
        writer.Line();
        LoopWriter.WriteEpilogue(writer, epilogue, step.Epilogue);
    }

    // The calls before it, the loop over the steps, and the methods of its body.
    private void WriteScan(ScanStep step, string method)
    {
        var methods = step.Body.Select(inner => names.Allocate(MethodName(inner))).ToArray();
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            foreach (var call in step.Before) WriteCall(call, "", [], sizes);
            var (t, steps) = (step.Variable, sizes.Of(step.Steps));
            var arguments = string.Concat(counters.Reverse().Append(t).Select(counter => ", " + counter));
            using (writer.Block(step.Reverse ? $"for (var {t} = {steps} - 1L; {t} >= 0; {t}--)" : $"for (var {t} = 0L; {t} < {steps}; {t}++)"))
            {
                WriteAlternating(methods.Take(step.Alternating).ToArray(), t, arguments);
                foreach (var inner in methods.Skip(step.Alternating)) writer.Line($"{inner}(frame{arguments});");
            }

            sizes.WriteUsed(writer, mark);
        }

        counters.Push(step.Variable);
        for (var index = 0; index < methods.Length; index++)
        {
            writer.Line();
            WriteStep(step.Body[index], methods[index]);
        }

        counters.Pop();
    }

    // Forth in one step and back in the next: what was read last is still in the nearest cache.
    private void WriteAlternating(string[] methods, string t, string arguments)
    {
        void Calls(IEnumerable<string> order)
        {
            foreach (var method in order) writer.Line($"{method}(frame{arguments});");
        }

        if (methods.Length < 2)
        {
            Calls(methods);
            return;
        }

        using (writer.Block($"if ({t} % 2 == 0)")) Calls(methods);
        using (writer.Block("else")) Calls(Enumerable.Reverse(methods));
        writer.Line();
    }

    private void WriteCall(KernelCall call, string generic, string[] more, SizeNames sizes) =>
        WriteCall(call.Method + generic, ["frame.Workers", .. call.Arguments.Select(argument => Argument(argument, sizes)), .. more]);

    private void WriteCall(string method, List<string> arguments)
    {
        writer.Line($"{method}(");
        using (writer.Indent()) WriteList(arguments, ");");
    }

    private void WriteLoop(LoopStep step, string method)
    {
        var loop = names.Allocate(method + "Loop");
        var isFlat = LoopWriter.IsFlat(step.Body);
        var work = Math.Min(MostWork, Math.Max(1, step.Body.Values.Count(value => value.Kind == BodyKind.Function) + (9 * step.Body.Values.Count(value => value.Kind == BodyKind.Function && ScalarTable.Of(value.Function).IsExpensive))));
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            writer.Line($"Fused.Run<{loop}>(");
            using (writer.Indent())
            {
                WriteList(
                    [
                        "frame.Workers", Operands(step.Body, sizes), "frame.Sizes",
                        "count: " + sizes.Of(isFlat ? step.Body.Lanes : step.Body.Rows),
                        "grain: " + Literal.Of(isFlat ? 1024 : 1), "cost: " + sizes.Int(isFlat ? work : work * LanesToCount(step.Body.Lanes)),
                    ], ");");
            }

            sizes.WriteUsed(writer, mark);
        }

        writer.Line();
        LoopWriter.WriteLoop(writer, loop, step.Body, symbols);
    }

    // Rough: rows that grow with the batch are never shared out, and very long ones are long enough.
    private static Extent LanesToCount(Extent lanes)
    {
        const long Long = 1 << 20;
        return lanes.IsBatched || lanes.IsConstant || lanes.MaximumPerSample > Long ? Math.Min(lanes.Factor, Long) : lanes;
    }

    private void WriteReduction(ReductionStep step, string method)
    {
        var reduction = names.Allocate(method + "Rows");
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            writer.Line($"Fused.Reduce<{reduction}>(");
            using (writer.Indent())
            {
                WriteList(
                    [
                        "frame.Workers", Buffer(step.Output, sizes), Operands(step.Body, sizes), "frame.Sizes",
                        "outer: " + sizes.Of(step.Outer), "rows: " + sizes.Of(step.Reduced), "columns: " + sizes.Int(step.Body.Lanes),
                        "max: " + (step.Kind == ReduceKind.Max ? "true" : "false"), step.Body.Lanes.IsBatched ? "scratch: default" : "frame.Scratch",
                    ], ");");
            }

            sizes.WriteUsed(writer, mark);
        }

        writer.Line();
        LoopWriter.WriteReduction(writer, reduction, step, symbols);
    }

    private SizeNames Sizes() => SizeNames.OfFrame(symbols, new NameAllocator(symbols.Count == 0 ? [] : ["frame", "band", "rows", .. KnownNames.OfPrograms, .. Variables(program.Steps)]));

    private static IEnumerable<string> Variables(IEnumerable<Step> steps) =>
        steps.OfType<ScanStep>().SelectMany(scan => Variables(scan.Body).Append(scan.Variable)).Distinct();

    // Arguments as many to a line as fit.
    private void WriteList(List<string> items, string end)
    {
        line.Clear();
        for (var index = 0; index < items.Count; index++)
        {
            var after = index == items.Count - 1 ? end : ",";
            if (line.Length > 0 && line.Length + items[index].Length + after.Length > 110)
            {
                writer.Line(line.ToString());
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(items[index]).Append(after);
        }

        writer.Line(line.ToString());
    }

    private string Operands(LoopBody? body, SizeNames sizes) => body is null ? "[]" : "[" + string.Join(", ", body.Operands.Select(operand => Buffer(operand.Buffer, sizes))) + "]";

    private string Buffer(int index, SizeNames sizes) => BufferText.Of(program.Buffers, index, sizes);

    private string Argument(KernelArgument argument, SizeNames sizes)
    {
        var prefix = argument.Parameter is null ? "" : argument.Parameter + ": ";
        return argument switch
        {
            BufferArgument buffer => prefix + Buffer(buffer.Buffer, sizes) + (buffer.Offset == 0 ? "" : $".At({sizes.Of(buffer.Offset)})") + (buffer.Type == DataType.Int32 ? ".AsIntegers()" : ""),
            ExtentArgument extent => prefix + sizes.Of(extent.Value),
            ExtentsArgument extents => prefix + "[" + string.Join(", ", extents.Values.Select(sizes.Of)) + "]",
            NumberArgument number => prefix + Literal.Of(number.Value),
            FlagArgument flag => prefix + (flag.Value ? "true" : "false"),
            NoneArgument => prefix + "default",
            SizesArgument { Flags.Count: > 0 } record => $"new {record.Type}({string.Join(", ", Members(record, ": ").Concat(record.Flags))}){Alternating(record)}",
            SizesArgument record => $"new {record.Type} {{ {string.Join(", ", Members(record, " = "))} }}",
            ScratchArgument => prefix + "frame.Scratch",
            BatchArgument => prefix + "frame.Batch",
            _ => throw new InvalidOperationException(argument.ToString()),
        };

        static string Alternating(SizesArgument record) => record.Alternating is { } alternating ? $" {{ {alternating.Member} = {alternating.Variable} % 2 != 0 }}" : "";

        IEnumerable<string> Members(SizesArgument record, string separator) =>
            record.Sizes.Select(size => size.Name + separator + (record.Ints.Contains(size.Name) ? sizes.Int(size.Value) : sizes.Of(size.Value)))
                .Concat(record.Numbers.Select(number => number.Name + separator + Literal.Of(number.Value)))
                .Concat(record.Members.Select(member => member + separator + "true"));
    }
}
