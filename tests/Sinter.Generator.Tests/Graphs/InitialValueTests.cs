using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>
/// Every layer begins as PyTorch's does. What is expected was read off <c>reset_parameters</c> of the modules of the same names, and their
/// values: <c>0</c> and <c>1</c> are constants, <c>u</c> stands for uniform and its bound, <c>n</c> for normal and its deviation.
/// </summary>
public sealed class InitialValueTests
{
    private static readonly Dictionary<string, (Action<GraphFixture> Layer, string[] Expected)> Layers = new()
    {
        ["Linear"] = (f => f.Input(64).Linear(400, name: "m"), ["m.weight u0.125", "m.bias u0.125"]),
        ["Conv2d"] = (f => f.Input(16, 8, 8).Conv2d(64, kernel: 3, name: "m"), ["m.weight u0.08333", "m.bias u0.08333"]),
        ["Conv2dInGroups"] = (f => f.Input(16, 8, 8).Conv2d(64, kernel: 3, groups: 4, name: "m"), ["m.weight u0.1667", "m.bias u0.1667"]),
        ["Embedding"] = (f => f.Tokens(3).Embedding(100, 64, name: "m"), ["m.weight n1"]),
        ["BatchNorm2d"] = (f => f.Input(4, 8, 8).BatchNorm2d(name: "m"), ["m.weight 1", "m.bias 0", "m.running_mean 0", "m.running_var 1", "m.num_batches_tracked 0"]),
        ["LayerNorm"] = (f => f.Input(4).LayerNorm(name: "m"), ["m.weight 1", "m.bias 0"]),
        ["GroupNorm"] = (f => f.Input(4, 8).GroupNorm(2, name: "m"), ["m.weight 1", "m.bias 0"]),
        ["RMSNorm"] = (f => f.Input(4).RMSNorm(name: "m"), ["m.weight 1"]),
        ["RNN"] = (f => f.Input(5, 32).Rnn(64, name: "m"), ["m.weight_ih_l0 u0.125", "m.weight_hh_l0 u0.125", "m.bias_ih_l0 u0.125", "m.bias_hh_l0 u0.125"]),
        ["GRU"] = (f => f.Input(5, 32).Gru(64, name: "m"), ["m.weight_ih_l0 u0.125", "m.weight_hh_l0 u0.125", "m.bias_ih_l0 u0.125", "m.bias_hh_l0 u0.125"]),
        ["LSTM"] = (
            f => f.Input(5, 32).Lstm(64, projection: 16, name: "m"),
            ["m.weight_ih_l0 u0.125", "m.weight_hh_l0 u0.125", "m.bias_ih_l0 u0.125", "m.bias_hh_l0 u0.125", "m.weight_hr_l0 u0.125"]),
        ["MultiheadAttention"] = (f => f.Input(5, 64).MultiHeadAttention(4, name: "m"), Attention("m")),
        ["MultiheadAttentionWithWeights"] = (f => f.Input(5, 64).MultiHeadAttentionWithWeights(4, name: "m"), Attention("m")),
        ["TransformerEncoderLayer"] = (
            f => f.Input(5, 64).TransformerEncoderLayer(4, 128, name: "m"),
            [.. Attention("m.self_attn"), "m.norm1.weight 1", "m.norm1.bias 0", .. FeedForward, "m.norm2.weight 1", "m.norm2.bias 0"]),
        ["TransformerDecoderLayer"] = (
            f => f.Input(5, 64).TransformerDecoderLayer(f.Input(6, 64), 4, 128, name: "m"),
            [
                .. Attention("m.self_attn"), "m.norm1.weight 1", "m.norm1.bias 0", .. Attention("m.multihead_attn"), "m.norm2.weight 1", "m.norm2.bias 0",
                .. FeedForward, "m.norm3.weight 1", "m.norm3.bias 0",
            ]),
    };

    private static string[] FeedForward => ["m.linear1.weight u0.125", "m.linear1.bias u0.125", "m.linear2.weight u0.08839", "m.linear2.bias u0.08839"];

    public static TheoryData<string> Names => new(Layers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_BeginsAsInPyTorch(string name)
    {
        var fixture = new GraphFixture();
        Layers[name].Layer(fixture);
        Assert.Equal(Layers[name].Expected, fixture.Graph.Nodes.Select(node => node.Op).Select(Describe).Where(text => text is not null));
    }

    private static string[] Attention(string name) =>
        [$"{name}.in_proj_weight u0.1531", $"{name}.in_proj_bias 0", $"{name}.out_proj.weight u0.125", $"{name}.out_proj.bias 0"];

    private static string? Describe(Op op) => op switch
    {
        StateOp state => FormattableString.Invariant($"{state.Key} {state.Initial}"),
        ParameterOp { Initializer: { Kind: Initializer.Distribution.Constant } constant } parameter => FormattableString.Invariant($"{parameter.Key} {constant.First}"),
        ParameterOp { Initializer: { Kind: Initializer.Distribution.Uniform } uniform } parameter when uniform.First == -uniform.Second => FormattableString.Invariant($"{parameter.Key} u{uniform.Second:G4}"),
        ParameterOp { Initializer: { Kind: Initializer.Distribution.Normal, First: 0 } normal } parameter => FormattableString.Invariant($"{parameter.Key} n{normal.Second:G4}"),
        ParameterOp parameter => $"{parameter.Key} {parameter.Initializer}",
        _ => null,
    };
}
