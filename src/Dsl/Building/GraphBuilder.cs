namespace Sinter.Graphs;

/// <summary>
/// Grows a graph node by node and checks every shape on the way. The Dsl's layers call it; so does autodiff.
/// </summary>
internal sealed partial class GraphBuilder
{
    /// <summary>
    /// The numbers that one value can have for each sample, with every symbol at its largest. As many values as a network can have
    /// lie one behind another at places of 64 bits.
    /// </summary>
    public const long MostElements = 1L << 44;

    /// <summary>The numbers that one parameter can have: they lie in an array.</summary>
    public const int MostParameters = 0x7FFF_FF00;

    private readonly List<Node> nodes;
    private readonly List<Layer> layers = [];
    private readonly List<StateUpdate> updates = [];
    private readonly Dictionary<int, int> placeOfUpdate = [];
    private readonly List<GraphOutput> outputs = [];
    private readonly List<BatchStatistics> statistics = [];
    private readonly HashSet<int> closed = [];
    private readonly Dictionary<string, int> leafByKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> numbered = new(StringComparer.Ordinal);
    private readonly Stack<NameScope> scopes = new([new NameScope("", sharing: [])]);
    private int? loss;
    private int streams;
    private int parameters;

    /// <param name="capacity">About how many nodes there will be.</param>
    public GraphBuilder(int capacity = 0) => nodes = new List<Node>(capacity);

    /// <summary>Continues an existing graph: its ids stay valid.</summary>
    public GraphBuilder(Graph graph)
    {
        nodes = [.. graph.Nodes];
        layers.AddRange(graph.Layers);
        foreach (var update in graph.Updates) AddUpdate(update.State, update.Value);
        outputs.AddRange(graph.Outputs);
        statistics.AddRange(graph.Statistics);
        loss = graph.Loss;
    }

    /// <summary>Whether nodes added from now on belong to the backward pass.</summary>
    public bool IsBackward { get; set; }

    /// <summary>The layer that nodes added from now on belong to, or -1.</summary>
    public int CurrentLayer { get; set; } = -1;

    /// <summary>Called with the id of every node added: the frontend keeps its side table of source locations with it.</summary>
    public Action<int>? Added { get; set; }

    /// <summary>Whether anybody still wants the graph: asked at every node added.</summary>
    public CancellationToken Cancellation { get; init; }

    public int Count => nodes.Count;

    public Node this[int id] => nodes[id];

    public Shape ShapeOf(int id) => nodes[id].Shape;

    public int Add(Op op, params int[] inputs)
    {
        var shapes = new Shape[inputs.Length];
        var types = new DataType[inputs.Length];
        if (closed.Count > 0)
        {
            foreach (var input in inputs) RequireOpen(input);
        }

        for (var i = 0; i < inputs.Length; i++) (shapes[i], types[i]) = (nodes[inputs[i]].Shape, nodes[inputs[i]].Type);
        var shape = Inferred(op, shapes);
        CheckSize(op, shape);
        foreach (var dim in shape.Dims)
        {
            if (dim.IsConstant && dim.Value < 1)
                throw NetworkDefinitionException.Shape($"{op.Name} of {string.Join(" and ", (object[])shapes)} would be empty: {shape}.");
            if (dim.Minimum < 1)
                throw NetworkDefinitionException.Shape($"{op.Name} of {string.Join(" and ", (object[])shapes)} gives {shape}, which can be empty: {dim} can be {dim.Minimum}; state a larger Min, or another Max, of {dim.Symbol!.Bound}.");
        }

        return Append(new Node(op, new(inputs), shape, op.ResultType(types), CurrentLayer) { IsBackward = IsBackward });
    }

    private static Shape Inferred(Op op, Shape[] inputs)
    {
        try
        {
            return op.InferShape(inputs);
        }
        catch (OverflowException)
        {
            throw Require.Error(DiagnosticIds.Range, $"{op.Name} of {string.Join(" and ", (object[])inputs)} would have an extent of more than {int.MaxValue}.");
        }
    }

    private static void CheckSize(Op op, Shape shape)
    {
        long elements = 1;
        var batches = 0;
        foreach (var dim in shape.Dims)
        {
            if (dim.IsBatch && ++batches > 1) throw Require.Error(DiagnosticIds.Rank, $"{op.Name} gives {shape}, which depends on the batch twice.");
            if (dim.IsBatch || dim.Maximum < 2) continue;
            if (elements > MostElements / dim.Maximum)
                throw Require.Error(DiagnosticIds.Range, $"{op.Name} gives {shape}{(shape.IsKnown ? "" : ", with every symbol at its largest")}: more than the {MostElements} numbers that one value can have{(shape.IsBatched ? " for each sample" : "")}.");
            elements *= dim.Maximum;
        }
    }

    /// <summary>Adds a node whose shape is known already: passes copy with it. Its inputs are ids of this builder.</summary>
    public int Append(Node node)
    {
        Cancellation.ThrowIfCancellationRequested();
        nodes.Add(node);
        Added?.Invoke(nodes.Count - 1);
        return nodes.Count - 1;
    }

    /// <summary>Gives a node that is there already another op; its inputs may grow, its shape stays.</summary>
    public void Replace(int id, Op op, params int[] inputs) => nodes[id] = nodes[id] with { Op = op, Inputs = new(inputs) };

    public void AddOutput(string name, int node, DataType type = DataType.Float32)
    {
        RequireOpen(node);
        outputs.Add(new GraphOutput(name, node, type));
    }

    public void SetLoss(int node)
    {
        RequireOpen(node);
        loss = node;
    }

    /// <summary>States that values belong to one step of a scan that is complete: nothing else can read them.</summary>
    public void Close(IEnumerable<int> values) => closed.UnionWith(values);

    private void RequireOpen(int value)
    {
        if (closed.Contains(value))
            throw new NetworkDefinitionException(DiagnosticIds.Kind, $"A value {nodes[value].Shape} of one step of a scan is used outside of its cell. Return it from the cell, as an output of the step or as a state.");
    }

    /// <summary>The next values of states so far.</summary>
    public IReadOnlyList<StateUpdate> Updates => updates;

    public void AddUpdate(int state, int value)
    {
        var update = new StateUpdate(state, value);
        if (placeOfUpdate.TryGetValue(state, out var place))
        {
            updates[place] = update;
            return;
        }

        placeOfUpdate.Add(state, updates.Count);
        updates.Add(update);
    }

    /// <summary>The value a state has at this point of the definition: what an earlier use wrote, else what the step began with.</summary>
    public int CurrentValue(int state) => placeOfUpdate.TryGetValue(state, out var place) ? updates[place].Value : state;

    /// <summary>A number for a stream of random numbers that no other node uses.</summary>
    public int NextStream() => streams++;

    public Graph Build() => Freezing.Apply(
        new(new(nodes.ToArray()), new(outputs.ToArray()), new(layers.ToArray()))
        {
            Loss = loss,
            Updates = new(updates.ToArray()),
            Statistics = new(statistics.ToArray()),
        },
        frozen);

    /// <summary>States how many rows or classes token input <paramref name="input"/> indexes, and which value besides is passed over.</summary>
    public void LimitTokens(int input, int limit, int? ignoreIndex = null) =>
        nodes[input] = nodes[input] with { Op = Checked(input).Indexing(limit, ignoreIndex) };

    /// <summary>States that token input <paramref name="input"/> indexes as many rows as a call may bind.</summary>
    public void LimitTokens(int input, Dim rows)
    {
        if (rows.IsConstant) LimitTokens(input, rows.Value);
        else LimitLengths(input, rows.Plus(-1));
    }

    /// <summary>States along which extent token input <paramref name="input"/> measures lengths.</summary>
    public void LimitLengths(int input, Dim extent) => nodes[input] = nodes[input] with { Op = Checked(input).Measuring(extent) };

    // What a call states is checked before anything is computed with it.
    private InputOp Checked(int input) => nodes[input].Op as InputOp ?? throw Require.Error(
        DiagnosticIds.Kind, $"What indexes or measures is checked by every call before it computes anything, but these integers are computed themselves. Declare them as an input, [Shape(…)] Tokens; ToTensor and OneHot take computed ones too.");

    /// <summary>States that training normalises by statistics of so many values, which one value does not have.</summary>
    public void AddStatistics(IEnumerable<Dim> values) => statistics.Add(new BatchStatistics(CurrentLayer, values.ToEquatableArray()));

    /// <summary>A trainable weight. The same key again is an error, unless a shared <see cref="Module"/> asks for it.</summary>
    public int Parameter(string name, Shape shape, Initializer initializer, bool decays = true) =>
        Leaf(name, shape, key => new ParameterOp(key, shape, initializer.For(shape), decays) { Place = parameters++ });

    /// <summary>A value kept between training steps, not trained.</summary>
    public int State(string name, Shape shape, float initial, bool isCounter = false) =>
        Leaf(name, shape, key => new StateOp(key, shape, initial, isCounter));

    private int Leaf(string name, Shape shape, Func<string, Op> create)
    {
        CheckName(name);
        var scope = scopes.Peek();
        var key = scope.Path.Length == 0 ? name : scope.Path + "." + name;
        if (leafByKey.TryGetValue(key, out var existing))
        {
            if (!scope.Sharing.Any(weights => weights.Keys.Contains(key)))
                throw new NetworkDefinitionException(DiagnosticIds.DuplicateParameter, $"Two parameters are called '{key}'. Give one of the layers another name, put a block that is used twice in a Scope, or share the weights through a Module.");
            if (!nodes[existing].Shape.Equals(shape))
                throw NetworkDefinitionException.Shape($"The shared parameter '{key}' has the shape {nodes[existing].Shape}, but is used here with {shape}; give the inputs of the module one size, or make another Module for this use.");
            return existing;
        }

        if (!shape.IsConstant)
            throw NetworkDefinitionException.Shape($"The parameter '{key}' would have the shape {shape}, but a weight has one size for all calls; leave the symbol out of the axes it is made for.");
        var elements = shape.Dims.Aggregate(1.0, (product, dim) => product * dim.Value);
        if (elements > MostParameters)
            throw Require.Error(DiagnosticIds.Range, $"The parameter '{key}' {shape} would have {elements:N0} numbers, but there can be {MostParameters:N0} at most; make the layer or what it reads smaller.");
        var id = Add(create(key));
        leafByKey.Add(key, id);
        foreach (var weights in scope.Sharing) weights.Keys.Add(key);
        return id;
    }

    // Names stand in comments, in tables and in checkpoints: each is one line.
    private static void CheckName(string name)
    {
        var index = 0;
        while (index < name.Length && !char.IsControl(name[index]) && name[index] is not ('\u2028' or '\u2029')) index++;
        if (index < name.Length) throw new NetworkDefinitionException(DiagnosticIds.EmptyName, $"The name '{name.Substring(0, index)}…' contains a line break or another control character (U+{(int)name[index]:X4}); leave it out.");
    }

    /// <summary>Adds what <paramref name="body"/> does below a name. That of shared weights is where it was the first time.</summary>
    /// <param name="name">The name.</param>
    /// <param name="body">What is done; it returns the one value that comes out, or null.</param>
    /// <param name="shared">The weights of a module.</param>
    public void Within(string name, Func<int?> body, SharedWeights? shared = null)
    {
        using var scope = EnterScope(name, shared);
        var first = nodes.Count;
        if (body() is { } value) Returned(value, first, shared);
    }

    private IDisposable EnterScope(string name, SharedWeights? shared = null)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new NetworkDefinitionException(DiagnosticIds.EmptyName, $"A scope needs a name: it becomes a part of the names of the weights in it; write Scope(\"block1\", …).");
        CheckName(name);
        var outer = scopes.Peek();
        var path = outer.Path.Length == 0 ? name : outer.Path + "." + name;
        scopes.Push(shared is null
            ? new NameScope(path, outer.Sharing)
            : new NameScope(shared.Path ??= path, [.. outer.Sharing, shared]));
        return new Exit(() => scopes.Pop());
    }

    /// <summary>
    /// Records a layer: the nodes and parameters that <paramref name="body"/> adds are its own. Without a name the layer is
    /// called after its kind and the first free number: <c>conv1</c>. With an order, its parameters stand in that of their
    /// first names, whatever the order in which the body computes: where a state_dict has them.
    /// </summary>
    public int Layer(string kind, string? name, Func<int> body, params string[] order)
    {
        var isNumbered = name is null;
        name = scopes.Peek().Take(name, kind);
        using var scope = EnterScope(name);
        if (isNumbered && scopes.Peek().Sharing.Length == 0) numbered.Add(scopes.Peek().Path);
        return Record(kind, scopes.Peek().Path, order, body);
    }

    /// <summary>
    /// Whether a full name is, or begins with, that of a layer which has its number from the order of the layers. In a module it has it from
    /// the first use, which any other shares.
    /// </summary>
    public bool IsNumbered(string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf('.', end - 1))
        {
            if (numbered.Contains(key.Substring(0, end))) return true;
        }

        return false;
    }

    /// <summary>Records a layer whose parameters are named as if it were not there; it is called after its kind and the first free number.</summary>
    public int UnnamedLayer(string kind, Func<int> body)
    {
        var scope = scopes.Peek();
        var name = scope.Take(null, kind);
        return Record(kind, scope.Path.Length == 0 ? name : scope.Path + "." + name, [], body);
    }

    private int Record(string kind, string path, string[] order, Func<int> body)
    {
        var outer = CurrentLayer;
        var (index, first) = (layers.Count, nodes.Count);
        layers.Add(new Layer(path, kind, outer, -1));
        CurrentLayer = index;
        try
        {
            var output = body();
            if (order.Length > 0) Arrange(order, first);
            layers[index] = layers[index] with { Output = output };
            if (!makerOf.TryGetValue(output, out var inner) || inner < index) makerOf[output] = index;
            Returned(output, first);
            return output;
        }
        finally
        {
            CurrentLayer = outer;
        }
    }

    // Deals the places of the parameters added since a node among them anew.
    private void Arrange(string[] order, int first)
    {
        var start = scopes.Peek().Path.Length + 1;
        int Rank(ParameterOp op) => Array.IndexOf(order, op.Key.Substring(start).Split('.')[0]);
        var added = Enumerable.Range(first, nodes.Count - first).Where(id => nodes[id].Op is ParameterOp).ToArray();
        var places = added.Select(id => ((ParameterOp)nodes[id].Op).Place).OrderBy(place => place).ToArray();
        var next = 0;
        foreach (var id in added.OrderBy(id => Rank((ParameterOp)nodes[id].Op)).ToArray()) Replace(id, (ParameterOp)nodes[id].Op with { Place = places[next++] });
    }

    /// <summary>One level of names, with those its layers have taken.</summary>
    private sealed class NameScope(string path, SharedWeights[] sharing)
    {
        private readonly Dictionary<string, int> counters = new(StringComparer.Ordinal);
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);

        public string Path { get; } = path;

        /// <summary>The modules around it, the outermost first: what one of them has made may be asked for again.</summary>
        public SharedWeights[] Sharing { get; } = sharing;

        /// <summary>The name given, or the next free one of the kind.</summary>
        public string Take(string? name, string kind)
        {
            if (name is not null)
            {
                taken.Add(name);
                return name;
            }

            var stem = kind.EndsWith("1d", StringComparison.Ordinal) || kind.EndsWith("2d", StringComparison.Ordinal) ? kind.Substring(0, kind.Length - 2) : kind;
            stem = stem.ToLowerInvariant();
            counters.TryGetValue(stem, out var count);
            do name = stem + (++count).ToString(System.Globalization.CultureInfo.InvariantCulture);
            while (!taken.Add(name));
            counters[stem] = count;
            return name;
        }
    }

    private sealed class Exit(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}

/// <summary>The weights of a <see cref="Module"/>: where it was applied first, and what it has made there.</summary>
internal sealed class SharedWeights
{
    /// <summary>The scope of the weights; null before the first use.</summary>
    public string? Path { get; set; }

    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);
}
