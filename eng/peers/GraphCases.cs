namespace Sinter.Peers;

/// <summary>The networks over the edges of a graph, which stand beside the weights; PyTorch has two forms of the first two.</summary>
internal static class GraphCases
{
    private const int Words = 1433;

    private delegate void Forward(ReadOnlySpan<float> words, ReadOnlySpan<int> source, ReadOnlySpan<int> target, int n, int e, Span<float> scores);

    private delegate float Step(ReadOnlySpan<float> words, ReadOnlySpan<int> source, ReadOnlySpan<int> target, ReadOnlySpan<int> classes, int n, int e);

    public static Case Gcn { get; } = Of(
        global::Zoo.Networks.Gcn.Info,
        (path, batch, threads) => global::Zoo.Networks.Gcn.Load(path).CreateSession(batch, threads).Forward,
        (path, batch, threads) => global::Zoo.Networks.Gcn.Load(path).CreateTrainer(Cases.Rule, batch, threads).Step);

    public static Case GraphSage { get; } = Of(
        global::Zoo.Networks.GraphSage.Info,
        (path, batch, threads) => global::Zoo.Networks.GraphSage.Load(path).CreateSession(batch, threads).Forward,
        (path, batch, threads) => global::Zoo.Networks.GraphSage.Load(path).CreateTrainer(Cases.Rule, batch, threads).Step);

    public static Case Gat { get; } = Of(
        global::Zoo.Networks.Gat.Info,
        (path, batch, threads) => global::Zoo.Networks.Gat.Load(path).CreateSession(batch, threads).Forward,
        (path, batch, threads) => global::Zoo.Networks.Gat.Load(path).CreateTrainer(Cases.Rule, batch, threads).Step);

    private static Case Of(NetworkInfo info, Func<string, int, int, Forward> infer, Func<string, int, int, Step> train) => new(
        info,
        (path, batch, threads) =>
        {
            var (forward, edges) = (infer(path, batch, threads), Edges.Beside(path));
            return (words, scores) => forward(words, edges.Source, edges.Target, words.Length / Words, edges.Source.Length, scores);
        },
        (path, batch, threads) =>
        {
            var (step, edges) = (train(path, batch, threads), Edges.Beside(path));
            return (words, classes) => step(words, edges.Source, edges.Target, classes, classes.Length, edges.Source.Length);
        });
}
