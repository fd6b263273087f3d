using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Autodiff;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Axes;

/// <summary>
/// What ops say of their axes holds: every op of the cases of gradients and of their backward passes is computed alone in the double
/// interpreter, one element of an input is changed, and only those of the result may change that the map allows.
/// </summary>
public sealed class AxisMapTests
{
    // Elements of an input that are changed, one at a time.
    private const int Samples = 12;

    public static TheoryData<string> Cases => new(OpCases.All.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void OnlyWhatTheMapAllows_Changes(string name)
    {
        var graph = Differentiated(name);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (HasValue(graph[id]) && Change(graph, id, Dependence.Of(graph, id)) is { } problem) Assert.Fail($"{name}: {problem}");
        }
    }

    [Fact]
    public void EveryOpWithInputs_SaysWhatBecomesOfItsAxes()
    {
        var silent = Ops().Where(type => !type.IsSubclassOf(typeof(PartOp)) && !type.IsSubclassOf(typeof(LeafOp)))
            .Where(type => !Overrides(type, nameof(Op.MapAxes)) && !Overrides(type, nameof(Op.MapAxesOf))).Select(type => type.Name);
        Assert.Empty(silent);
    }

    [Fact]
    public void EveryOpWithInputs_HasACase()
    {
        // Resolved before anything is computed.
        Type[] never = [typeof(PhaseOp)];
        var covered = OpCases.All.Keys.SelectMany(name => Differentiated(name).Nodes).Select(node => node.Op.GetType()).ToHashSet();
        Assert.Empty(Ops().Where(type => !type.IsSubclassOf(typeof(LeafOp)) && !covered.Contains(type)).Except(never).Select(type => type.Name));
    }

    [Fact]
    public void AMapThatAllowsTooLittle_IsFound()
    {
        var builder = new GraphBuilder();
        var x = builder.Add(new InputOp("x", Shape.Of(4, 5), DataType.Float32, IsTarget: false));
        var y = builder.Add(new FlipOp(1), x);
        builder.AddOutput("y", y);
        var graph = builder.Build();
        var wrong = Dependence.Of(graph, y) with { Axes = AxisMap.Aligned([graph[x].Shape], graph[y].Shape) };

        Assert.Null(Change(graph, y, Dependence.Of(graph, y)));
        Assert.StartsWith("Flip: element [0, 0] of input 0 changes element [0, 4] of the result", Change(graph, y, wrong), StringComparison.Ordinal);
    }

    private static IEnumerable<Type> Ops() => typeof(Op).Assembly.GetTypes().Where(type => type.Namespace == typeof(Op).Namespace && type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);

    private static bool Overrides(Type type, string method) => type.GetMethod(method)!.DeclaringType != typeof(Op);

    private static bool HasValue(Node node) => node.Inputs.Count > 0 && node.Op is not (MultipleOp or ScanOp);

    private static Graph Differentiated(string name) => Gradients.Differentiate(RemoveDead.Run(ResolvePhase.Run(OpCases.Graph(name), Phase.Training)), CancellationToken.None);

    // The first element that changes though it must not.
    private static string? Change(Graph graph, int id, Dependence dependence)
    {
        var alone = OpAlone.Of(graph, id);
        var feed = new RandomFeed(alone, OpCases.Bindings);
        Values Run() => feed.Run(alone).Output("y");
        var before = Run();
        for (var input = 0; input < dependence.Inputs.Count; input++)
        {
            var elements = feed.Inputs[OpAlone.Name(input)];
            var dims = Values.Bind(graph[dependence.Inputs[input]].Shape, OpCases.Bindings);
            for (var sample = 0; sample < Math.Min(Samples, elements.Length); sample++)
            {
                var element = (int)((long)sample * elements.Length / Math.Min(Samples, elements.Length));
                var value = elements[element];
                foreach (var other in Others(alone, input, value))
                {
                    elements[element] = other;
                    var after = Run();
                    for (var result = 0; result < after.Data.Length; result++)
                    {
                        if (after.Data[result].Equals(before.Data[result]) || Allows(dependence.Axes, input, Index(element, dims), dims, Index(result, before.Dims), before.Dims)) continue;
                        return $"{graph[id].Op.Name}: element [{string.Join(", ", Index(element, dims))}] of input {input} changes element [{string.Join(", ", Index(result, before.Dims))}] of the result, but its axes are {dependence.Axes}";
                    }
                }

                elements[element] = value;
            }
        }

        return null;
    }

    private static bool Allows(AxisMap map, int input, int[] index, int[] dims, int[] result, int[] resultDims) =>
        map.Reads(input, axis => index[axis], axis => dims[axis], axis => result[axis], axis => resultDims[axis], OpCases.Bindings.Of);

    private static IEnumerable<double> Others(Graph alone, int input, double value)
    {
        var op = (InputOp)alone.Nodes.Single(node => node.Op is InputOp op && op.Argument == OpAlone.Name(input)).Op;
        return op.Type == DataType.Float32 ? [value + 1.7, value - 1.7] : [value == 0 ? 1 : value - 1];
    }

    private static int[] Index(int flat, int[] dims)
    {
        var index = new int[dims.Length];
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            index[axis] = flat % dims[axis];
            flat /= dims[axis];
        }

        return index;
    }
}
