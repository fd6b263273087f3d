using Sinter.Graphs;
using Sinter.Onnx.Blocks;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Folding;
using Sinter.Onnx.Operators;
using Sinter.Onnx.Patterns;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>Takes a model node by node into the Dsl.</summary>
internal sealed class GraphImporter
{
    private const int MostNested = 64;

    private readonly OnnxModel model;
    private readonly ImportOptions options;
    private readonly ImportInputs inputs;
    private readonly Dictionary<(string Domain, string Name), OnnxFunction> functions = [];
    private readonly HashSet<string> layerNames = new(StringComparer.Ordinal);
    private readonly bool hasNumberedLayers;
    private int depth;

    private GraphImporter(OnnxModel model, ImportOptions options, BatchChoice choice)
    {
        (this.model, this.options) = (model, options);
        inputs = new ImportInputs(model, options, choice);
        Values = new Values(Definition, inputs.Batch);
        hasNumberedLayers = model.Graph.Initializers.Any(initializer => WeightNames.LayerOf(initializer.Name) is { Length: > 0 } layer && char.IsDigit(layer[layer.Length - 1]));
        foreach (var function in model.Functions) functions[(function.Domain, function.Name)] = function;
    }

    public Definition Definition { get; } = new();

    public Values Values { get; }

    /// <summary>Takes a model into the Dsl.</summary>
    /// <exception cref="OnnxException">A node asks for something that cannot be compiled.</exception>
    public static ImportedNetwork Import(OnnxModel model, ImportOptions options)
    {
        DimNames.Check(model, options);
        options = ImportInputs.WithSettings(model, options);
        BatchException? mixed = null;
        foreach (var choice in ImportInputs.Choices(model, options))
        {
            try
            {
                return new GraphImporter(model, options, choice).Run();
            }
            catch (BatchException exception)
            {
                // What was taken for the batch is an axis like any other.
                mixed ??= exception;
            }
        }

        throw new OnnxException($"{model.File}: {mixed!.Message}. State the number of samples, as in Dims=\"batch=1\", to compile the model for it.", mixed);
    }

    public OnnxException Error(OnnxNode node, string what) => new($"{model.File}: {Described(node)}: {what}.");

    private static string Described(OnnxNode node) => $"{node.OpType} '{(node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault() ?? "")}'";

    private ImportedNetwork Run()
    {
        var graph = Layers.Find(model.Graph, model.Opset);
        var values = new Scope(null);
        foreach (var initializer in graph.Initializers) values[initializer.Name] = new ConstantOperand(Constant.Of(initializer));
        foreach (var given in options.Weights) values[given.Key] = new ConstantOperand(given.Value);
        var ports = inputs.Declare(Definition);
        foreach (var port in ports) values[port.Source] = port.Term.Value is Tokens ? new TokensOperand(port.Term, port.Type, port.BatchAxis) : new TensorOperand(port.Term, port.Type, port.BatchAxis);
        Run(graph.Nodes, values, graph.Outputs.Select(output => output.Name), model.Opset);
        var names = new Identifiers();
        foreach (var port in ports) names.Take(port.Name);
        var outputs = new List<Port>();
        foreach (var output in graph.Outputs) outputs.Add(Output(output, values, names));
        return BlockFinder.Find(new ImportedNetwork(model, options, Definition, ports, outputs) { Symbols = inputs.Symbols });
    }

    private Port Output(OnnxValue output, Scope values, Identifiers names)
    {
        if (!values.TryGet(output.Name, out var value)) throw new OnnxException($"{model.File}: the output '{output.Name}' is computed by no node.");
        if (Definition.Inputs.Count == 0) throw new OnnxException($"{model.File}: the output '{output.Name}' depends on no input, so that there is nothing to compute.");
        Values.TakesMerged = false;
        var tensor = Values.Tensor(value);
        // What is the same for all inputs is given for each sample.
        if (!tensor.IsBatched) tensor = tensor with { Term = MovementOperators.PerSample(Definition, tensor, Definition.Beside) };
        return new Port(names.Unique(output.Name, "output"), output.Name, tensor.Term, value.Type, tensor.BatchAxis);
    }

    /// <summary>
    /// The name of a layer after its weights, or after its node; null where the file has none, or where other layers have them already: exporters
    /// store equal weights once.
    /// </summary>
    public string? LayerName(OnnxNode node, Constant weight, (string Key, Constant? Value)[] weights)
    {
        var names = weights.Select(other => other.Value).Prepend(weight).Select(value => WeightNames.LayerOf(value?.Name)).Append(WeightNames.LayerOfNode(node.Name));
        if (names.FirstOrDefault(name => name is not null && layerNames.Add(name)) is { } found) return found;

        // The numbers that the Dsl would give may be those of layers that the file names. A node may be there several times, once for each step.
        if (!hasNumberedLayers || WeightNames.Clean(node.Outputs.FirstOrDefault()) is not { } own) return null;
        var unique = own;
        for (var number = 2; !layerNames.Add(unique); number++) unique = $"{own}_{number}";
        return unique;
    }

    /// <summary>An input of a node that a layer keeps as its weight.</summary>
    public Constant Weight(NodeContext node, int index) => node.Optional(index) switch
    {
        ConstantOperand constant => constant.Constant,
        TensorOperand { Term.Kind: TermKind.Input } => throw Needed(node, index, "weight"),
        null => throw node.Error($"its input {index} is missing"),
        _ => throw node.Error($"its input {index} is computed, but has to be a weight"),
    };

    /// <summary>An exception: what an input of the model holds has to be known.</summary>
    public OnnxException Needed(NodeContext node, int index, string what)
    {
        var term = node.Input(index) is TokensOperand tokens ? tokens.Term : ((TensorOperand)node.Input(index)).Term;
        var leaves = new HashSet<Term>();
        Collect(term, leaves);
        var source = leaves.Count == 1 ? inputs.SourceOf(leaves.Single()) : null;
        return new OnnxException(Error(node.Node, $"its {what} is {(term.Kind == TermKind.Input ? $"the input '{source}' of the model" : source is not null ? $"computed of the input '{source}' of the model" : "computed at every call")}, but has to be known when the model is imported").Message) { Input = source };
    }

    // The inputs that a value is computed of.
    private static void Collect(Term term, HashSet<Term> inputs)
    {
        var (seen, open) = (new HashSet<Term>(), new Stack<Term>([term]));
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (!seen.Add(next)) continue;
            if (next.Kind == TermKind.Input) inputs.Add(next);
            foreach (var read in next.Reads) open.Push(read);
        }
    }

    /// <summary>An input that has an axis of an extent, and which of the Dsl's it is.</summary>
    public (Term Term, int Axis)? ValueWith(Count extent)
    {
        foreach (var term in Definition.Inputs.Concat(Definition.Terms).ToArray())
        {
            if (term.Value is not (Tensor or Tokens)) continue;
            var sample = term.Shape.Dims.Skip(term.Shape.IsBatched ? 1 : 0).ToArray();
            for (var axis = 0; axis < sample.Length; axis++)
            {
                if (Count.Of(sample[axis]).Equals(extent)) return (Definition.AsTensor(term), axis);
            }
        }

        return null;
    }

    /// <summary>Imports nodes of which a result is wanted.</summary>
    public void Run(IReadOnlyList<OnnxNode> nodes, Scope values, IEnumerable<string> wanted, long opset)
    {
        if (++depth > MostNested) throw new OnnxException($"{model.File}: functions or branches lie more than {MostNested} deep in one another.");
        var isWanted = Wanted(nodes, wanted);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (isWanted[i]) Run(nodes[i], values, opset);
        }

        depth--;
    }

    private void Run(OnnxNode node, Scope values, long opset)
    {
        var read = new Operand?[node.Inputs.Count];
        for (var i = 0; i < read.Length; i++)
        {
            if (node.Inputs[i].Length > 0) read[i] = values.TryGet(node.Inputs[i], out var value) ? value : throw Error(node, $"its input '{node.Inputs[i]}' is computed by no node before it");
        }

        var context = new NodeContext(this, node, read, opset);
        Definition.Hint = node.Outputs.FirstOrDefault();
        Operand?[] results;
        try
        {
            results = Compute(context, values);
        }
        catch (OnnxException exception) when (!exception.Message.StartsWith(model.File, StringComparison.Ordinal))
        {
            throw Error(node, exception.Message.TrimEnd('.'));
        }
        catch (NetworkDefinitionException exception)
        {
            throw new OnnxException(Error(node, exception.Message.TrimEnd('.')).Message, exception);
        }
        catch (OverflowException exception)
        {
            throw new OnnxException($"{model.File}: {Described(node)}: an extent or a number of elements is larger than can be.", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or InvalidOperationException or InvalidCastException or NullReferenceException or ArithmeticException or KeyNotFoundException)
        {
            // Operators rely on what the standard promises of a node.
            throw new OnnxException($"{model.File}: {Described(node)}: its inputs and attributes do not fit one another, as the operator of opset {opset} asks for; check the model with onnx.checker, or export it again ({exception.Message})", exception);
        }

        for (var i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0) continue;
            values[node.Outputs[i]] = (i < results.Length ? results[i] : null) ?? throw Error(node, $"its output {i} cannot be compiled");
        }
    }

    private Operand?[] Compute(NodeContext context, Scope values)
    {
        var node = context.Node;
        Values.TakesMerged = false;
        if (node.Domain.Length == 0 || node.Domain is OperatorTable.MicrosoftDomain or OperatorTable.PreviewDomain or OptimizerOperators.Domain or Layers.Domain)
        {
            switch (node.OpType)
            {
                case "If": return Branch(context, values);
                case "Loop": return Iteration.Loop(context, values);
                case "Scan": return Iteration.Scan(context, values);
            }

            if (Folder.TryFold(context) is { } folded) return folded;
            if (OperatorTable.Find(node.Domain, node.OpType) is { } lower)
            {
                Values.TakesMerged = OperatorTable.TakesMerged(context);
                return lower(context);
            }
        }

        if (functions.TryGetValue((node.Domain, node.OpType), out var function)) return Inline(context, function);
        throw Error(node, $"the operator {(node.Domain.Length > 0 ? node.Domain + "." : "")}{node.OpType} cannot be compiled");
    }

    // Only the branch that is taken is there, where that is known.
    private Operand?[] Branch(NodeContext context, Scope values)
    {
        if (context.Optional(0) is ConstantOperand { Constant: { Count: 1 } constant }) return Branch(context, values, constant.Integers()[0] != 0);
        // Both are computed, and one is chosen.
        var condition = context.Tensor(0);
        var (then, otherwise) = (Branch(context, values, true), Branch(context, values, false));
        var results = new Operand?[then.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var all = Values.Broadcast(condition, Values.Tensor(then[i]!), Values.Tensor(otherwise[i]!));
            if (!Values.DimsOf(then[i]!).SequenceEqual(Values.DimsOf(otherwise[i]!))) throw context.Error($"its branches give [{string.Join(", ", (object[])Values.DimsOf(then[i]!))}] and [{string.Join(", ", (object[])Values.DimsOf(otherwise[i]!))}], and its condition is computed at every call");
            results[i] = all.Result(Definition.Call("Where", all.Values[0].Term, new Argument("then", all.Values[1].Term), new Argument("otherwise", all.Values[2].Term)), then[i]!.Type);
        }

        return results;
    }

    private Operand?[] Branch(NodeContext context, Scope values, bool condition)
    {
        if (!context.Node.Attributes.TryGetValue(condition ? "then_branch" : "else_branch", out var attribute) || attribute.Graph is not { } graph) throw context.Error("a branch is missing");
        return Run(context, graph, new Scope(values));
    }

    /// <summary>Imports a graph that a node holds, which sees the values around it.</summary>
    public Operand[] Run(NodeContext context, OnnxGraph graph, Scope inner)
    {
        foreach (var initializer in graph.Initializers) inner[initializer.Name] = new ConstantOperand(Constant.Of(initializer));
        Run(graph.Nodes, inner, graph.Outputs.Select(output => output.Name), context.Opset);
        return [.. graph.Outputs.Select(output => inner.TryGet(output.Name, out var value) ? value : throw context.Error($"its graph computes no '{output.Name}'"))];
    }

    private Operand?[] Inline(NodeContext context, OnnxFunction function)
    {
        var inner = new Scope(null);
        for (var i = 0; i < function.Inputs.Count; i++)
        {
            if (context.Optional(i) is { } given) inner[function.Inputs[i]] = given;
        }

        var nodes = function.Nodes.Select(node => Resolved(node, context.Node.Attributes, function.Defaults)).ToArray();
        Run(nodes, inner, function.Outputs, function.Opsets.TryGetValue("", out var version) ? version : context.Opset);
        return [.. function.Outputs.Select(output => inner.TryGet(output, out var value) ? value : null)];
    }

    private static OnnxNode Resolved(OnnxNode node, IReadOnlyDictionary<string, OnnxAttribute> given, IReadOnlyDictionary<string, OnnxAttribute> defaults)
    {
        if (node.Attributes.Values.All(attribute => attribute.Reference is null)) return node;
        var resolved = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        foreach (var attribute in node.Attributes.Values)
        {
            if (attribute.Reference is not { } reference) resolved[attribute.Name] = attribute;
            else if (given.TryGetValue(reference, out var value) || defaults.TryGetValue(reference, out value)) resolved[attribute.Name] = value with { Name = attribute.Name };
        }

        return node with { Attributes = resolved };
    }

    private static bool[] Wanted(IReadOnlyList<OnnxNode> nodes, IEnumerable<string> wanted)
    {
        var (names, result) = (new HashSet<string>(wanted, StringComparer.Ordinal), new bool[nodes.Count]);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            result[i] = nodes[i].Outputs.Any(names.Contains);
            if (!result[i]) continue;
            names.UnionWith(nodes[i].Inputs);
            foreach (var attribute in nodes[i].Attributes.Values)
            {
                if (attribute.Graph is { } graph) AddOuter(graph, names);
            }
        }

        return result;
    }

    private static void AddOuter(OnnxGraph graph, HashSet<string> names)
    {
        names.UnionWith(graph.Outputs.Select(output => output.Name));
        foreach (var node in graph.Nodes)
        {
            names.UnionWith(node.Inputs);
            foreach (var attribute in node.Attributes.Values)
            {
                if (attribute.Graph is { } inner) AddOuter(inner, names);
            }
        }
    }
}
