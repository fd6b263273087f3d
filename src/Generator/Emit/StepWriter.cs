using Sinter.Generator.Lowering;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes a program as a static class: one method a step, in order, and the structs that fused steps are made of.</summary>
internal sealed class StepWriter(SourceWriter writer, Program program)
{
    private readonly Stack<string> counters = new();
    private readonly NameAllocator names = new("Run", "Fused", "MatMul", "Convolution", "Attention", "Pooling", "Movement", "Indexing", "Transfer", "Lanes", "VectorMath", "Identity", "Frame");

    /// <summary>Writes the class.</summary>
    public void Write(string className, string summary)
    {
        var methods = program.Steps.Select(step => names.Allocate(MethodName(step))).ToArray();
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line("[global::System.Diagnostics.DebuggerNonUserCode]");
        using (writer.Block($"file static class {className}"))
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
        var layers = step.Layers.Count == 0 ? "" : string.Join(", ", step.Layers) + ": ";
        writer.Line($"/// <summary>{Literal.Xml(layers + step.Comment)}</summary>");
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
            case TableStep table:
                writer.Line($"private static void {method}(in Frame frame{Signature}) => Transfer.Copy([{string.Join(", ", table.Values.Select(Literal.Of))}], {Buffer(table.Output)});");
                break;
        }
    }

    private void WriteKernel(KernelStep step, string method)
    {
        string? epilogue = null;
        if (step.Epilogue is not null) epilogue = names.Allocate(method + "Epilogue");
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            foreach (var call in step.Calls)
            {
                var generic = step.TakesEpilogue ? $"<{epilogue ?? "Identity"}>" : "";
                WriteCall(call, generic, step.TakesEpilogue ? ["operands: " + Operands(step.Epilogue)] : []);
            }
        }

        if (step.Epilogue is null) return;
        writer.Line();
        LoopWriter.WriteEpilogue(writer, epilogue!, step.Epilogue);
    }

    // The calls before it, the loop over the steps, and the methods of its body.
    private void WriteScan(ScanStep step, string method)
    {
        var methods = step.Body.Select(inner => names.Allocate(MethodName(inner))).ToArray();
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            foreach (var call in step.Before) WriteCall(call, "", []);
            var (t, steps) = (step.Variable, Literal.Of(step.Steps, "frame.Batch"));
            var arguments = string.Concat(counters.Reverse().Append(t).Select(counter => ", " + counter));
            using (writer.Block(step.Reverse ? $"for (var {t} = {steps} - 1L; {t} >= 0; {t}--)" : $"for (var {t} = 0L; {t} < {steps}; {t}++)"))
            {
                foreach (var inner in methods) writer.Line($"{inner}(frame{arguments});");
            }
        }

        counters.Push(step.Variable);
        for (var index = 0; index < methods.Length; index++)
        {
            writer.Line();
            WriteStep(step.Body[index], methods[index]);
        }

        counters.Pop();
    }

    private void WriteCall(KernelCall call, string generic, string[] more)
    {
        var arguments = new List<string> { "frame.Workers" };
        arguments.AddRange(call.Arguments.Select(Argument));
        arguments.AddRange(more);
        writer.Line($"{call.Method}{generic}(");
        using (writer.Indent()) WriteList(arguments, ");");
    }

    private void WriteLoop(LoopStep step, string method)
    {
        var loop = names.Allocate(method + "Loop");
        var isFlat = LoopWriter.IsFlat(step.Body);
        var work = Math.Max(1, step.Body.Values.Count(value => value.Kind == BodyKind.Function) + (9 * step.Body.Values.Count(value => value.Kind == BodyKind.Function && value.Function.IsExpensive())));
        var cost = isFlat ? work : work * Math.Min(step.Body.Lanes.Factor, 1 << 20);
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            writer.Line($"Fused.Run<{loop}>(");
            using (writer.Indent())
            {
                WriteList(
                    [
                        "frame.Workers", Operands(step.Body), "frame.Batch",
                        "count: " + Literal.Of(isFlat ? step.Body.Lanes : step.Body.Rows, "frame.Batch"),
                        "grain: " + Literal.Of(isFlat ? 1024 : 1), "cost: " + Literal.Of(cost),
                    ], ");");
            }
        }

        writer.Line();
        LoopWriter.WriteLoop(writer, loop, step.Body);
    }

    private void WriteReduction(ReductionStep step, string method)
    {
        var reduction = names.Allocate(method + "Rows");
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            writer.Line($"Fused.Reduce<{reduction}>(");
            using (writer.Indent())
            {
                WriteList(
                    [
                        "frame.Workers", Buffer(step.Output), Operands(step.Body), "frame.Batch",
                        "outer: " + Literal.Of(step.Outer, "frame.Batch"), "rows: " + Literal.Of(step.Reduced, "frame.Batch"), "columns: " + Literal.Of(step.Body.Lanes, "frame.Batch"),
                        "max: " + (step.Kind == ReduceKind.Max ? "true" : "false"), "frame.Scratch",
                    ], ");");
            }
        }

        writer.Line();
        LoopWriter.WriteReduction(writer, reduction, step);
    }

    // Arguments as many to a line as fit.
    private void WriteList(List<string> items, string end)
    {
        var line = "";
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index] + (index == items.Count - 1 ? end : ",");
            if (line.Length > 0 && line.Length + item.Length > 110)
            {
                writer.Line(line);
                line = "";
            }

            line += line.Length == 0 ? item : " " + item;
        }

        writer.Line(line);
    }

    private string Operands(LoopBody? body) => body is null ? "[]" : "[" + string.Join(", ", body.Operands.Select(operand => Buffer(operand.Buffer))) + "]";

    private string Buffer(int index) => BufferText.Of(program.Buffers, index, "frame");

    private static IEnumerable<string> Members(SizesArgument sizes) => sizes.Sizes.Select(size => $"{size.Name} = {Literal.Of(size.Value, "frame.Batch")}")
        .Concat(sizes.Numbers.Select(number => $"{number.Name} = {Literal.Of(number.Value)}"))
        .Concat(sizes.Members.Select(member => member + " = true"));

    private string Argument(KernelArgument argument)
    {
        var prefix = argument.Parameter is null ? "" : argument.Parameter + ": ";
        return argument switch
        {
            BufferArgument buffer => prefix + Buffer(buffer.Buffer) + (buffer.Offset == 0 ? "" : $".At({Literal.Of(buffer.Offset)})") + (buffer.Type == DataType.Int32 ? ".AsIntegers()" : ""),
            ExtentArgument extent => prefix + Literal.Of(extent.Value, "frame.Batch"),
            ExtentsArgument extents => prefix + "[" + string.Join(", ", extents.Values.Select(extent => Literal.Of(extent, "frame.Batch"))) + "]",
            NumberArgument number => prefix + Literal.Of(number.Value),
            FlagArgument flag => prefix + (flag.Value ? "true" : "false"),
            SizesArgument { Flags.Count: > 0 } sizes => $"new {sizes.Type}({string.Join(", ", sizes.Sizes.Select(size => $"{size.Name}: {Literal.Of(size.Value, "frame.Batch")}").Concat(sizes.Flags))})",
            NoneArgument => prefix + "default",
            SizesArgument { Numbers.Count: > 0 } sizes => $"new {sizes.Type} {{ {string.Join(", ", Members(sizes))} }}",
            SizesArgument sizes => $"new {sizes.Type} {{ {string.Join(", ", sizes.Sizes.Select(size => $"{size.Name} = {Literal.Of(size.Value, "frame.Batch")}"))} }}",
            ScratchArgument => prefix + "frame.Scratch",
            BatchArgument => prefix + "frame.Batch",
            _ => throw new InvalidOperationException(argument.ToString()),
        };
    }
}
