using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>Turns a schedule into steps over planned memory: what follows from weights alone apart from the rest.</summary>
internal sealed class ProgramBuilder
{
    private readonly Schedule schedule;
    private readonly ValueGraph values;
    private readonly BufferTable buffers;
    private readonly KernelTable kernels;

    private ProgramBuilder(Schedule schedule, ValueGraph values, ParameterLayout layout)
    {
        (this.schedule, this.values) = (schedule, values);
        buffers = new BufferTable(values, layout, id => values.IsHoisted[id]);
        kernels = new KernelTable(values, buffers);
    }

    /// <summary>The program that prepares the weights, which may be empty, and the program itself.</summary>
    public static (Program Prepare, Program Main) Build(Schedule schedule, ValueGraph values, ParameterLayout layout, bool sharesMemory) =>
        new ProgramBuilder(schedule, values, layout).Build(sharesMemory);

    private (Program, Program) Build(bool sharesMemory)
    {
        var graph = schedule.Graph;
        var prepare = new List<Step>();
        AddTables(prepare, hoisted: true);
        AddGroups(prepare, hoisted: true);
        var scratch = (kernels.ScratchPerCall, kernels.ScratchPerWorker);

        var inputs = new List<(string, int)>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is InputOp input) inputs.Add((input.Argument, values.UsersOf(id).Count > 0 || values.IsRoot[id] ? buffers.Of(id) : -1));
        }

        buffers.Step++;
        var main = new List<Step>();
        AddTables(main, hoisted: false);
        AddGroups(main, hoisted: false);
        var outputs = graph.Outputs.Select(output => (output.Name, Kept(output.Node))).ToEquatableArray();
        var loss = graph.Loss < 0 ? -1 : Kept(graph.Loss);

        var planned = buffers.All.ToArray();
        var (batched, naiveBatched) = PlanMemory.Run(planned, Storage.Batched, sharesMemory);
        var (fixedLength, naiveFixed) = PlanMemory.Run(planned, Storage.Fixed, sharesMemory);
        var (prepared, _) = PlanMemory.Run(planned, Storage.Prepared, sharesMemory);
        var all = planned.ToEquatableArray();
        return (
            new Program(prepare.ToEquatableArray(), all) { PreparedLength = prepared, ScratchPerCall = scratch.ScratchPerCall, ScratchPerWorker = scratch.ScratchPerWorker },
            new Program(main.ToEquatableArray(), all)
            {
                BatchedLength = batched,
                FixedLength = fixedLength,
                PreparedLength = prepared,
                NaiveBatchedLength = naiveBatched,
                NaiveFixedLength = naiveFixed,
                ScratchPerCall = kernels.ScratchPerCall,
                ScratchPerWorker = kernels.ScratchPerWorker,
                RandomStreams = buffers.Streams,
                Inputs = inputs.ToEquatableArray(),
                Outputs = outputs,
                Loss = loss,
            });
    }

    private int Kept(int id)
    {
        var buffer = buffers.Of(id);
        buffers.KeepToEnd(buffer);
        return buffer;
    }

    private void AddTables(List<Step> steps, bool hoisted)
    {
        for (var id = 0; id < schedule.Graph.Nodes.Count; id++)
        {
            if (schedule.Graph[id].Op is not TableOp table || hoisted != values.IsHoisted[id]) continue;
            steps.Add(new TableStep(EquatableArray.Of(buffers.Names.LayerOf(id)), "Table", schedule.Graph[id].Shape.ToString(), buffers.Of(id), table.Values));
            buffers.Step++;
        }
    }

    private void AddGroups(List<Step> steps, bool hoisted)
    {
        foreach (var group in schedule.Groups)
        {
            if (group.Kind == GroupKind.None || values.IsHoisted[group.Nodes[0]] != hoisted) continue;
            steps.Add(Lower(group) with { IsBackward = group.Nodes.All(id => schedule.Graph[id].IsBackward) });
            buffers.Step++;
        }
    }

    private Step Lower(Group group)
    {
        var layers = group.Nodes.Select(buffers.Names.LayerOf).Where(name => name.Length > 0).Distinct().ToEquatableArray();
        switch (group.Kind)
        {
            case GroupKind.Loop:
                return new LoopStep(layers, "Forward", Comment(group), new BodyBuilder(values, buffers, group).Loop());
            case GroupKind.Reduction:
                var input = schedule.Graph[schedule.Graph[group.Anchor].Inputs[0]].Shape;
                var op = (ReduceOp)schedule.Graph[group.Anchor].Op;
                var space = ReduceSpace.Of(op, input);
                kernels.NeedScratch(space.Inner.Factor * 16);
                return new ReductionStep(layers, "Reduce", Comment(group), new BodyBuilder(values, buffers, group).Reduction())
                {
                    Kind = op.Kind,
                    Output = buffers.Of(group.Anchor),
                    Outer = space.Outer,
                    Reduced = space.Reduced,
                };
            default:
                var primary = group.Anchor;
                LoopBody? epilogue = null;
                if (group.Nodes.Count > 1) epilogue = new BodyBuilder(values, buffers, group).Epilogue(out primary);
                var (purpose, calls) = kernels.Lower(group.Anchor, buffers.Of(primary));
                return new KernelStep(layers, purpose, Comment(group), calls)
                {
                    Epilogue = epilogue,
                    TakesEpilogue = values.TakesEpilogue(group.Anchor),
                };
        }
    }

    // The shapes that go in and come out, weights left aside.
    private string Comment(Group group)
    {
        var members = new HashSet<int>(group.Nodes);
        var graph = schedule.Graph;
        var inputs = group.Nodes.SelectMany(id => graph[id].Inputs)
            .Where(input => !members.Contains(values.SourceOf(input)) && !values.IsInline(values.SourceOf(input)) && graph[input].Shape.IsBatched)
            .Select(input => graph[input].Shape.ToString()).Distinct();
        var outputs = group.Nodes.Where(id => values.IsRoot[id] || values.UsersOf(id).Any(user => !members.Contains(user)))
            .Select(id => graph[id].Shape.ToString()).Distinct();
        var from = string.Join(", ", inputs);
        return (from.Length == 0 ? "" : from + " → ") + string.Join(", ", outputs);
    }
}
