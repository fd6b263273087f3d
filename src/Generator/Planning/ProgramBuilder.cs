using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>Turns a schedule into steps over memory that has no places yet: what follows from weights alone apart from the rest.</summary>
internal sealed class ProgramBuilder
{
    private readonly Schedule schedule;
    private readonly ValueGraph values;
    private readonly BufferTable buffers;
    private readonly KernelTable kernels;
    private readonly StepList list;
    private readonly CancellationToken cancellation;

    private ProgramBuilder(Schedule schedule, ParameterLayout layout, CancellationToken cancellation)
    {
        (this.schedule, values, this.cancellation) = (schedule, schedule.Values, cancellation);
        buffers = new BufferTable(values, layout, id => values.IsHoisted[id]);
        kernels = new KernelTable(values, buffers);
        list = new StepList(schedule, buffers, kernels, cancellation);
    }

    /// <summary>The program that prepares the weights, which may be empty, and the program itself.</summary>
    /// <param name="schedule">The groups.</param>
    /// <param name="layout">Where parameters and states are.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static PreparedProgram Build(Schedule schedule, ParameterLayout layout, CancellationToken cancellation) => new ProgramBuilder(schedule, layout, cancellation).Build();

    private PreparedProgram Build()
    {
        var graph = schedule.Graph;
        var prepare = new List<Step>();
        AddTables(prepare, hoisted: true);
        AddGroups(prepare, hoisted: true);
        var scratch = (kernels.ScratchPerCall, kernels.ScratchPerWorker);

        var inputs = new List<ProgramInput>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is InputOp input) inputs.Add(new(input.Argument, input.Type, values.UsersOf(id).Count > 0 || values.IsRoot[id] ? buffers.Of(id) : null));
        }

        var first = ++buffers.Step;
        var main = new List<Step>();
        AddTables(main, hoisted: false);
        AddGroups(main, hoisted: false);
        var outputs = graph.Outputs.Select(output => (output.Name, Kept(output.Node))).ToEquatableArray();
        int? loss = graph.Loss is { } declared ? Kept(declared) : null;
        buffers.KeepPrepared(from: first);

        cancellation.ThrowIfCancellationRequested();
        var all = buffers.All.ToEquatableArray();
        return new(
            new Program(prepare.ToEquatableArray(), all) { ScratchPerCall = scratch.ScratchPerCall, ScratchPerWorker = scratch.ScratchPerWorker },
            new Program(main.ToEquatableArray(), all)
            {
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
            steps.Add(new TableStep(EquatableArray.Of(buffers.Names.LayerOf(id)), "Table", $"a table: {schedule.Graph[id].Shape}", buffers.Of(id), table.Values));
            buffers.Step++;
        }
    }

    private void AddGroups(List<Step> steps, bool hoisted)
    {
        foreach (var group in schedule.Groups)
        {
            cancellation.ThrowIfCancellationRequested();
            if (group.Kind is GroupKind.None or GroupKind.View || values.IsHoisted[group.Nodes[0]] != hoisted) continue;
            steps.Add(list.Lower(group));
            buffers.Step++;
        }
    }
}
