using Sinter.Golden.Indexed;

namespace Sinter.Golden;

/// <summary>
/// Rows chosen and combined by index, and networks over graphs, against PyTorch: with three numbers of nodes and edges in one session forward,
/// loss and every gradient, the same bits on any number of threads, and no memory.
/// </summary>
public sealed class IndexedTests
{
    private const int Batch = 2;

    private static readonly (int N, int E)[] Sizes = [(7, 19), (40, 160), (1, 2)];

    private static readonly GoldenFile Goldens = GoldenFile.Open("Indexed");

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In("Indexed");

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Goldens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradients_AreThoseOfPyTorch(string name)
    {
        var network = new EdgeNetwork(Networks[name]);
        Assert.Equal(
            Goldens.Below($"{name}/1x2/gradient/").Select(entry => entry.Key).Order(StringComparer.Ordinal), network.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));

        // A larger maxBatch than batch: offsets must follow the batch of the call.
        var (session, forward) = network.CreateSession(Batch + 1);
        var (trainer, gradients, _) = network.CreateTrainer(new Sgd { LearningRate = 0 }, Batch + 1);
        using (session)
        using (trainer)
        {
            foreach (var (n, e) in Sizes)
            {
                var graph = Graph(name, n, e);
                var output = new float[OutputLength(graph)];
                forward(graph, output);
                Close.ToSummary(Goldens, graph.Key + "/output", output, Close.Forward);
                Close.ToLoss(Goldens[graph.Key + "/loss"].Numbers[0], gradients(graph), $"{graph.Key} loss");
                foreach (var gradient in trainer.Gradients) Close.ToSummary(Goldens, $"{graph.Key}/gradient/{gradient.Key}", gradient.Values, Close.Gradient);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyNumberOfThreads_GivesTheSameBits(string name)
    {
        var network = new EdgeNetwork(Networks[name]);
        var results = new List<float[]>();
        foreach (var threads in new[] { 1, 2, 3 })
        {
            var (session, forward) = network.CreateSession(Batch, threads);
            var (trainer, gradients, _) = network.CreateTrainer(new Sgd { LearningRate = 0 }, Batch, threads);
            using (session)
            using (trainer)
            {
                List<float> all = [];
                foreach (var (n, e) in threads == 2 ? Sizes.Reverse() : Sizes)
                {
                    var graph = Graph(name, n, e);
                    var output = new float[OutputLength(graph)];
                    forward(graph, output);
                    float[] result = [.. output, gradients(graph), .. trainer.Gradients.SelectMany(gradient => gradient.Values.ToArray())];
                    all.InsertRange(threads == 2 ? 0 : all.Count, result);
                }

                results.Add([.. all]);
            }
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndStep_AllocateNothing(string name)
    {
        var network = new EdgeNetwork(Networks[name]);
        var (session, forward) = network.CreateSession(Batch);
        var (trainer, _, step) = network.CreateTrainer(new AdamW { LearningRate = 1e-4 }, Batch);
        using (session)
        using (trainer)
        {
            var calls = Sizes.Select(sizes => Graph(name, sizes.N, sizes.E)).Select(graph => (Graph: graph, Output: new float[OutputLength(graph)])).ToArray();
            Assert.Equal(0, Allocation.Of(20, () =>
            {
                foreach (var (graph, output) in calls)
                {
                    forward(graph, output);
                    step(graph);
                }
            }));
        }
    }

    [Theory]
    [InlineData("Selected", 7, "'source[3]' is 7, but must be from 0 to 6.")]
    [InlineData("Summed", -1, "'source[3]' is -1, but must be from 0 to 6.")]
    [InlineData("Readout", 40, "'source[3]' is 40, but must be from 0 to 39.")]
    public void AnIndexOutsideOfTheRowsOfTheCall_IsRefused(string name, int index, string message)
    {
        var network = new EdgeNetwork(Networks[name]);
        var (session, forward) = network.CreateSession(Batch);
        var (trainer, _, step) = network.CreateTrainer(new Sgd(), Batch);
        using (session)
        using (trainer)
        {
            var graph = Graph(name, 7, 19);
            var output = new float[OutputLength(graph)];
            graph.Source[3] = index;
            Assert.StartsWith($"{name}: {message}", Assert.Throws<ArgumentOutOfRangeException>(() => forward(graph, output)).Message);
            Assert.StartsWith($"{name}: {message}", Assert.Throws<ArgumentOutOfRangeException>(() => step(graph)).Message);
            Assert.All(output, value => Assert.Equal(0, value));
        }
    }

    private static EdgeList Graph(string name, int n, int e)
    {
        var key = $"{name}/{n}x{e}";
        return new(key, Formula.Uniform(key + "/x", Batch * n * 4, -1, 1), Formula.Choices(key + "/source", Batch * e, n), Formula.Choices(key + "/target", Batch * e, n), n, e);
    }

    private static int OutputLength(EdgeList graph) => Batch * graph.Key.Split('/')[0] switch
    {
        "Constants" or "Cumulated" or "Summed" or "Averaged" or "Largest" => graph.N * 4,
        "TokenNumbers" or "Selected" or "Shared" => graph.E * 4,
        "Repeated" => graph.N * 24,
        "Gathered" => graph.N,
        "Ranked" => graph.N * 8,
        "Readout" => 40 * 12,
        _ => graph.N * 3,
    };
}
