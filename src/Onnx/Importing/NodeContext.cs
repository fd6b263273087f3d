using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>A node that is being imported, with what it reads.</summary>
internal sealed class NodeContext(GraphImporter importer, OnnxNode node, Operand?[] inputs, long opset)
{
    public OnnxNode Node => node;

    public GraphImporter Importer => importer;

    public Definition Definition => importer.Definition;

    public Values Values => importer.Values;

    /// <summary>The version of the operators.</summary>
    public long Opset => opset;

    public int InputCount => inputs.Length;

    /// <summary>An input, or null where it is left out.</summary>
    public Operand? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    public Operand Input(int index) => Optional(index) ?? throw Error($"its input {index} is missing");

    /// <summary>An input as a value of the network.</summary>
    public TensorOperand Tensor(int index) => Values.Tensor(Input(index));

    public TensorOperand? OptionalTensor(int index) => Optional(index) is { } value ? Values.Tensor(value) : null;

    /// <summary>An input whose numbers have to be known.</summary>
    public Constant Constant(int index, string what) => Optional(index) switch
    {
        ConstantOperand constant => constant.Constant,
        CountsOperand counts when Values.ToConstant(counts) is { } known => known,
        null => throw Error($"its input {index} ({what}) is missing"),
        TensorOperand or TokensOperand => throw importer.Needed(this, index, what),
        _ => throw Error($"its {what} depends on a size that calls choose, but has to be known when the model is imported"),
    };

    /// <summary>An input whose numbers have to be known, where it is there.</summary>
    public Constant? OptionalConstant(int index, string what) => Optional(index) is null ? null : Constant(index, what);

    /// <summary>Whole numbers, some of which calls may choose.</summary>
    public Count[] Counts(int index, string what) => Optional(index) switch
    {
        CountsOperand counts => counts.Values,
        ConstantOperand constant => Array.ConvertAll(constant.Constant.Integers(), value => (Count)value),
        null => throw Error($"its input {index} ({what}) is missing"),
        _ => throw importer.Needed(this, index, what),
    };

    /// <summary>The numbers 0, 1, 2, …, as many as an extent that calls choose; null where no value has it.</summary>
    public Term? PlacesOf(Count extent) => importer.ValueWith(extent) is { } like ? Definition.Call("ArangeLike", like.Term, new Argument("axis", like.Axis)) : null;

    public bool Has(string attribute) => node.Attributes.ContainsKey(attribute);

    public long Integer(string attribute, long missing) => node.Attributes.TryGetValue(attribute, out var stated) ? stated.Integer ?? 0 : missing;

    public long Integer(string attribute) => node.Attributes.TryGetValue(attribute, out var stated) ? stated.Integer ?? 0 : throw Error($"its attribute {attribute} is missing");

    public float Float(string attribute, float missing) => node.Attributes.TryGetValue(attribute, out var stated) ? stated.Float ?? 0 : missing;

    public string Text(string attribute, string missing) => node.Attributes.TryGetValue(attribute, out var stated) ? stated.Text ?? "" : missing;

    public long[]? Integers(string attribute) => node.Attributes.TryGetValue(attribute, out var stated) ? [.. stated.Integers] : null;

    public float[]? Floats(string attribute) => node.Attributes.TryGetValue(attribute, out var stated) ? [.. stated.Floats] : null;

    /// <summary>Axes from an attribute of older versions, or from an input; null where none are stated.</summary>
    public long[]? AxesFrom(int input) => Integers("axes") ?? OptionalConstant(input, "axes")?.Integers();

    /// <summary>An axis counted from the front.</summary>
    public int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Error($"its axis {axis} does not exist: its input has {rank} axes");

    public bool HasOutput(int index) => index < node.Outputs.Count && node.Outputs[index].Length > 0;

    /// <summary>A layer of the Dsl with weights, called after the weight that the file has for it; its axes stay where they are.</summary>
    public TensorOperand Layer(string method, TensorOperand x, IEnumerable<Argument> arguments, Constant named, params (string Key, Constant? Value)[] weights) =>
        x with { Term = Layer(method, x.Term, arguments, named, weights) };

    /// <inheritdoc cref="Layer(string, TensorOperand, IEnumerable{Argument}, Constant, ValueTuple{string, Constant}[])"/>
    public Term Layer(string method, Term x, IEnumerable<Argument> arguments, Constant named, params (string Key, Constant? Value)[] weights) =>
        Definition.Layer(method, x, importer.LayerName(node, named, weights) is { } name ? [.. arguments, new("name", name)] : [.. arguments], weights);

    /// <summary>What an operator of the standard gives for other inputs, with the attributes of this node.</summary>
    public Operand?[] Apply(string type, params Operand?[] others) =>
        Operators.OperatorTable.Find("", type)!(new NodeContext(importer, node with { OpType = type, Outputs = [node.Outputs[0]] }, others, Math.Max(opset, 17)));

    /// <summary>An exception about this node.</summary>
    public OnnxException Error(string what) => importer.Error(node, what);
}
