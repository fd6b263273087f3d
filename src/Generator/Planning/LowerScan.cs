using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>
/// A scan as steps: its body is scheduled like a program of its own, over places that move on with the steps. States and
/// results are written straight to where they are kept, so that nothing is copied from step to step but totals, of which there is one
/// place.
/// </summary>
internal static class LowerScan
{
    /// <param name="id">The scan.</param>
    /// <param name="schedule">The schedule around it.</param>
    /// <param name="buffers">The buffers of that graph.</param>
    /// <param name="layers">The author's names of what it computes.</param>
    /// <param name="depth">How many scans are around it.</param>
    /// <param name="lower">Lists the steps of a schedule.</param>
    public static ScanStep Run(
        int id, Schedule schedule, BufferTable buffers, EquatableArray<string> layers, int depth, Func<Schedule, BufferTable, List<Step>> lower)
    {
        var values = schedule.Values;
        var node = values.Graph[id];
        var op = (ScanOp)node.Op;
        var variable = depth == 0 ? "t" : "t" + (depth + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var inner = schedule.Bodies[id].Values;
        var body = inner.Graph;
        var table = new BufferTable(inner, buffers);
        var given = node.Inputs.Select(buffers.Of).ToArray();
        var kept = Enumerable.Range(0, body.Outputs.Count).Select(index => buffers.Kept(id, index)).ToArray();

        int At(int whole, int shift, int entry, string name) => buffers.Part(whole, shift, body[entry].Shape, variable, name);
        bool IsTotal(int index) => ScanTotals.IsTotal(values, id, index);
        int Total(int index) => buffers.Part(kept[index], 0, body[body.Outputs[index].Node].Shape, step: null, "total");
        for (var leaf = 0; leaf < body.Nodes.Count; leaf++)
        {
            if (body[leaf].Op is not StepInputOp input) continue;
            var state = input.Index - op.Sequences;
            table.Provide(leaf, state < 0 ? At(given[input.Index], 0, leaf, "step of " + buffers.Names.Describe(node.Inputs[input.Index]))
                : state < op.States ? (IsTotal(state) ? Total(state) : At(kept[state], op.Reverse ? 1 : 0, leaf, "state"))
                : given[input.Index]);
        }

        var totals = new List<KernelCall>();
        for (var index = 0; index < kept.Length; index++)
        {
            var output = body.Outputs[index].Node;
            if (IsTotal(index))
            {
                // Whoever adds may read the total more than once: it changes when the step is done.
                var next = buffers.Temporary("next total", Extent.Of(body[output].Shape));
                table.Provide(inner.SourceOf(output), next);
                totals.Add(Copy(Total(index), next, body[output].Shape));
                continue;
            }

            table.Provide(inner.SourceOf(output), At(kept[index], index < op.States && !op.Reverse ? 1 : 0, output, index < op.States ? "next state" : "result"));
        }

        var before = Enumerable.Range(0, op.States).Select(state =>
        {
            var entry = body[body.Outputs[state].Node].Shape;
            var first = IsTotal(state) ? Total(state) : buffers.Part(kept[state], op.Reverse ? op.Steps : 0, entry, step: null, "first state");
            return Copy(first, given[op.Sequences + state], entry);
        }).ToEquatableArray();

        var lowered = lower(schedule.Bodies[id], table);
        if (totals.Count > 0) lowered.Add(new KernelStep(layers, "Totals", "", totals.ToEquatableArray()));
        var steps = lowered.ToEquatableArray();
        var all = layers.Concat(steps.SelectMany(step => step.Layers)).Distinct().ToEquatableArray();
        return new ScanStep(all, "Scan", $"{op.Steps} {(op.Steps.IsOne ? "step" : "steps")}{(op.Reverse ? ", the last first" : "")}", before, steps)
        {
            Variable = variable, Steps = Extent.Of(op.Steps), Reverse = op.Reverse,
        };
    }

    private static KernelCall Copy(int output, int input, Shape shape) => KernelTable.Copy(output, input, Extent.Of(shape));
}
