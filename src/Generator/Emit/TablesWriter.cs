using Sinter.Generator.Programs;
using Sinter.Generator.Summary;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the tables of layers, parameters and memory that <c>Info</c> shows, and the same as remarks on the class.</summary>
internal static class TablesWriter
{
    // A longer table than the remarks show is shown in part: what an editor displays beside a name has to fit beside it. A longer one
    // in code names its columns once, above it.
    private const int MostRows = 48, FirstRows = 24, LastRows = 8;

    /// <summary>The class that holds the <c>NetworkInfo</c>, made when it is first asked for: in time for the author's own static fields.</summary>
    public static void Write(SourceWriter writer, LoweredNetwork network, string className)
    {
        var layout = network.Layout!;
        writer.Line("/// <summary>Layers, parameters and memory.</summary>");
        using (writer.Block($"file static class {className}"))
        {
            using (writer.Block("public static NetworkInfo Info { get; } = new()", ";"))
            {
                writer.Line($"Name = {Literal.Of(network.Declaration.Name.TrimStart('@'))},");
                writer.Line($"Fingerprint = {Fingerprint.Placeholder},");
                WriteList(writer, "Inputs", network.Inputs.Where(input => !input.IsTarget).Select(input => Port(input.Argument, input.Shape, input.Type, input.IsOptional)));
                WriteList(writer, "Outputs", network.Outputs.Select(output => Port(output.Name, output.Shape, output.Type, isOptional: false)));
                if (network.Symbols.Count > 0) WriteList(writer, "Dimensions", network.Symbols.Select(Dimension));
                WriteList(writer, "Layers", network.Layers.Select(Layer));
                WriteList(writer, "Parameters", layout.Parameters.Select(Parameter));
                WriteList(writer, "States", layout.States.Select(slot => State(slot, network)));
                writer.Line($"ParameterLength = {Literal.Of(layout.ParameterLength)},");
                writer.Line($"StateLength = {Literal.Of(layout.StateLength)},");
                var variants = network.Variants.Where(variant => variant.Inference is not null).ToArray();
                writer.Line($"PreparedLength = {Literal.Of(network.Inference!.PreparedLength + (network.Decoding?.PreparedLength ?? 0) + variants.Sum(variant => variant.Inference!.PreparedLength))},");
                var plain = PlainParameters.Of(layout, [network.Inference!, .. variants.Select(variant => variant.Inference!), .. network.Decoding is { } decoding ? [decoding] : Array.Empty<Program>()]);
                if (plain is not null) writer.Line($"PlainParameters = [{string.Join(", ", plain)}],");
                writer.Line($"Preparation = {Arena(Largest(network.Prepare!, [network.PrepareDecoding, .. variants.Select(variant => variant.Prepare)]))},");
                writer.Line($"Inference = {Arena(Largest(network.Inference, variants.Select(variant => variant.Inference)))},");
                if (network.Decoding is not null) writer.Line($"Decoding = {Arena(network.Decoding)},");
                if (network.Training is not null) writer.Line($"Training = {Arena(Largest(network.Training, network.Variants.Select(variant => variant.Training)))},");
            }
        }
    }

    private static void WriteList(SourceWriter writer, string name, IEnumerable<TableRow> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            writer.Line($"{name} = [],");
            return;
        }

        var isNamed = all.Count <= MostRows;
        writer.Line($"{name} =");
        writer.Line("[");
        using (writer.Indent())
        {
            if (!isNamed) writer.Line($"// {all[0].Columns}");
            foreach (var row in all) writer.Line(row.Text(isNamed) + ",");
        }

        writer.Line("],");
    }

    private static TableRow Port(string name, Shape shape, DataType type, bool isOptional) => new(("Name", Literal.Of(name)), ("Shape", Sizes(shape)))
    {
        Options = type == DataType.Int32 ? [("IsTokens", "true")] : [],
        Members = Members(
            shape.IsKnown ? "" : $"Extents = [{string.Join(", ", SampleDims(shape).Select(dim => Literal.Of(dim.ToString())))}]",
            isOptional ? "IsOptional = true" : ""),
    };

    private static TableRow Dimension(DimSymbol symbol) => new(
        ("Symbol", Literal.Of(symbol.Name)), ("Argument", Literal.Of(symbol.Argument)), ("Min", Literal.Of(symbol.Min)), ("Max", Literal.Of(symbol.Max)))
    {
        Options = symbol.MultipleOf == 1 ? [] : [("MultipleOf", Literal.Of(symbol.MultipleOf))],
    };

    private static TableRow Layer(LayerRow row) => new(
        ("Name", Literal.Of(row.Name)), ("Kind", Literal.Of(row.Kind)), ("Depth", Literal.Of(row.Depth)), ("Output", Literal.Of(row.Output)), ("Parameters", Literal.Of(row.Parameters)),
        ("Flops", Literal.Of(row.Flops)), ("SeenHeight", Literal.Of(row.SeenHeight)), ("SeenWidth", Literal.Of(row.SeenWidth)))
    {
        Members = row.FrozenParameters == 0 ? "" : $" {{ FrozenParameters = {Literal.Of(row.FrozenParameters)} }}",
    };

    private static TableRow Parameter(ParameterSlot slot) => new(
        ("Key", Literal.Of(slot.Key)), ("Shape", Sizes(slot.Shape)), ("Offset", Literal.Of(slot.Offset)), ("Distribution", $"{slot.Initializer.Kind}"),
        ("First", Literal.Of(slot.Initializer.First)), ("Second", Literal.Of(slot.Initializer.Second)))
    {
        Options = slot.Decays ? [] : [("Decays", "false")],
        Members = Members(slot.IsFrozen ? "IsFrozen = true" : "", slot.Initializer.ZeroRow is { } row ? $"ZeroRow = {Literal.Of(row)}" : ""),
    };

    // An empty one is not set.
    private static string Members(params string[] members) =>
        members.Any(member => member.Length > 0) ? $" {{ {string.Join(", ", members.Where(member => member.Length > 0))} }}" : "";

    private static TableRow State(StateSlot slot, LoweredNetwork network) => new(
        ("Key", Literal.Of(slot.Key)), ("Shape", Sizes(slot.Shape)), ("Offset", Literal.Of(slot.Offset)), ("Initial", Literal.Of(slot.Initial)))
    {
        Options = slot.IsCounter ? [("IsCounter", "true")] : [],
        Members = network.Counts.FirstOrDefault(count => count.Key == slot.Key) is { } count ? $" {{ PerStep = {Literal.Of(count.PerStep)} }}" : "",
    };

    private static string Sizes(Shape shape) => "[" + string.Join(", ", SampleDims(shape).Select(dim => Literal.Of(dim.Maximum))) + "]";

    private static IEnumerable<Dim> SampleDims(Shape shape) => shape.Dims.Skip(shape.IsBatched ? 1 : 0);

    // Memory for any of some programs.
    private static Program Largest(Program first, IEnumerable<Program?> others) => others.OfType<Program>().Aggregate(first, (first, second) => first with
    {
        BatchedLength = Math.Max(first.BatchedLength, second.BatchedLength),
        NaiveBatchedLength = Math.Max(first.NaiveBatchedLength, second.NaiveBatchedLength),
        FixedLength = Math.Max(first.FixedLength, second.FixedLength),
        NaiveFixedLength = Math.Max(first.NaiveFixedLength, second.NaiveFixedLength),
        ScratchPerCall = Math.Max(first.ScratchPerCall, second.ScratchPerCall),
        ScratchPerWorker = Math.Max(first.ScratchPerWorker, second.ScratchPerWorker),
        WindowLength = Math.Max(first.WindowLength, second.WindowLength),
        RandomStreams = Math.Max(first.RandomStreams, second.RandomStreams),
    });

    private static string Arena(Program program) =>
        $"new(BatchedLength: {Literal.Of(program.BatchedLength)}, FixedLength: {Literal.Of(program.FixedLength)}, " +
        $"ScratchLength: {Literal.Of(program.ScratchPerWorker)}, RandomStreams: {Literal.Of(program.RandomStreams)})" +
        $" {{ SharedScratchLength = {Literal.Of(program.ScratchPerCall)}, NaiveBatchedLength = {Literal.Of(program.NaiveBatchedLength)}, NaiveFixedLength = {Literal.Of(program.NaiveFixedLength)}{(program.SamplesTogether == 0 ? "" : $", SamplesTogether = {Literal.Of(program.SamplesTogether)}")}{(program.WindowLength == 0 ? "" : $", WindowLength = {Literal.Of(program.WindowLength)}")} }}";

    /// <summary>The layer table as remarks on the author's class.</summary>
    public static void WriteRemarks(SourceWriter writer, LoweredNetwork network)
    {
        var rows = network.Layers.Select(row => (Name: new string(' ', 2 * row.Depth) + row.Name, row.Kind, row.Output, Parameters: Count(row.Parameters), Operations: Count(row.Flops), Field: row.SeenHeight == 0 ? "" : $"{Literal.Of(row.SeenHeight)}x{Literal.Of(row.SeenWidth)}")).ToList();
        int Width(string title, IEnumerable<string> cells) => Math.Max(title.Length, cells.Select(cell => cell.Length).DefaultIfEmpty().Max());
        var (name, kind, output, parameters, operations, field) = (
            Width("layer", rows.Select(row => row.Name)), Width("kind", rows.Select(row => row.Kind)), Width("output", rows.Select(row => row.Output)),
            Width("parameters", rows.Select(row => row.Parameters)), Width("operations", rows.Select(row => row.Operations)), Width("field", rows.Select(row => row.Field)));
        string Row(string a, string b, string c, string d, string e, string f) =>
            Literal.Xml($"{a.PadRight(name)}  {b.PadRight(kind)}  {c.PadRight(output)}  {d.PadLeft(parameters)}  {e.PadLeft(operations)}  {f.PadLeft(field)}".TrimEnd());
        writer.Line("/// <remarks>");
        writer.Line("/// <code>");
        writer.Line("/// " + Row("layer", "kind", "output", "parameters", "operations", "field"));
        var isLong = rows.Count > MostRows;
        foreach (var row in isLong ? rows.Take(FirstRows) : rows) writer.Line("/// " + Row(row.Name, row.Kind, row.Output, row.Parameters, row.Operations, row.Field));
        if (isLong)
        {
            writer.Line($"/// … {Count(rows.Count - FirstRows - LastRows)} more, which Info.Summary() lists …");
            foreach (var row in rows.Skip(rows.Count - LastRows)) writer.Line("/// " + Row(row.Name, row.Kind, row.Output, row.Parameters, row.Operations, row.Field));
        }

        writer.Line("/// </code>");
        var total = network.Layout!.Parameters.Sum(slot => slot.Shape.Elements);
        var frozen = network.Layout.Parameters.Sum(slot => slot.IsFrozen ? slot.Shape.Elements : 0);
        writer.Line($"/// {Count(total)} parameters{(frozen == 0 ? "" : $", of which {Count(frozen)} are frozen")}, {Count(LayerTable.Operations(network.Layers))} floating-point operations a sample.");
        if (network.Symbols.Count > 0) writer.Line($"/// Operations and memory with {string.Join(", ", network.Symbols.Select(symbol => $"{symbol} = {Count(symbol.Max)}"))}, the most a call can bind.");
        writer.Line($"/// Inference: {Steps(network.Inference!.Steps.Sum(step => step is BandStep bands ? bands.Body.Count : 1))}; {Bytes(network.Inference.BatchedLength)} a sample ({Bytes(network.Inference.NaiveBatchedLength)} if no memory were shared).");
        foreach (var bands in network.Inference.Steps.OfType<BandStep>())
            writer.Line($"/// {Literal.Xml($"{bands.Layers[0]} to {bands.Layers[bands.Layers.Count - 1]}")} compute {bands.Comment}, one after the other; each thread holds {Bytes(network.Inference.WindowLength)} of rows.");
        if (network.Inference.SamplesTogether > 0) writer.Line($"/// A larger batch is computed {Literal.Of(network.Inference.SamplesTogether)} {(network.Inference.SamplesTogether == 1 ? "sample" : "samples")} at a time, whose values stay in a cache.");
        if (Fusions(network.Inference) is { Length: > 0 } fusions) writer.Line($"/// One step each: {Literal.Xml(fusions)}.");
        foreach (var convolutions in Convolutions(network.Inference)) writer.Line($"/// {Literal.Xml(convolutions)}.");
        if (network.Training is { } training)
            writer.Line($"/// Training: {Steps(training.Steps.Count)}; {Bytes(training.BatchedLength)} a sample ({Bytes(training.NaiveBatchedLength)} if no memory were shared).");
        writer.Line("/// </remarks>");
    }

    /// <summary>The layers that share a step of inference, such as <c>conv1 + bn1 + relu1</c>.</summary>
    private static string Fusions(Program program) =>
        Some(program.Steps.SelectMany(step => step is BandStep ? WithBody(step) : [step]).Where(step => step.Layers.Count > 1).Select(step => string.Join(" + ", step.Layers)));

    /// <summary>How convolutions are computed, and why: first those by Winograd's filtering.</summary>
    private static IEnumerable<string> Convolutions(Program program) =>
        program.Steps.SelectMany(WithBody).OfType<KernelStep>().Where(step => step is { Choice: not null, Layers.Count: > 0 })
            .GroupBy(step => step.Choice!).OrderByDescending(group => group.Key.IsWinograd)
            .Select(group => $"By {(group.Key.IsWinograd ? "Winograd's filtering" : "plain sums")}, {group.Key.Reason}: {Some(group.Select(step => step.Layers[0]))}");

    private static IEnumerable<Step> WithBody(Step step) => step switch
    {
        ScanStep scan => scan.Body.SelectMany(WithBody),
        BandStep bands => bands.Body.Select(banded => banded.Kernel),
        _ => [step],
    };

    private static string Some(IEnumerable<string> items)
    {
        const int Most = 12;
        var all = items.Distinct().ToArray();
        return string.Join("; ", all.Take(Most)) + (all.Length > Most ? $"; and {all.Length - Most} more" : "");
    }

    private static string Count(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Steps(int count) => count == 1 ? "1 step" : $"{Count(count)} steps";

    private static string Bytes(long floats)
    {
        const int Kilobyte = 1024;
        var bytes = floats * sizeof(float);
        return bytes < Kilobyte ? $"{Count(bytes)} bytes" : $"{Count((bytes + (Kilobyte / 2)) / Kilobyte)} KB";
    }
}
