using Sinter.Generator.LoweredOps;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>Turns the groups of one schedule into steps.</summary>
internal sealed class StepList(Schedule schedule, BufferTable buffers, KernelTable kernels, CancellationToken cancellation, int depth = 0)
{
    private readonly ValueGraph values = schedule.Values;
    private readonly StepWords words = new(schedule.Values);

    /// <summary>The step that computes a group.</summary>
    public Step Lower(Group group)
    {
        cancellation.ThrowIfCancellationRequested();
        return Unmarked(group) with
        {
            Kinds = group.Nodes.Select(buffers.Names.KindOf).Where(kind => kind.Length > 0).Distinct().ToEquatableArray(),
            IsBackward = group.Nodes.All(id => schedule.Graph[id].IsBackward),
        };
    }

    // The steps of the body of a scan: they live in one step of the program around it.
    private List<Step> Body(Schedule body, BufferTable table)
    {
        var calls = new KernelTable(body.Values, table);
        var list = new StepList(body, table, calls, cancellation, depth + 1);
        var steps = body.Groups.Where(group => group.Kind is not (GroupKind.None or GroupKind.View)).Select(list.Lower).ToList();
        kernels.NeedScratch(calls);
        return steps;
    }

    private Step Unmarked(Group group)
    {
        var layers = group.Nodes.Select(buffers.Names.LayerOf).Where(name => name.Length > 0).Distinct().ToEquatableArray();
        switch (group.Kind)
        {
            case GroupKind.Loop:
                return new LoopStep(layers, "Forward", words.Of(group), new BodyBuilder(values, buffers, group).Loop());
            case GroupKind.Reduction:
                var op = (ReduceOp)schedule.Graph[group.Anchor].Op;
                var space = values.SpaceOf(group.Anchor);
                KernelTable.CheckColumns(group.Anchor, space.Inner, buffers.Names);
                if (!space.Inner.IsBatched) kernels.NeedScratch(space.Inner.MaximumPerSample * 16);
                return new ReductionStep(layers, "Reduce", words.Of(group), new BodyBuilder(values, buffers, group).Reduction())
                {
                    Kind = op.Kind,
                    Output = buffers.Of(group.Anchor),
                    Outer = space.Outer,
                    Reduced = space.Reduced,
                };
            case GroupKind.Scan:
                return LowerScan.Run(group.Nodes[0], schedule, buffers, layers, depth, Body);
            default:
                var primary = group.Anchor;
                LoopBody? epilogue = null;
                if (group.Nodes.Count > 1) epilogue = new BodyBuilder(values, buffers, group).Epilogue(out primary);
                var (purpose, calls) = kernels.Lower(group.Anchor, schedule.Graph[primary].Op is MultipleOp ? -1 : buffers.Of(primary));
                return new KernelStep(layers, purpose, words.Of(group, calls), calls)
                {
                    Epilogue = epilogue,
                    Choice = schedule.Graph[group.Anchor].Op is LoweredConvolutionOp { Choice: { Reason.Length: > 0 } choice } ? choice : null,
                    Rows = kernels.RowsOf(group.Anchor),
                };
        }
    }
}
