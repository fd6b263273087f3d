using System.Text;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Autodiff;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Axes;

/// <summary>The page of all ops: what is known of each, as passes read it, and what becomes of it.</summary>
internal static class OpsPage
{
    // Of what is never computed as it is.
    private static readonly Type[] Never = [typeof(PhaseOp)];

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("# Ops\n\n");
        text.Append("The primitives that everything is composed of, as the compiler knows them. This page is generated from the ops themselves, with the cases of their tests as examples.\n\n");
        text.Append("- **axes**: what becomes of each axis of each input (inputs are separated by semicolons): kept as an axis of the result, read through a window, reduced, repeated, regrouped, or mixed. ");
        text.Append("Decoding, layouts, products, receptive fields, lengths and the table of layers follow from it.\n");
        text.Append("- **traits**: what passes ask besides.\n");
        text.Append("- **gradient**: what the backward pass reads of the forward pass; *ends* where none goes on, *none* for ops of the backward pass itself.\n");
        text.Append("- **becomes**: the kernels that compute it alone. Loops are generated, and take in what stands around them; a view costs nothing.\n\n");
        text.Append("| op | example | axes | traits | gradient | becomes |\n|---|---|---|---|---|---|\n");
        foreach (var (_, line) in Examples().Select(example => (example.Key, Line: Row(example.Key, example.Value.Graph, example.Value.Id))).OrderBy(row => row.Key.Name, StringComparer.Ordinal)) text.Append(line);
        text.Append("\nOps without inputs: ").Append(string.Join(", ", Leaves().Select(type => $"`{Title(type)}`"))).Append(".\n");
        return text.ToString();
    }

    /// <summary>Ops that neither a test's case nor this page shows.</summary>
    public static IEnumerable<string> Missing() => Ops().Where(type => !type.IsSubclassOf(typeof(LeafOp)) && !type.IsSubclassOf(typeof(MultipleOp)) && type != typeof(ScanOp))
        .Except(Never).Except(Examples().Keys).Select(type => type.Name);

    private static IEnumerable<Type> Ops() => typeof(Op).Assembly.GetTypes().Where(type => type.Namespace == typeof(Op).Namespace && type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);

    private static IEnumerable<Type> Leaves() => Ops().Where(type => type.IsSubclassOf(typeof(LeafOp))).OrderBy(type => type.Name, StringComparer.Ordinal);

    private static string Title(Type type) => type.Name[..^"Op".Length];

    // The first case in which each occurs, in the forward pass if it does; a part stands for the op that leaves it behind.
    private static Dictionary<Type, (Graph Graph, int Id)> Examples()
    {
        var examples = new Dictionary<Type, (Graph Graph, int Id)>();
        foreach (var name in OpCases.All.Keys)
        {
            var graph = Gradients.Differentiate(RemoveDead.Run(ResolvePhase.Run(OpCases.Graph(name), Phase.Training)), CancellationToken.None);
            for (var id = 0; id < graph.Nodes.Count; id++)
            {
                var node = graph[id];
                if (node.Inputs.Count == 0 || node.Op is MultipleOp or ScanOp) continue;
                foreach (var type in new[] { node.Op.GetType(), Dependence.Of(graph, id).Op.GetType() })
                {
                    if (!examples.TryGetValue(type, out var known) || (known.Graph[known.Id].IsBackward && !node.IsBackward)) examples[type] = (graph, id);
                }
            }
        }

        return examples;
    }

    private static string Row(Type type, Graph graph, int id)
    {
        var dependence = Dependence.Of(graph, id);
        var isPart = graph[id].Op.GetType() == type && graph[id].Op is PartOp;
        var op = isPart ? graph[id].Op : dependence.Op;
        var shapes = string.Join(", ", dependence.Inputs.Select(input => graph[input].Shape)) + " → " + graph[id].Shape;
        var traits = op.Traits == OpTraits.None ? "" : op.Traits.ToString().ToLowerInvariant();
        return $"| `{Title(type)}` | {shapes} | {dependence.Axes} | {traits} | {Gradient(graph, id)} | {(isPart ? "part of what leaves it behind" : Becomes(graph, id))} |\n".Replace("\r", "");
    }

    private static string Gradient(Graph graph, int id)
    {
        if (graph[id].IsBackward) return "none";
        if (GradientTable.Stops(graph[id])) return "ends";
        var inputs = Dependence.Of(graph, id).Inputs;
        var read = graph.Nodes.Where(node => node.IsBackward).SelectMany(node => node.Inputs).ToHashSet();
        var saved = inputs.Select((input, index) => (input, index)).Where(pair => read.Contains(pair.input) && graph[pair.input].Op is not (ConstantOp or IotaOp or SizeOp))
            .Select(pair => $"input {pair.index}").Distinct().ToList();
        if (read.Contains(id)) saved.Add("result");
        return saved.Count == 0 ? "nothing" : string.Join(", ", saved);
    }

    private static string Becomes(Graph graph, int id)
    {
        var lowered = new NetworkCase("Alone", OpAlone.Of(graph, id), PassOptions.Default).Lower();
        var steps = lowered.Prepare!.Steps.Concat(lowered.Inference!.Steps).SelectMany(Names).Distinct().ToList();
        return steps.Count == 0 ? "a view" : string.Join(", ", steps);
    }

    private static IEnumerable<string> Names(Step step) => step switch
    {
        KernelStep kernel => kernel.Calls.Select(call => $"`{call.Kernel.Name}`"),
        LoopStep => ["a loop"],
        ReductionStep => ["a reduction"],
        ScanStep scan => scan.Body.SelectMany(Names).Prepend("a loop over steps"),
        BandStep bands => bands.Body.SelectMany(banded => Names(banded.Kernel)),
        _ => ["a table"],
    };
}
