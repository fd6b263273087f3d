using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Recurrent layers: the gates' order of ONNX becomes that of PyTorch.</summary>
internal static class RecurrentOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["LSTM"] = node => Recurrent(node, "Lstm", [0, 2, 3, 1], ["Sigmoid", "Tanh", "Tanh"]),
        ["GRU"] = node => Recurrent(node, "Gru", [1, 0, 2], ["Sigmoid", "Tanh"]),
        ["RNN"] = node => Recurrent(node, "Rnn", [0], ["Tanh"]),
    };

    private static Operand?[] Recurrent(NodeContext node, string method, int[] gates, string[] usual)
    {
        var direction = node.Text("direction", "forward");
        var directions = direction == "bidirectional" ? 2 : 1;
        var isBatchFirst = node.Integer("layout", 0) != 0;
        // Which inputs of the model are weights decides where its batch is.
        foreach (var input in new[] { 1, 2, 3, 7 })
        {
            if (node.Optional(input) is not null) node.Importer.Weight(node, input);
        }

        var isRelu = CheckActivations(node, method, usual, directions);
        if (node.Has("clip")) throw node.Error("its gates are clipped, which cannot be compiled");
        if (node.Integer("input_forget", 0) != 0) throw node.Error("its input and forget gates are coupled, which cannot be compiled");
        var hidden = checked((int)node.Integer("hidden_size", node.Importer.Weight(node, 2).Dims[2]));
        var x = node.Values.BatchAt(node.Tensor(0), isBatchFirst ? 0 : 1, node.Error);
        var term = direction == "reverse" ? node.Definition.Call("Flip", x.Term, new Argument("axes", new[] { 0 })) : x.Term;

        var arguments = new List<Argument> { new("hidden", hidden) };
        if (isRelu) arguments.Add(new Argument("relu", true));
        if (node.Optional(3) is null) arguments.Add(new Argument("bias", false));
        if (directions == 2) arguments.Add(new Argument("bidirectional", true));
        if (method == "Lstm" && node.Optional(7) is not null) arguments.Add(new Argument("peephole", true));
        if (method == "Gru" && node.Integer("linear_before_reset", 0) == 0) arguments.Add(new Argument("resetAfter", false));
        AddLengths(node, x, arguments);
        AddInitial(node, x, method, directions, hidden, isBatchFirst, arguments);
        var whole = node.Layer(method, term, arguments, node.Importer.Weight(node, 1), [.. Enumerable.Range(0, directions).SelectMany(index => Weights(node, index, gates, hidden, method))]);

        var outputs = node.Definition.Part(whole, 0, "Outputs");
        if (direction == "reverse") outputs = node.Definition.Call("Flip", outputs, new Argument("axes", new[] { 0 }));
        // [T, directions·hidden] without the batch, which stands before the hidden values, or first.
        var apart = node.Definition.Call("Reshape", outputs, new Argument("shape", new[] { -1, directions, hidden }));
        var results = new List<Operand?> { new TensorOperand(apart, x.Type, isBatchFirst ? 0 : 2) };
        results.Add(new TensorOperand(node.Definition.Part(whole, 1, "Hidden"), x.Type, isBatchFirst ? 0 : 1));
        if (method == "Lstm") results.Add(new TensorOperand(node.Definition.Part(whole, 2, "Cell"), x.Type, isBatchFirst ? 0 : 1));
        return [.. results];
    }

    private static bool CheckActivations(NodeContext node, string method, string[] usual, int directions)
    {
        var stated = node.Node.Attributes.TryGetValue("activations", out var attribute) ? attribute.Texts : [];
        if (stated.Count == 0) return false;
        var wanted = Enumerable.Repeat(usual, directions).SelectMany(names => names).ToArray();
        if (stated.Select(name => name.ToLowerInvariant()).SequenceEqual(wanted.Select(name => name.ToLowerInvariant()))) return false;
        if (method == "Rnn" && stated.All(name => string.Equals(name, "Relu", StringComparison.OrdinalIgnoreCase))) return true;
        throw node.Error($"its activations are {string.Join(", ", stated)}; {string.Join(", ", usual)} can be compiled{(method == "Rnn" ? ", and Relu" : "")}");
    }

    private static IEnumerable<(string Key, Constant? Value)> Weights(NodeContext node, int direction, int[] gates, int hidden, string method)
    {
        var suffix = direction == 0 ? "_l0" : "_l0_reverse";
        var (input, state) = (node.Importer.Weight(node, 1), node.Importer.Weight(node, 2));
        yield return ("weight_ih" + suffix, Reordered(input, direction, gates, hidden, input.Dims[2], 0));
        yield return ("weight_hh" + suffix, Reordered(state, direction, gates, hidden, state.Dims[2], 0));
        if (node.Optional(3) is not null)
        {
            var bias = node.Importer.Weight(node, 3);
            yield return ("bias_ih" + suffix, Reordered(bias, direction, gates, hidden, 1, 0));
            yield return ("bias_hh" + suffix, Reordered(bias, direction, gates, hidden, 1, gates.Length * hidden));
        }

        // Peepholes of input, output and forget gate become input, forget, output.
        if (method == "Lstm" && node.Optional(7) is not null) yield return ("weight_c" + suffix, Reordered(node.Importer.Weight(node, 7), direction, [0, 2, 1], hidden, 1, 0));
    }

    // Blocks of rows of one direction in another order.
    private static Constant Reordered(Constant value, int direction, int[] gates, int hidden, int columns, int skipped)
    {
        int[] dims = columns > 1 || value.Rank == 3 ? [gates.Length * hidden, columns] : [gates.Length * hidden];
        return Constant.Later(value.Type, dims, () =>
        {
            var source = value.Floats();
            var start = (direction * (source.Length / value.Dims[0])) + (skipped * columns);
            var result = new float[gates.Length * hidden * columns];
            for (var gate = 0; gate < gates.Length; gate++) Array.Copy(source, start + (gates[gate] * hidden * columns), result, gate * hidden * columns, hidden * columns);
            return result;
        });
    }

    private static void AddLengths(NodeContext node, TensorOperand x, List<Argument> arguments)
    {
        switch (node.Optional(4))
        {
            case null: return;
            case ConstantOperand { Constant: var lengths } when x.Sample[0].IsConstant && lengths.Integers().All(length => length == x.Sample[0].Value): return;
            case TokensOperand { BatchAxis: 0 } tokens when tokens.Term.Shape.Rank == 0: arguments.Add(new Argument("lengths", tokens.Term)); return;
            default: throw node.Error("its lengths have to be an input of one number for each sample, or all steps");
        }
    }

    private static void AddInitial(NodeContext node, TensorOperand x, string method, int rows, int hidden, bool isBatchFirst, List<Argument> arguments)
    {
        var (h, c) = (State(5), method == "Lstm" ? State(6) : null);
        if (h is null && c is null) return;
        if (method != "Lstm") arguments.Add(new Argument("initial", h));
        else arguments.Add(new Argument("initial", (h ?? Zeros(), c ?? Zeros())));

        Term Zeros() => node.Definition.Call("Zeros", x.Term, new Argument("shape", new[] { rows, hidden }));

        Term? State(int input)
        {
            if (node.Optional(input) is not { } given || (given is ConstantOperand { Constant: var known } && known.Floats().All(value => value == 0))) return null;
            var value = node.Values.Tensor(given);
            if (value.Term.Number == 0) return null;
            if (value.IsBatched) return node.Values.BatchAt(value, isBatchFirst ? 0 : 1, node.Error).Term;
            var row = node.Values.Reshape(value, [rows, hidden]);
            return MovementOperators.PerSample(node, row, x);
        }
    }
}
