using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>Finds parts of a network of which there are several, and makes a method of each.</summary>
internal static class BlockFinder
{
    /// <summary>A method is written where it saves as many calls.</summary>
    private const double LeastSaved = 6;

    private const int MostMethods = 12;

    public static ImportedNetwork Find(ImportedNetwork network)
    {
        // What is computed step by step is written as it is.
        if (network.Definition.Terms.Any(term => term.Kind == TermKind.Scan)) return network;
        var outputs = network.Outputs.Select(output => output.Term).ToArray();
        var order = TermOrder.Of(network.Definition.Terms, outputs);
        var plans = Plans(order, outputs);
        if (plans.Count == 0) return network;
        try
        {
            return new BlockWriter(network, order, plans).Write();
        }
        catch (OnnxException)
        {
            // A name of the file is taken by another layer: then the network stays as the file has it.
            return network;
        }
    }

    private static List<BlockPlan> Plans(IReadOnlyList<Term> order, IReadOnlyCollection<Term> outputs)
    {
        var (plans, segments, isTaken) = (new List<BlockPlan>(), new Segments(order, outputs), new bool[order.Count]);
        while (plans.Count < MostMethods)
        {
            BlockPlan? best = null;
            foreach (var repetition in segments.Find(isTaken))
            {
                if (BlockPlan.Bound(repetition) <= Math.Max(best?.Saved ?? 0, LeastSaved)) break;
                if (BlockPlan.Best(repetition, order, segments, () => plans.Count == 0 ? "blocks" : $"blocks{plans.Count + 1}") is { } plan && plan.Saved > (best?.Saved ?? LeastSaved)) best = plan;
            }

            if (best is null) break;
            plans.Add(best);
            foreach (var start in best.Repetition.Starts)
            {
                for (var i = start; i < start + best.Repetition.Length; i++) isTaken[i] = true;
            }
        }

        return plans;
    }
}
