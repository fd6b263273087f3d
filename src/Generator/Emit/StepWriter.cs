using System.Text;
using Sinter.Generator.Programs;
using Sinter.Generator.Scalars;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Emit;

/// <summary>Writes a program as a static class: what is done in order, and a method for all steps that do the same elsewhere.</summary>
internal sealed partial class StepWriter(SourceWriter writer, Program program, EquatableArray<DimSymbol> symbols, LoopStructures structures)
{
    // What a kernel is told of the work on one number; it is a guess, and counted in 32 bits.
    private const int MostWork = 1024;

    // The longest call that is written on one line, and the longest line of one that is not.
    private const int LongestLine = 150, LongestList = 130;

    private readonly Stack<string> counters = new();
    private readonly StringBuilder line = new();
    private readonly List<string> unwritten = [];

    // The class that is being written.
    private string owner = "";

    // What the method that is being written is told of where its values are, and what its parameters are called.
    private MethodPlaces places = MethodPlaces.None;

    // What it is told of how many values there are.
    private EquatableArray<DimSymbol> numbers;

    // Methods and structs of the class: sizes are variables beside calls of them.
    private readonly NameAllocator names = new([.. KnownNames.OfPrograms, .. symbols.Select(symbol => symbol.Name)]);

    // What no parameter of a method may be called.
    private List<string> Reserved => ["frame", "band", "rows", .. KnownNames.OfPrograms, .. symbols.Select(symbol => symbol.Name), .. Variables(program.Steps)];

    /// <summary>Finds the methods of the class. Needs nothing of what is written before it, and writes nothing.</summary>
    public StepMethods FindMethods(string className)
    {
        owner = names.Allocate(className);
        return new StepMethods(program.Steps, program.Buffers, names, Reserved, writer.Cancellation);
    }

    /// <summary>Writes the class.</summary>
    public void Write(string className, string summary) => Write(className, summary, FindMethods(className));

    /// <summary>Writes the class with the methods that were found.</summary>
    public void Write(string className, string summary, StepMethods steps)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        using (writer.Block(program.Borrowed is null ? $"file static class {className}" : $"file readonly struct {className} : IProgram"))
        {
            writer.Line("/// <summary>All steps in order, with where their values are.</summary>");
            using (writer.Block("public static void Run(in Frame frame)")) WriteRun(steps);
            foreach (var block in blocks) block();
            WriteMethods(steps);
        }
    }

    private void WriteMethods(StepMethods steps)
    {
        var outer = places;
        foreach (var method in steps.Methods)
        {
            writer.Line();
            numbers = method.Numbers;
            var stated = method.Places.Where(place => program.Buffers[place.Buffer].IsStated);
            places = new MethodPlaces(method.Places.ToDictionary(place => place.Buffer, place => place.Name), stated.ToDictionary(place => place.Buffer, place => place.Length), method.Uses > 1 || outer.IsShared);
            WriteStep(method);
            foreach (var structure in unwritten) writer.Line().Line(structure);

            unwritten.Clear();
        }

        (places, numbers) = (outer, []);
    }

    private string Signature => string.Concat(counters.Reverse().Select(counter => $", long {counter}").Concat(numbers.Select(number => $", int {number.Name}")).Concat(places.Offsets.Values.Concat(places.Lengths.Values).Select(name => $", long {name}")));

    private void WriteStep(StepMethod written)
    {
        var (step, method) = (written.Step, written.Name);
        WriteSummary(written);
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
                writer.Line($"private static void {method}(in Frame frame{Signature}) => Transfer.Copy({Numbers(table.Values)}, {Buffer(table.Output, Sizes())});");
                break;
        }
    }

    // All numbers of a table, or where most are 0, as in one of interpolation, the others and where they are.
    private static string Numbers(EquatableArray<float> values)
    {
        const int ShareOfZeros = 4, Long = 64;
        static string List<T>(IEnumerable<T> items, Func<T, string> text) => $"[{string.Join(", ", items.Select(text))}]";
        var places = Enumerable.Range(0, values.Count).Where(place => values[place] != 0 || values[place].IsNegativeZero()).ToArray();
        if (values.Count < Long || places.Length * ShareOfZeros > values.Count) return List(values, Literal.Of);
        return $"length: {Literal.Of(values.Count)}, places: {List(places, place => Literal.Of(place))}, values: {List(places, place => Literal.Of(values[place]))}";
    }

    // What a loop is told of sizes: those of the call, and the numbers of the step.
    private string SizesOfLoop => numbers.Count == 0 ? "frame.Sizes" : $"frame.Sizes.With({Literal.Of(symbols.Count)}, [{string.Join(", ", numbers.Select(number => number.Name))}])";

    private EquatableArray<DimSymbol> SymbolsOfLoop => numbers.Count == 0 ? symbols : symbols.Concat(numbers).ToEquatableArray();

    // What is computed; of several steps, what some of them are about, and the shapes of the first.
    private void WriteSummary(StepMethod method)
    {
        var (step, isShared) = (method.Step, method.Uses > 1);
        var about = isShared ? method.All.SelectMany(one => one.Kinds).Distinct().ToList() : [.. step.Layers];
        var gradients = method.All.SelectMany(GradientsOf).Select(gradient => isShared ? "gradient of " + gradient.Substring(gradient.LastIndexOfAny([' ', '.']) + 1) : gradient).Distinct().ToList();
        var others = method.All.Select(one => one.Comment).Distinct().Skip(1).Any() ? " and others" : "";
        var text = $"{(about.Count == 0 ? "" : Few(about) + ": ")}{(gradients.Count == 0 ? "" : Few(gradients) + ", ")}{step.Comment}{others}";
        WriteSummary(step, text + (isShared ? $", for {method.Uses} calls" : ""));
    }

    private void WriteSummary(Step step, string text)
    {
        writer.Line($"/// <summary>{Literal.Xml(text)}</summary>");
        if (step is KernelStep { Choice: { } choice }) writer.Line($"/// <remarks>{Literal.Xml((choice.IsWinograd ? "Winograd's filtering: " : "The plain sum: ") + choice.Reason)}.</remarks>");
    }

    private static string Few(List<string> words)
    {
        const int Most = 4;
        return words.Count <= Most ? string.Join(", ", words) : string.Join(", ", words.Take(Most - 1)) + ", …";
    }

    // The names of the gradients that a step computes, those of parameters.
    private IEnumerable<string> GradientsOf(Step step)
    {
        var names = new List<string>();
        if (step is BandStep) return names;
        StepAccesses.Visit(step, (index, isWritten) =>
        {
            if (isWritten && program.Buffers[index] is { Storage: Storage.Gradient } buffer) names.Add(buffer.Name);
        });
        return names.Distinct();
    }

    private void WriteKernel(KernelStep step, string method) => WriteKernel(step, method, Signature, (epilogue, sizes) =>
    {
        foreach (var call in step.Calls)
            WriteCall(call, call.Kernel.TakesEpilogue ? epilogue : "", call.Kernel.TakesEpilogue ? ["operands: " + Operands(step.Epilogue, sizes)] : [], sizes);
    });

    // The method, whose body is given the epilogue as an argument of a generic kernel, and the epilogue.
    private void WriteKernel(KernelStep step, string method, string parameters, Action<string, SizeNames> writeBody)
    {
        var epilogue = step.Epilogue is { } body ? Structure(LoopForm.OfEpilogue(body), method + "Epilogue", (writer, name) => LoopWriter.WriteEpilogue(writer, name, body)) : "Identity";
        using (writer.Block($"private static void {method}(in Frame frame{parameters})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            writeBody($"<{epilogue}>", sizes);
            sizes.WriteUsed(writer, mark);
        }
    }

    // The structure that computes a loop, which is written behind the method that uses it first.
    private string Structure(LoopForm form, string name, Action<SourceWriter, string> write)
    {
        var known = structures.NameOf(form, symbols, owner, write, () => names.Allocate(name), out var text, writer.Cancellation);
        if (text is not null) unwritten.Add(text);
        return known;
    }

    // The calls before it, the loop over the steps, and the methods of its body.
    private void WriteScan(ScanStep step, string method)
    {
        var steps = new StepMethods(step.Body, program.Buffers, names, Reserved, writer.Cancellation);
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            foreach (var call in step.Before) WriteCall(call, "", [], sizes);
            var (t, count) = (step.Variable, sizes.Of(step.Steps));
            heading = "";
            using (writer.Block(step.Reverse ? $"for (var {t} = {count} - 1L; {t} >= 0; {t}--)" : $"for (var {t} = 0L; {t} < {count}; {t}++)"))
            {
                WriteAlternating(steps.Calls.Take(step.Alternating).ToArray(), sizes, t);
                foreach (var inner in steps.Calls.Skip(step.Alternating)) WriteCall(inner, sizes, t);
            }

            sizes.WriteUsed(writer, mark);
        }

        counters.Push(step.Variable);
        WriteMethods(steps);
        counters.Pop();
    }

    // Forth in one step and back in the next: what was read last is still in the nearest cache.
    private void WriteAlternating(StepCall[] steps, SizeNames sizes, string t)
    {
        void Calls(IEnumerable<StepCall> order)
        {
            foreach (var step in order) WriteCall(step, sizes, t);
        }

        if (steps.Length < 2)
        {
            Calls(steps);
            return;
        }

        heading = string.Join(", ", steps[0].Step.Layers);
        using (writer.Block($"if ({t} % 2 == 0)")) Calls(steps);
        using (writer.Block("else")) Calls(Enumerable.Reverse(steps));
        writer.Line();
    }

    private void WriteCall(KernelCall call, string generic, string[] more, SizeNames sizes) =>
        WriteCall(call.Kernel.Name + generic, ["frame.Workers", .. call.Arguments.Select(argument => Argument(argument, sizes)), .. more]);

    // A call of a kernel that is given a structure.
    private void WriteCall(Kernel kernel, string structure, params IReadOnlyList<string> arguments) =>
        WriteCall($"{kernel.Name}<{structure}>", ["frame.Workers", .. kernel.Parameters.Zip(arguments, (parameter, argument) => $"{parameter.Name}: {argument}")]);

    private void WriteCall(string method, List<string> arguments)
    {
        writer.Line($"{method}(");
        using (writer.Indent()) WriteList(arguments, ");");
    }

    private void WriteLoop(LoopStep step, string method)
    {
        var known = SymbolsOfLoop;
        var loop = Structure(LoopForm.OfLoop(step.Body), method + "Loop", (writer, name) => LoopWriter.WriteLoop(writer, name, step.Body, known));
        var isFlat = LoopWriter.IsFlat(step.Body);
        var work = Math.Min(MostWork, Math.Max(1, step.Body.Values.Count(value => value.Kind == BodyKind.Function) + (9 * step.Body.Values.Count(value => value.Kind == BodyKind.Function && ScalarTable.Of(value.Function).IsExpensive))));
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            WriteCall(
                Kernels.Loop, loop, Operands(step.Body, sizes), SizesOfLoop, sizes.Of(isFlat ? step.Body.Lanes : step.Body.Rows), Literal.Of(isFlat ? 1024 : 1),
                sizes.Int(isFlat ? work : work * LanesToCount(step.Body.Lanes)));

            sizes.WriteUsed(writer, mark);
        }
    }

    // Rough: rows that grow with the batch are never shared out, and very long ones are long enough.
    private static Extent LanesToCount(Extent lanes)
    {
        const long Long = 1 << 20;
        return lanes.IsBatched || lanes.IsConstant || lanes.MaximumPerSample > Long ? Math.Min(lanes.Factor, Long) : lanes;
    }

    private void WriteReduction(ReductionStep step, string method)
    {
        var known = SymbolsOfLoop;
        var reduction = Structure(LoopForm.OfReduction(step), method + "Rows", (writer, name) => LoopWriter.WriteReduction(writer, name, step, known));
        using (writer.Block($"private static void {method}(in Frame frame{Signature})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            WriteCall(
                Kernels.Reduction, reduction, Buffer(step.Output, sizes), Operands(step.Body, sizes), SizesOfLoop, sizes.Of(step.Outer), sizes.Of(step.Reduced),
                sizes.Int(step.Body.Lanes), Literal.Of(step.Kind == ReduceKind.Max), step.Body.Lanes.IsBatched ? "default" : "frame.Scratch");

            sizes.WriteUsed(writer, mark);
        }
    }

    private SizeNames Sizes() => SizeNames.OfFrame(symbols, numbers, new NameAllocator(symbols.Count == 0 ? [] : ["frame", "band", "rows", .. KnownNames.OfPrograms, .. Variables(program.Steps), .. places.Offsets.Values, .. places.Lengths.Values, .. numbers.Select(number => number.Name)]));

    private static IEnumerable<string> Variables(IEnumerable<Step> steps) =>
        steps.OfType<ScanStep>().SelectMany(scan => Variables(scan.Body).Append(scan.Variable)).Distinct();

    // Arguments as many to a line as fit.
    private void WriteList(List<string> items, string end)
    {
        line.Clear();
        for (var index = 0; index < items.Count; index++)
        {
            var after = index == items.Count - 1 ? end : ",";
            if (line.Length > 0 && line.Length + items[index].Length + after.Length > LongestList)
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

    private string Buffer(int index, SizeNames sizes) => BufferText.Of(program.Buffers, index, sizes, places: places);

    private string Argument(KernelArgument argument, SizeNames sizes)
    {
        var prefix = argument.Parameter is null ? "" : argument.Parameter + ": ";
        return argument switch
        {
            BufferArgument buffer => prefix + Buffer(buffer.Buffer, sizes) + (buffer.Offset == 0 ? "" : $".At({sizes.Of(buffer.Offset)})") + (buffer.Type == DataType.Int32 ? ".AsIntegers()" : ""),
            ExtentArgument extent => prefix + sizes.Of(extent.Value),
            ExtentsArgument extents => prefix + "[" + string.Join(", ", extents.Values.Select(sizes.Of)) + "]",
            NumberArgument number => prefix + Literal.Of(number.Value),
            FlagArgument flag => prefix + Literal.Of(flag.Value),
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
