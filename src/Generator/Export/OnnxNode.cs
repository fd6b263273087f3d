using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>A value of the graph that is being written, as the rows of the tables see it.</summary>
/// <param name="Graph">The graph around it, and the names of what is written already.</param>
/// <param name="Id">Which value it is.</param>
/// <param name="Name">What its operators are called after.</param>
internal readonly record struct OnnxNode(OnnxGraph Graph, int Id, string Name)
{
    public Shape Shape => Node.Shape;

    public DataType Type => Node.Type;

    public OnnxText Text => Graph.Text;

    public OnnxSizes Sizes => Graph.Sizes;

    public int Count => Node.Inputs.Count;

    private Node Node => Graph.Source[Id];

    /// <summary>What an input is called. Truth values are floats there.</summary>
    public string Input(int index = 0) => Graph.NameOf(Node.Inputs[index]);

    /// <summary>What an input is called by an operator that repeats what is too small: a number needs no axes there.</summary>
    public string Operand(int index) => OpOf(index) is ConstantOp constant && IsCovered() ? Text.Scalar(constant.Value) : Input(index);

    /// <summary>The names of all inputs.</summary>
    public string[] Inputs() => Names(Input);

    /// <summary>The names of all inputs of an operator that repeats what is too small.</summary>
    public string[] Operands() => Names(Operand);

    /// <summary>An input as truth values.</summary>
    public string Condition(int index) => Graph.ConditionOf(Node.Inputs[index]);

    /// <summary>An input as whole numbers, which indices are.</summary>
    public string Integers(int index)
    {
        var name = Input(index);
        return Graph.Source[Node.Inputs[index]].Type == DataType.Int32 ? name : Add("integers", "Cast", "to = 7", name);
    }

    public Shape ShapeOf(int index) => Graph.Source[Node.Inputs[index]].Shape;

    public DataType TypeOf(int index) => Graph.Source[Node.Inputs[index]].Type;

    public Op OpOf(int index) => Graph.Source[Node.Inputs[index]].Op;

    public int IdOf(int index) => Node.Inputs[index];

    /// <summary>Adds an operator on the way to the value.</summary>
    /// <param name="role">What its result is to the value.</param>
    /// <param name="name">The operator.</param>
    /// <param name="attributes">Its attributes as the text has them.</param>
    /// <param name="inputs">What it reads.</param>
    public string Add(string role, string name, string attributes, params string[] inputs) => Text.Add($"{Name}.{role}", new OnnxCall(name, inputs, attributes));

    /// <summary>A value in another shape.</summary>
    public string Reshaped(string role, string value, Shape from, Shape to) => Add(role, "Reshape", "", value, OnnxMovement.Target(Sizes, from, to));

    private string[] Names(Func<int, string> nameOf)
    {
        var names = new string[Count];
        for (var index = 0; index < names.Length; index++) names[index] = nameOf(index);
        return names;
    }

    // Whether the inputs that are no constants have all axes of the result.
    private bool IsCovered()
    {
        var isCovered = false;
        for (var axis = 0; axis < Shape.FullRank || axis == 0; axis++)
        {
            isCovered = false;
            for (var index = 0; index < Count; index++) isCovered |= OpOf(index) is not ConstantOp && (axis == Shape.FullRank || ShapeOf(index).Dims[axis] == Shape.Dims[axis]);
            if (!isCovered) break;
        }

        return isCovered;
    }
}
