using Sinter.Graphs;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>Which axis of a model's inputs is taken for the batch, where the file does not name it.</summary>
internal enum BatchChoice
{
    /// <summary>The first, as nearly all models have it.</summary>
    First,

    /// <summary>The second, as recurrent layers of sequences have it.</summary>
    Second,

    /// <summary>None: the model is for one sample.</summary>
    None,
}

/// <summary>Decides which axis of the inputs is the batch, and which extents calls choose.</summary>
internal sealed class ImportInputs
{
    private static readonly HashSet<string> BatchNames = new(StringComparer.OrdinalIgnoreCase) { "batch", "batch_size", "batchsize", "N", "B", "bs", "None", "batch_dim", "unk__batch" };

    private readonly OnnxModel model;
    private readonly ImportOptions options;
    private readonly Dictionary<string, Dim> dims = new(StringComparer.Ordinal);
    private readonly List<DimSymbol> symbols = [];
    private readonly Dictionary<Term, string> sources = [];
    private readonly string? batchSymbol;
    private readonly long? batchNumber;
    private readonly BatchChoice choice;

    public ImportInputs(OnnxModel model, ImportOptions options, BatchChoice choice)
    {
        (this.model, this.options, this.choice) = (model, options, choice);
        batchSymbol = choice == BatchChoice.None ? null : BatchSymbol(model, options);
        if (batchSymbol is null && choice != BatchChoice.None) batchNumber = BatchNumber(model, options, choice);
    }

    /// <summary>How many samples the file believes there are.</summary>
    public Count Batch => batchSymbol is not null ? Count.Of(Dim.Batch) : batchNumber ?? 1;

    public IReadOnlyList<DimSymbol> Symbols => symbols;

    /// <summary>Inputs of one number that are stated with the extents are known: a sampling rate, a switch.</summary>
    public static ImportOptions WithSettings(OnnxModel model, ImportOptions options)
    {
        var weights = options.Weights.ToDictionary(weight => weight.Key, weight => weight.Value, StringComparer.Ordinal);
        foreach (var input in Given(model, options).Where(input => input is { IsTensor: true, Dims: { } dims } && dims.All(dim => dim.Value == 1)))
        {
            if (!options.Dims.TryGetValue(input.Name, out var choice) || !choice.IsNumber) continue;
            int[] dims = [.. input.Dims!.Select(_ => 1)];
            weights[input.Name] = input.Type.IsFloat() ? Constant.Of(input.Type, dims, [choice.Min]) : Constant.Of(input.Type, dims, [(long)choice.Min]);
        }

        return options with { Weights = weights };
    }

    /// <summary>What is tried, one after the other.</summary>
    public static IEnumerable<BatchChoice> Choices(OnnxModel model, ImportOptions options)
    {
        if (BatchSymbol(model, options) is not null) return [BatchChoice.First];
        var numbers = new[] { BatchChoice.First, BatchChoice.Second }.Where(choice => BatchNumber(model, options, choice) is not null);
        return [.. numbers, BatchChoice.None];
    }

    /// <summary>The file's name of an input.</summary>
    public string SourceOf(Term input) => sources[input];

    public IReadOnlyList<Port> Declare(Definition definition)
    {
        var (ports, names) = (new List<Port>(), new Identifiers());
        foreach (var input in Given(model, options)) ports.Add(Declare(definition, input, names));
        return ports;
    }

    private Port Declare(Definition definition, OnnxValue input, Identifiers names)
    {
        if (!input.IsTensor || (!input.Type.IsFloat() && !input.Type.IsInteger() && input.Type != ElementType.Bool))
            throw new OnnxException($"{model.File}: the input '{input.Name}' is {(input.IsTensor ? input.Type.Described() : "no tensor")}; floats, integers and truth values can be.");
        if (input.Dims is not { } stated) throw new OnnxException($"{model.File}: the input '{input.Name}' has no shape in the file; export the model with the shapes of its inputs.");
        stated = Named(input, options)!;
        var (batch, sample) = ((int?)null, new List<Dim>());
        for (var axis = 0; axis < stated.Count; axis++)
        {
            if (batch is null && IsBatch(stated[axis], axis, stated.Count)) batch = axis;
            else sample.Add(Extent(stated[axis], input.Name, axis));
        }

        var isTokens = input.Type is ElementType.Int64 or ElementType.Int32;
        var name = names.Unique(input.Name, "input");
        var term = definition.Input(name, sample, isTokens);
        sources[term] = input.Name;
        return new Port(name, input.Name, term, input.Type, batch);
    }

    private bool IsBatch(OnnxDim dim, int axis, int rank) => batchSymbol is not null
        ? dim.Symbol == batchSymbol || (batchSymbol.Length == 0 && axis == 0 && dim == default)
        : axis == AxisOf(choice, rank) && (dim.Value ?? 0) == (batchNumber ?? 1);

    private static int AxisOf(BatchChoice choice, int rank) => choice == BatchChoice.Second && rank > 1 ? 1 : 0;

    private Dim Extent(OnnxDim dim, string input, int axis)
    {
        if (dim.Value is { } number) return number <= int.MaxValue ? (int)number : throw new OnnxException($"{model.File}: the input '{input}' has an extent of {number}.");
        var name = dim.Symbol ?? $"{input}{axis}";
        if (dims.TryGetValue(name, out var known)) return known;
        options.Dims.TryGetValue(name, out var choice);
        if (choice is { IsNumber: true }) return dims[name] = choice.Min;
        var symbol = new DimSymbol(Name(name), choice?.Min ?? 1, choice?.Max ?? DimChoice.DefaultMax);
        symbols.Add(symbol);
        return dims[name] = Dim.Of(symbol);
    }

    private string Name(string name)
    {
        var wanted = Identifiers.PascalCase(name) ?? "Length";
        var result = wanted;
        for (var number = 2; result == "B" || symbols.Any(symbol => string.Equals(symbol.Name, result, StringComparison.OrdinalIgnoreCase)); number++) result = wanted + number;
        return result;
    }

    // Extents without a name are called after their input and axis; those of whom another name is said have it.
    private static IReadOnlyList<OnnxDim>? Named(OnnxValue input, ImportOptions options) => input.Dims?.Select((dim, axis) =>
    {
        if (dim.Value is not null) return dim;
        var name = dim.Symbol ?? input.Name + axis;
        for (var i = 0; i < options.Dims.Count && options.Dims.TryGetValue(name, out var choice) && choice.Alias is { } alias; i++) name = alias;
        if (options.Dims.TryGetValue(name, out var known) && known.IsNumber) return new OnnxDim(known.Min, null);
        return name == input.Name + axis ? dim : new OnnxDim(null, name);
    }).ToArray();

    // What is no weight.
    private static IEnumerable<OnnxValue> Given(OnnxModel model, ImportOptions options) => model.Graph.Given().Where(input => !options.Weights.ContainsKey(input.Name));

    // The name of the extent that is the batch, "" for one without a name, or null.
    private static string? BatchSymbol(OnnxModel model, ImportOptions options)
    {
        var open = Given(model, options).SelectMany(input => (Named(input, options) ?? []).Select((dim, axis) => (dim, axis)))
            .Where(entry => entry.dim.Value is null && !(entry.dim.Symbol is { } symbol && options.Dims.TryGetValue(symbol, out var choice) && choice.IsNumber)).ToArray();
        var stated = open.FirstOrDefault(entry => entry.dim.Symbol is { } symbol && options.Dims.TryGetValue(symbol, out var choice) && choice.Max is null);
        if (stated.dim.Symbol is not null) return stated.dim.Symbol;
        var named = open.FirstOrDefault(entry => entry.dim.Symbol is { } symbol && BatchNames.Contains(symbol));
        if (named.dim.Symbol is not null) return named.dim.Symbol;
        var first = open.Where(entry => entry.axis == 0).ToArray();
        return first.Length == 0 ? null : first[0].dim.Symbol ?? "";
    }

    // The extent that all inputs have in common there.
    private static long? BatchNumber(OnnxModel model, ImportOptions options, BatchChoice choice)
    {
        var extents = Given(model, options).Select(input => input with { Dims = Named(input, options) }).Where(input => input.Dims is { Count: > 0 }).Select(input => input.Dims![AxisOf(choice, input.Dims.Count)].Value).Distinct().ToArray();
        return extents.Length == 1 ? extents[0] : null;
    }
}
