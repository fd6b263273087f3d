using Sinter.Generator.Autodiff;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Every pass, on or off, leaves a network's results as they are.</summary>
public sealed class PassEqualityTests
{
    /// <summary>Numbers folded at build time are rounded to 32 bits; nothing else differs by more than a double's rounding.</summary>
    private const double Tolerance = 2e-6;

    private const int Batch = 3;

    private const int RandomGraphCount = 300;

    public static TheoryData<string> Networks => new(SampleNetworks.Names);

    /// <summary>Networks whose gradients are those of the loss: where some are stopped, differences of the loss say nothing of them.</summary>
    public static TheoryData<string> Differentiable => new(SampleNetworks.Names.Where(name => name is not ("ScanDetach" or "ScanTruncated")));

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var network in SampleNetworks.Names)
            {
                foreach (var pass in Switchable.Append("none").Append("all")) data.Add(network, pass);
            }

            return data;
        }
    }

    private static IEnumerable<string> Switchable =>
        NetworkLevels.Inference.Graph.Switches.Concat(NetworkLevels.Training.Graph.Switches).Distinct();

    [Theory]
    [MemberData(nameof(Cases))]
    public void SwitchingOff_ChangesNoResult(string network, string disabled) => AssertSameResults(SampleNetworks.Graph(network), disabled);

    [Fact]
    public void RandomGraphs_KeepTheirResults()
    {
        string[] options = [.. Switchable, "none", "none", "none", "all"];
        var failures = new List<string>();
        for (var seed = 0; seed < RandomGraphCount; seed++)
        {
            try
            {
                AssertSameResults(RandomGraphs.Create(seed), options[seed % options.Length]);
            }
            catch (Exception error)
            {
                failures.Add($"Seed {seed} without {options[seed % options.Length]}: {error.Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(20)));
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void OptimizedGradients_MatchCentralDifferences(string network)
    {
        var graph = SampleNetworks.Graph(network);
        GradientCheck.Check(graph, NetworkLevels.Training.Optimize(graph, PassOptions.Default, CancellationToken.None), Batch, tolerance: 5e-6);
    }

    [Fact]
    public void RandomGraphs_MatchCentralDifferences()
    {
        for (var seed = 1000; seed < 1040; seed++)
        {
            var graph = RandomGraphs.Create(seed);
            GradientCheck.Check(graph, NetworkLevels.Training.Optimize(graph, PassOptions.Default, CancellationToken.None), Batch, tolerance: 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AfterEachPass_ThePromisesOfItsStageHold(string network)
    {
        foreach (var levels in new[] { NetworkLevels.Inference, NetworkLevels.Training })
        {
            var graph = SampleNetworks.Graph(network);
            GraphVerifier.Check(graph, Stage.Declared);
            var setting = new Setting(PassOptions.Default, CancellationToken.None);
            var check = levels.Graph.Check;
            foreach (var pass in levels.Graph.Passes)
            {
                graph = pass.Run(graph, setting);
                check = pass.Check ?? check;
                check(graph, setting);
            }

            GraphVerifier.Check(graph, Stage.Optimized);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EqualGraphs_BecomeEqualGraphs(string network) => Assert.Equal(
        NetworkLevels.Training.Optimize(SampleNetworks.Graph(network), PassOptions.Default, CancellationToken.None),
        NetworkLevels.Training.Optimize(SampleNetworks.Graph(network), PassOptions.Default, CancellationToken.None));

    private static void AssertSameResults(Graph graph, string disabled)
    {
        var options = disabled == "all" ? PassOptions.Without([.. Switchable]) : PassOptions.Without(disabled);
        var feed = new RandomFeed(graph, Batch);

        var inference = NetworkLevels.Inference.Optimize(graph, options, CancellationToken.None);
        GraphVerifier.Check(inference, Stage.Optimized);
        var (expected, actual) = (feed.Run(graph, Phase.Inference), feed.Run(inference));
        foreach (var output in graph.Outputs) AssertSame(output.Name, expected.Output(output.Name), actual.Output(output.Name));

        var plain = Gradients.Differentiate(ResolvePhase.Run(graph, Phase.Training), CancellationToken.None);
        var training = NetworkLevels.Training.Optimize(graph, options, CancellationToken.None);
        GraphVerifier.Check(training, Stage.Optimized);
        (expected, actual) = (feed.Run(plain), feed.Run(training));
        GradientCheck.AssertClose("the loss", expected.Loss, actual.Loss, Tolerance);
        Assert.Equal(Keys(plain), Keys(training));
        foreach (var key in Keys(plain)) AssertSame("the gradient of " + key, expected.Gradient(key), actual.Gradient(key));
        foreach (var update in plain.Updates)
        {
            var key = ((StateOp)plain[update.State].Op).Key;
            AssertSame("the update of " + key, expected.Update(key), actual.Update(key));
        }
    }

    private static string[] Keys(Graph graph) => [.. graph.Gradients.Select(gradient => ((ParameterOp)graph[gradient.Parameter].Op).Key)];

    private static void AssertSame(string what, Values expected, Values actual)
    {
        Assert.Equal(expected.Dims, actual.Dims);
        for (var i = 0; i < expected.Data.Length; i++) GradientCheck.AssertClose($"{what}[{i}]", expected.Data[i], actual.Data[i], Tolerance);
    }
}
