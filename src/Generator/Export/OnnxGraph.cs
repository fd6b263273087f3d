using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>One graph as it is written: that of the model, or of one step of a scan.</summary>
internal sealed class OnnxGraph
{
    private readonly string?[] names;
    private readonly string?[] conditions;
    private readonly Dictionary<int, string[]> parts = [];
    private readonly Dictionary<int, string> titles = [];
    private readonly Dictionary<int, string> destinations = [];
    private Dictionary<int, HashSet<int>>? readParts;

    public OnnxGraph(Graph source, OnnxText text, OnnxSizes sizes, CancellationToken cancellation)
    {
        (Source, Text, Sizes, Cancellation) = (source, text, sizes, cancellation);
        (names, conditions) = (new string?[source.Nodes.Count], new string?[source.Nodes.Count]);
        for (var index = 0; index < source.Layers.Count; index++)
        {
            // The innermost layer that returns the value comes last.
            if (source.Layers[index].Output >= 0) titles[source.Layers[index].Output] = source.Layers[index].Name;
        }
    }

    public Graph Source { get; }

    public OnnxText Text { get; }

    public OnnxSizes Sizes { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>The layers around the graph, whose numbers its nodes have.</summary>
    public EquatableArray<Layer> Layers { get; init; }

    /// <summary>What values of the graph are called that are given to it.</summary>
    public void Give(int id, string name) => names[id] = name;

    /// <summary>What the values of an op with several are called.</summary>
    public void GiveParts(int id, string[] results) => parts[id] = results;

    /// <summary>Which of the values of an op with several are read.</summary>
    public HashSet<int> ReadParts(int id)
    {
        if (readParts is null)
        {
            readParts = [];
            foreach (var node in Source.Nodes)
            {
                if (node.Op is not PartOp) continue;
                if (!readParts.TryGetValue(node.Inputs[0], out var read)) readParts.Add(node.Inputs[0], read = []);
                read.Add(node.Op switch { ResultOp result => result.Index, ScanResultOp result => result.Index, _ => 0 });
            }
        }

        return readParts.TryGetValue(id, out var parts) ? parts : [];
    }

    public string PartOf(int id, int index) => parts[id][index];

    /// <summary>Writes values and all that they are computed of, under names that are allocated already.</summary>
    public void Return(IReadOnlyList<(int Id, string Name)> results)
    {
        foreach (var (id, name) in results)
        {
            if (!destinations.ContainsKey(id)) destinations.Add(id, name);
        }

        foreach (var (id, name) in results)
        {
            Write(id);
            if (NameOf(id) != name) Text.Define(name, new OnnxCall("Identity", [NameOf(id)]));
        }
    }

    /// <summary>Writes a value and all that it is computed of.</summary>
    public void Write(int root) => Postorder.Visit(root, IsWritten, id => Source[id].Op is ScanOp scan ? OnnxScan.Reads(scan, Source[id].Inputs) : Source[id].Inputs, Compute);

    /// <summary>The name of a value, as floats or whole numbers.</summary>
    public string NameOf(int id)
    {
        if (names[id] is { } known) return known;
        if (Source[id].Op is ConstantOp constant) return names[id] = OnnxLeaves.Constant(this, constant, TitleOf(id));
        if (conditions[id] is not { } condition) throw new InvalidOperationException($"Value {id} of the exported graph is not written.");
        return names[id] = Text.Add(TitleOf(id), new OnnxCall("Cast", [condition], "to = 1"));
    }

    /// <summary>The name of a value, as truth values: what is not 0 is true.</summary>
    public string ConditionOf(int id) => conditions[id] ??= Text.Add(TitleOf(id) + ".condition", new OnnxCall("Cast", [NameOf(id)], "to = 9"));

    /// <summary>What a value is called after: the layer that returns it, or the layer it is in and what it is there.</summary>
    private string TitleOf(int id)
    {
        if (titles.TryGetValue(id, out var title)) return title;
        var node = Source[id];
        var layers = Source.Layers.Count > 0 ? Source.Layers : Layers;
        var hint = node.Op.Word.ToLowerInvariant();
        return node.Layer >= 0 && node.Layer < layers.Count ? $"{layers[node.Layer].Name}.{hint}" : hint;
    }

    // Numbers are written where they are read.
    private bool IsWritten(int id) => names[id] is not null || conditions[id] is not null || parts.ContainsKey(id) || Source[id].Op is ConstantOp;

    private string Define(int id, string title, OnnxCall call)
    {
        if (!destinations.TryGetValue(id, out var name)) return Text.Add(title, call);
        Text.Define(name, call);
        return name;
    }

    private void Compute(int id)
    {
        Cancellation.ThrowIfCancellationRequested();
        var (op, title) = (Source[id].Op, TitleOf(id));
        var node = new OnnxNode(this, id, title);
        try
        {
            if (op is PointwiseOp { Function: ScalarFunction.Less or ScalarFunction.LessOrEqual or ScalarFunction.Equal } comparison)
                conditions[id] = Text.Add(title + ".condition", OnnxPointwise.Compare(comparison.Function, node));
            else if (OnnxOperators.Of(op)(op, node) is { } call)
                names[id] = call.Operator.Length == 0 ? call.Inputs[0] : Define(id, title, call);
        }
        catch (NotExpressibleException exception) when (!exception.Message.StartsWith("'", StringComparison.Ordinal))
        {
            throw new NotExpressibleException($"'{title}': {exception.Message}");
        }
    }
}
