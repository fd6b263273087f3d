namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>What random networks do with sequences.</summary>
internal static class SequenceForms
{
    private static readonly Choice Flag = (0, 1);
    private static readonly Choice Heads = (1, 3);
    private static readonly Choice Width = (1, 5);

    /// <summary>Attention with each of its options, and the blocks around it. A partner is often a weight: the same for all samples.</summary>
    public static IReadOnlyList<Form> Attention { get; } =
    [
        Form.Of((x, n) => x.MultiHeadAttention(n[0], bias: n[1] == 1, dropout: n[2] / 8f), [Heads, Flag, (-3, 3)], weight: 3),
        Form.Of((x, n) => x.MultiHeadAttention(n[0], causal: true, window: n[1], slopes: PositionLayers.AlibiSlopes(n[0])), [Heads, (0, 4)], weight: 3),
        Form.Of(Partners.Memory, (x, y, n) => x.MultiHeadAttention(n[0], memory: y, causal: n[1] == 1), [Heads, Flag], weight: 4),
        Form.Of(Partners.Memory, (x, y, n) => y.MultiHeadAttention(n[0], memory: x, bias: n[1] == 1), [Heads, Flag], weight: 4),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttention(n[0], mask: y.Greater(0) * (n[1] / 4f)), [Heads, (-8, 8)], weight: 3),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttentionWithWeights(n[0], mask: y).Output, [Heads], weight: 2),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttention(n[0], mask: y.Max(n[1], true), addZeroAttention: n[2] == 1), [Heads, (-2, -1), Flag], weight: 3), Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttentionWithWeights(n[0], mask: y.Greater(n[2] / 4f).Where(0, float.NegativeInfinity).Max(n[1], true)).Output, [Heads, (-2, -1), (-4, 4)], weight: 2),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttention(n[0], mask: y, causal: n[1] == 1, dropout: n[2] / 8f), [Heads, Flag, (-3, 3)], weight: 4),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttention(n[0], mask: y.Select(0, 0), keyPaddingMask: y.Select(0, 0).Greater(0), addBiasKeyValue: n[1] == 1, addZeroAttention: n[2] == 1), [Heads, Flag, Flag], weight: 3),
        Form.Of(Partners.Scores, (x, y, n) => x.MultiHeadAttentionWithWeights(n[0], mask: y, keyPaddingMask: y.Select(0, 0).Greater(0), averageAttentionWeights: n[1] == 1, addZeroAttention: true).Weights, [Heads, Flag]),
        Form.Of(Partners.Keys, (x, y, n) => x.Attention(y, y.Tanh().Concat(y.Sin(), 2), causal: n[0] == 1), [Flag], weight: 3),
        Form.Of((x, n) => x.MultiHeadAttention(n[0], values: x.Linear(n[1])), [Heads, Width]),
        Form.Of((x, n) => x.MultiHeadAttention(n[0], mask: x.BucketedPositionBias(n[0], bidirectional: n[1] == 1, buckets: 2 * n[2], maxDistance: 6)), [Heads, Flag, (2, 5)], weight: 3),
        Form.Of(x => x.RelativeShift()), Form.Of((x, n) => x.WindowPositionBias(n[0], n[1], n[2]) * x.Mean(), [(1, 3), (1, 3), Heads]),
        Form.OfTokens(Partners.Sequence, (t, y) => y.MultiHeadAttention(1, lengths: t)),
        Form.OfTokens(Partners.Sequence, (t, y) => y.Gru(2, lengths: t).Outputs),
        Form.Of(Partners.Keys, (x, y, n) => x.Attention(y, y.Tanh(), causal: n[0] == 1, window: n[0] * n[1], scale: n[2] / 4f), [Flag, (0, 3), (-4, 4)], weight: 6),
        Form.Of(Partners.Keys, (x, y, n) => y.Attention(x, x.Sin(), causal: n[0] == 1, dropout: n[1] / 8f), [Flag, (-3, 3)], weight: 3),
        Form.Of((x, n) => x.Reshape(n[0], n[1], -1).Attention(x.Reshape(n[2], n[1], -1), x.Sin().Reshape(n[2], n[1], -1)), [Width, Heads, Width], weight: 3),
        Form.Of((x, n) => x.RotaryPositions(interleaved: n[0] == 1), [Flag], weight: 2), Form.Of((x, n) => x.LinearAttention(x.Sin(), x.Cos(), causal: n[0] == 1), [Flag]),
        Form.Of(x => x.SinusoidalPositions()), Form.Of(x => x.LearnedPositions()), Form.Of(x => x.MeanOverSteps()),
        Form.Of((x, n) => x.TransformerEncoderLayer(n[0], n[1], normFirst: n[2] == 1), [Heads, Width, Flag]), Form.Of((x, n) => x.LlamaBlock(n[0], n[1], interleaved: n[2] == 1), [Heads, Width, Flag]),
        Form.Of((x, n) => x.GptBlock(n[0], initializer: Initializer.Normal(standardDeviation: 0.3f)), [Heads]),
        Form.Of((x, n) => x.LlamaBlock(n[0], n[1], headSize: 2 * n[2], window: n[3], attentionBias: true, ropeScaling: RopeScaling.Yarn(4, 16)), [Heads, Width, Width, (0, 3)]),
    ];

    /// <summary>Recurrent layers, and cells that nobody has a name for.</summary>
    public static IReadOnlyList<Form> Recurrence { get; } =
    [
        Form.Of((x, n) => x.Rnn(n[0], layers: n[1], bidirectional: n[2] == 1).Outputs, [Width, (1, 2), Flag], weight: 2), Form.Of((x, n) => x.Gru(n[0], bidirectional: n[1] == 1, window: n[2]).Outputs, [Width, Flag, (0, 3)], weight: 2),
        Form.Of((x, n) => x.Lstm(n[0], peephole: n[1] == 1).Outputs, [Width, Flag], weight: 2), Form.Of((x, n) => x.Lstm(n[0], bidirectional: n[1] == 1).Cell, [Width, Flag]), Form.Of((x, n) => x.Gru(n[0]).Hidden, [Width]),
        Form.Of((x, n) => x.Scan(x.Zeros(n[0]), (step, h) => ((step.Linear(n[0]) * h).Sin(), (step.Linear(n[0]) + h.Linear(n[0], bias: false)).Tanh()), reverse: n[1] == 1).Outputs, [Width, Flag], weight: 3),
        Form.Of((x, n) => x.Scan((x.Zeros(n[0]), x.Zeros(n[0])), (step, now) => (now.First * step.Linear(n[0]), ((now.Second + step.Mean(-1, true)).Tanh(), now.First.Linear(n[0]).Sigmoid())), reverse: n[1] == 1).Outputs, [Width, Flag], weight: 3),
        Form.Of((x, n) => x.Scan(x.Select(0, 0), (step, h) => (step, (h * 0.5f + step).Tanh())).State, []),
        Form.Of(Partners.AlongOneAxis, (x, y, n) => Cells.Scan(x, y, states: 1, n[0], reverse: n[1] == 1), [(0, 999), Flag], weight: 6), Form.Of(Partners.AlongOneAxis, (x, y, n) => Cells.Scan(x, y, states: 2, n[0], reverse: n[1] == 1), [(0, 999), Flag], weight: 6),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Form> All { get; } = [.. Attention, .. Recurrence];
}
