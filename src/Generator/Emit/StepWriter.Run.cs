using Sinter.Generator.Programs;

namespace Sinter.Generator.Emit;

/// <content>What is done in order: a call for every step, with where its values are, and one for every run of equal blocks.</content>
internal sealed partial class StepWriter
{
    // What the calls that were written last are about.
    private string heading = "";

    // Methods of blocks, which are written behind what calls them.
    private readonly List<Action> blocks = [];

    // The backward pass begins where nothing of the forward pass follows.
    private void WriteRun(StepMethods steps)
    {
        WriteMemory(steps.Calls);
        var (sizes, mark) = (Sizes(), writer.Here());
        WriteRun(steps.Calls, sizes);
        sizes.WriteUsed(writer, mark);
    }

    private void WriteRun(List<StepCall> calls, SizeNames sizes)
    {
        if (program.Loss is null)
        {
            WriteCalls(calls, 0, calls.Count, sizes);
            return;
        }

        var backward = calls.FindLastIndex(call => !call.Step.IsBackward) + 1;
        writer.Line("// --- Forward: the loss, and what its gradients need.");
        WriteCalls(calls, 0, backward, sizes);
        if (backward == calls.Count) return;
        heading = "";
        writer.Line().Line("// --- Backward: the gradients.");
        WriteCalls(calls, backward, calls.Count, sizes);
    }

    private void WriteCalls(List<StepCall> calls, int begin, int end, SizeNames sizes)
    {
        foreach (var block in StepBlocks.Find(calls, program.Buffers, begin, end, writer.Cancellation))
        {
            for (; begin < block.Start; begin++) WriteCall(calls[begin], sizes);
            WriteBlocks(calls, block);
            begin = block.End;
        }

        for (; begin < end; begin++) WriteCall(calls[begin], sizes);
    }

    private void WriteBlocks(List<StepCall> calls, StepBlock block)
    {
        var method = names.Allocate(NameOf(calls, block));
        var (first, last) = (About(calls[block.Start]), About(calls[block.End - 1]));
        WriteHeading($"{first} … {last}");
        writer.Line($"for (var {BlockTable.Counter} = 0L; {BlockTable.Counter} < {Literal.Of(block.Times)}; {BlockTable.Counter}++) {method}(frame, {BlockTable.Counter});");
        blocks.Add(() => WriteBlock(calls, block, method));
    }

    // The part of their names that all layers of a block have in common, numbers left aside.
    private static string NameOf(List<StepCall> calls, StepBlock block)
    {
        string[]? common = null;
        for (var index = block.Start; index < block.Start + block.Length; index++)
        {
            foreach (var layer in calls[index].Step.Layers)
            {
                var parts = layer.Split('.');
                common = common is null ? parts : [.. common.Zip(parts, (left, right) => (left, right)).TakeWhile(pair => pair.left == pair.right).Select(pair => pair.left)];
            }
        }

        var words = (common ?? []).Where(part => !part.All(char.IsDigit)).ToList();
        return words.Count == 0 ? "Block" : NodeNames.PascalIdentifier(string.Join(".", words)) + "Block";
    }

    private void WriteBlock(List<StepCall> calls, StepBlock block, string method)
    {
        var (table, rows) = (new BlockTable(block.Times), names.Allocate(method + "Offsets"));
        var first = calls.GetRange(block.Start, block.Length);
        string Offset(int call, int place) => table.Of(
            [.. Enumerable.Range(0, block.Times).Select(time => calls[block.Start + (time * block.Length) + call].Places[place]).Select(at => program.Buffers[at.Buffer].Offset + at.Start)]);
        var offsets = first.Select((call, index) => call.Places.Select((_, place) => Offset(index, place)).ToList()).ToList();

        // Places that are named more than once.
        var slots = offsets.SelectMany(ofCall => ofCall).Where(offset => offset.Contains(BlockTable.Counter)).GroupBy(offset => offset).Where(same => same.Count() > 1)
            .Select((same, index) => (Offset: same.Key, Name: "slot" + Literal.Of(index + 1))).ToDictionary(slot => slot.Offset, slot => slot.Name);
        string Number(int call, int number)
        {
            var values = Enumerable.Range(0, block.Times).Select(time => calls[block.Start + (time * block.Length) + call].Numbers[number]).ToArray();
            return values.Distinct().Count() == 1 ? Literal.Of(values[0]) : $"(int)({table.Of(values)})";
        }

        writer.Line();
        writer.Line($"/// <summary>One of {block.Times} equal blocks; {Literal.Xml(About(first[0]))} … {Literal.Xml(About(first[first.Count - 1]))} is the first.</summary>");
        using (writer.Block($"private static void {method}(in Frame frame, long {BlockTable.Counter})"))
        {
            var (sizes, mark) = (Sizes(), writer.Here());
            heading = "";
            foreach (var slot in slots) writer.Line($"var {slot.Value} = {slot.Key};");
            for (var call = 0; call < first.Count; call++) WriteCall(first[call], number => Number(call, number), place => slots.TryGetValue(offsets[call][place], out var slot) ? slot : offsets[call][place], sizes);
            sizes.WriteUsed(writer, mark);
            if (table.Columns > 0) writer.InsertAt(mark, [$"var {BlockTable.Row} = {rows}.Slice({Literal.Of(table.Columns)} * (int){BlockTable.Counter}, {Literal.Of(table.Columns)});"]);
        }

        if (table.Columns == 0) return;
        writer.Line();
        writer.Line("/// <summary>Where the values of each block are that lie in no regular order.</summary>");
        writer.Line($"private static ReadOnlySpan<long> {rows} =>");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (var row in table.Rows) WriteList([.. row.Select(Literal.Of)], ",");
        }

        writer.Line("];");
    }

    private void WriteCall(StepCall call, SizeNames sizes, string? counter = null) => WriteCall(call, number => Literal.Of(call.Numbers[number]), place => BufferText.Offset(program.Buffers, call.Places[place], places), sizes, counter);

    private void WriteCall(StepCall call, Func<int, string> number, Func<int, string> offset, SizeNames sizes, string? counter = null)
    {
        var (name, arguments) = (call.Method.Name, counters.Reverse().ToList());
        if (counter is not null) arguments.Add(counter);
        arguments.Insert(0, "frame");
        arguments.AddRange(call.Method.Numbers.Select((symbol, index) => $"{symbol.Name}: {number(index)}"));
        arguments.AddRange(call.Method.Places.Select((place, index) => $"{place.Name}: {offset(index)}"));
        arguments.AddRange(call.Method.Places.Zip(call.Places, (place, at) => (place, at)).Where(pair => program.Buffers[pair.at.Buffer].IsStated)
            .Select(pair => $"{pair.place.Length}: {BufferText.Length(program.Buffers, pair.at, sizes, places)}"));
        var line = $"{name}({string.Join(", ", arguments)});";
        WriteHeading(About(call));
        if (line.Length <= LongestLine)
        {
            writer.Line(line);
            return;
        }

        writer.Line($"{name}(");
        using (writer.Indent()) WriteList(arguments, ");");
    }

    // Names of one scope: layer1.0: conv1, bn1.
    private static string Together(List<string> names)
    {
        var end = names[0].LastIndexOf('.') + 1;
        var scope = names[0].Substring(0, end);
        return names.Count < 2 || end == 0 || names.Any(name => name.Length <= end || !name.StartsWith(scope, StringComparison.Ordinal))
            ? string.Join(", ", names)
            : $"{scope.Substring(0, end - 1)}: {string.Join(", ", names.Select(name => name.Substring(end)))}";
    }

    // One for all calls that are about the same layers.
    private void WriteHeading(string about)
    {
        if (about.Length == 0 || about == heading) return;
        writer.Line("// " + about);
        heading = about;
    }

    // What tells the step from others of its form: the parameters whose gradients it computes, or its layers.
    private string About(StepCall call)
    {
        var gradients = GradientsOf(call.Step).ToList();
        var parts = gradients.Count > 0 ? gradients : call.Step.Layers.ToList();
        if (parts.Count == 0) return "between layers";
        return Together(parts.Count < 4 ? parts : [parts[0] + " … " + parts[parts.Count - 1]]).Replace('\r', ' ').Replace('\n', ' ');
    }
}
