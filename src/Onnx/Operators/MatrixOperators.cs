using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>What is computed of small matrices.</summary>
internal static class MatrixOperators
{
    /// <summary>The rows of a determinant that is written out by its minors.</summary>
    private const int MostRows = 4;

    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal) { ["Det"] = Determinant };

    private static Operand?[] Determinant(NodeContext node)
    {
        var x = node.Tensor(0);
        var rank = x.Rank;
        if (x.BatchAxis >= rank - 2) x = node.Values.Explicit(x);
        var rows = node.Values.DimsOf(x)[rank - 1].Value;
        if (rows is null or > MostRows) throw node.Error($"it is the determinant of {node.Values.DimsOf(x)[rank - 1]} rows; up to {MostRows} can be compiled");
        var all = Enumerable.Range(0, (int)rows.Value).ToArray();
        var result = Minor(node, x, 0, all);
        return [node.Values.Reshape(result, [.. node.Values.DimsOf(result).Take(rank - 2)])];
    }

    // By the first row that is left, over the columns that are.
    private static TensorOperand Minor(NodeContext node, TensorOperand x, int row, int[] columns)
    {
        TensorOperand? sum = null;
        for (var i = 0; i < columns.Length; i++)
        {
            var along = x.Rank - 2;
            var element = MovementOperators.Slice(node, MovementOperators.Slice(node, x, along, row, row + 1), along + 1, columns[i], columns[i] + 1);
            var part = columns.Length == 1 ? element : PointwiseOperators.Binary(node, "*", element, Minor(node, x, row + 1, [.. columns.Where((_, other) => other != i)]));
            sum = sum is null ? part : PointwiseOperators.Binary(node, i % 2 == 0 ? "+" : "-", sum, part);
        }

        return sum!;
    }
}
