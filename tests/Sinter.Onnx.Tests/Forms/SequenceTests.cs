namespace Sinter.Onnx.Tests.Forms;

/// <summary>Models of sequences as exporters write them: samples and heads in one axis, positions, masks, and steps as many as calls choose.</summary>
public sealed class SequenceTests
{
    private static readonly Dictionary<string, int> FiveSteps = new() { ["T"] = 5 };

    // PyTorch's MultiheadAttention: [T, B, 8] becomes [B·2, T, 4].
    [Fact]
    public void HeadsBesideSamples_AreAttention()
    {
        using var model = new ImportedText(
            "(float[batch, T, 8] x) => (float[batch, T, 8] y)",
            [.. new[] { "q", "k", "v", "o" }.SelectMany(name => new[] { $"float[8, 8] attn.{name}.weight", $"float[8] attn.{name}.bias" })],
            [
                "first = Transpose <perm = [1, 0, 2]> (x)",
                "dims = Shape (first)", "zero = Constant <value_ints = [0]> ()", "one = Constant <value_ints = [1]> ()", "two = Constant <value_ints = [2]> ()", "four = Constant <value_ints = [4]> ()", "eight = Constant <value_ints = [8]> ()",
                "t = Gather (dims, zero)", "b = Gather (dims, one)", "bh = Mul (b, two)", "apart = Concat <axis = 0> (t, bh, four)", "flat = Concat <axis = 0> (t, b, eight)",
                .. new[] { "q", "k", "v" }.SelectMany(name => new[]
                {
                    $"{name}m = MatMul (first, \"attn.{name}.weight\")", $"{name}b = Add ({name}m, \"attn.{name}.bias\")", $"{name}r = Reshape ({name}b, apart)", $"{name}h = Transpose <perm = {(name == "k" ? "[1, 2, 0]" : "[1, 0, 2]")}> ({name}r)",
                }),
                "half = Constant <value_float = 0.5> ()", "qs = Mul (qh, half)", "scores = MatMul (qs, kh)", "p = Softmax <axis = -1> (scores)", "w = MatMul (p, vh)",
                "back = Transpose <perm = [1, 0, 2]> (w)", "rows = Reshape (back, flat)", "om = MatMul (rows, \"attn.o.weight\")", "ob = Add (om, \"attn.o.bias\")", "y = Transpose <perm = [1, 0, 2]> (ob)",
            ],
            "T=1..16");
        Assert.Contains(".Attention(", model.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Softmax", model.Source, StringComparison.Ordinal);
        model.AssertEqual(3, FiveSteps, ("x", [3, 5, 8], null));
    }

    [Theory]
    [InlineData("num_heads = 4, kv_num_heads = 2")]
    [InlineData("num_heads = 4, kv_num_heads = 2, do_rotary = 1, scale = 0.7")]
    [InlineData("num_heads = 4, kv_num_heads = 2, do_rotary = 1, rotary_interleaved = 1, local_window_size = 3")]
    public void GroupedHeads_AreAttention(string attributes)
    {
        using var model = new ImportedText(
            "(float[batch, 6, 64] q, float[batch, 6, 32] k, float[batch, 6, 32] v) => (float[batch, 6, 64] y)",
            ["float[16, 8] cos", "float[16, 8] sin"],
            [
                "dims = Shape (q)", "zero = Constant <value_ints = [0]> ()", "b = Gather (dims, zero)", "five = Constant <value_int = 5> ()", "ends = Expand (five, b)", "narrow = Cast <to = 6> (ends)", "six = Constant <value_int = 6> ()", "total = Cast <to = 6> (six)",
                $"y, keys, values = com.microsoft.GroupQueryAttention <{attributes}> (q, k, v, \"\", \"\", narrow, total, cos, sin)",
            ]);
        model.AssertEqual(2, new Dictionary<string, int>(), ("q", [2, 6, 64], null), ("k", [2, 6, 32], null), ("v", [2, 6, 32], null));
    }

    [Fact]
    public void PositionsOfAsManyStepsAsThereAre_AreRowsOfTheirTable()
    {
        using var model = new ImportedText(
            "(int64[batch, T] tokens) => (float[batch, T, 4] y)",
            ["float[10, 4] wte.weight", "float[16, 4] wpe.weight"],
            [
                "dims = Shape (tokens)", "one = Constant <value_int = 1> ()", "zero = Constant <value_int = 0> ()", "t = Gather (dims, one)", "places = Range (zero, t, one)",
                "e = Gather (\"wte.weight\", tokens)", "p = Gather (\"wpe.weight\", places)", "y = Add (e, p)",
            ],
            "T=1..16");
        Assert.Contains("SliceLike(0", model.Source, StringComparison.Ordinal);
        model.AssertEqual(2, FiveSteps, ("tokens", [2, 5], 10));
    }

    [Fact]
    public void PartBehindAnyEnd_IsTheRest()
    {
        using var model = new ImportedText(
            "(float[batch, T, 4] x) => (float[batch, T, 2] y)",
            ["float[2] w"],
            ["axis = Constant <value_ints = [2]> ()", "two = Constant <value_ints = [2]> ()", "zero = Constant <value_ints = [0]> ()", "one = Constant <value_ints = [1]> ()", "end = Constant <value_ints = [1000000]> ()", "all = Slice (x, zero, end, one)", "rest = Slice (all, two, end, axis)", "y = Mul (rest, w)"],
            "T=1..16");
        model.AssertEqual(2, FiveSteps, ("x", [2, 5, 4], null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", scan_input_directions = [1], scan_output_directions = [1]")]
    public void Scan_IsAScanOfTheDsl(string directions)
    {
        using var model = new ImportedText(
            "(float[batch, T, 4] x) => (float[batch, 4] last, float[batch, T, 4] all)",
            ["float[4, 4] cell.weight"],
            [
                "first = Transpose <perm = [1, 0, 2]> (x)", "dims = Shape (x)", "zero = Constant <value_ints = [0]> ()", "four = Constant <value_ints = [4]> ()", "b = Gather (dims, zero)", "shape = Concat <axis = 0> (b, four)",
                "start = ConstantOfShape (shape)",
                $"last, steps = Scan (start, first) <num_scan_inputs = 1{directions}, body = step (float[batch, 4] s, float[batch, 4] e) => (float[batch, 4] s2, float[batch, 4] o) {{ m = MatMul (s, \"cell.weight\") u = Add (m, e) s2 = Tanh (u) o = Mul (s2, e) }}>",
                "all = Transpose <perm = [1, 0, 2]> (steps)",
            ],
            "T=1..16");
        Assert.Contains("ScanLayers.Scan([", model.Source, StringComparison.Ordinal);
        model.AssertEqual(3, FiveSteps, ("x", [3, 5, 4], null));
    }
}
