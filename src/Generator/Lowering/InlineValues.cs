using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Which values cost nothing to compute again, and so are computed inside every user: constants, sizes, positions, random numbers, and a few
/// functions of them. Of many functions, which each user would repeat, the last are values of their own.
/// </summary>
/// <param name="nodes">A node by its id; there may be more from question to question.</param>
internal sealed class InlineValues(Func<int, Node> nodes)
{
    /// <summary>How many functions a user computes for one operand.</summary>
    private const int MostFunctions = 32;

    private readonly List<int> functions = [];

    /// <summary>Whether the value, or what it is a view of, is computed in its users.</summary>
    public bool Contains(int id)
    {
        // Inputs come before the nodes that read them.
        while (functions.Count <= id) functions.Add(Functions(nodes(functions.Count)));
        return functions[id] >= 0;
    }

    // The functions of a value, each as often as it is written; -1 if there is data, or they are too many.
    private int Functions(Node node) => node.Op switch
    {
        ConstantOp or SizeOp or IotaOp or RandomOp => 0,
        ReshapeOp => functions[node.Inputs[0]],
        PointwiseOp when node.Inputs.All(input => functions[input] >= 0 && IsReadAlike(nodes(input).Shape, node.Shape)) =>
            node.Inputs.Sum(input => functions[input]) is var sum && sum < MostFunctions ? sum + 1 : -1,
        _ => -1,
    };

    private static bool IsReadAlike(Shape input, Shape shape) => input.Equals(shape) || input.Dims.All(dim => dim.IsOne);
}
