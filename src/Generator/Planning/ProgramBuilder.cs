using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>Turns a schedule into steps over planned memory: what follows from weights alone apart from the rest.</summary>
internal sealed class ProgramBuilder
{
    // Floats whose bytes, for a batch of two at least, can be counted in 64 bits.
    private const long MostMemory = 1L << 59;

    private readonly Schedule schedule;
    private readonly ValueGraph values;
    private readonly BufferTable buffers;
    private readonly KernelTable kernels;
    private readonly StepList list;
    private readonly bool sharesMemory;
    private readonly bool borrowsInput;
    private readonly bool cutsIntoBands;
    private readonly CacheSizes caches;
    private readonly CancellationToken cancellation;

    private ProgramBuilder(Schedule schedule, ValueGraph values, ParameterLayout layout, PassOptions options, CancellationToken cancellation)
    {
        (this.schedule, this.values, this.cancellation) = (schedule, values, cancellation);
        buffers = new BufferTable(values, layout, id => values.IsHoisted[id]);
        kernels = new KernelTable(values, buffers);
        list = new StepList(schedule, values, buffers, kernels, options.IsEnabled, cancellation);
        (sharesMemory, borrowsInput, cutsIntoBands) = (options.IsEnabled(PlanMemory.Name), options.IsEnabled(BorrowInput.Name), options.IsEnabled(BandImages.Name));
        caches = options.Caches;
    }

    /// <summary>The program that prepares the weights, which may be empty, and the program itself.</summary>
    /// <param name="schedule">The groups.</param>
    /// <param name="values">The graph they are of.</param>
    /// <param name="layout">Where parameters and states are.</param>
    /// <param name="options">Which passes are on, and for which caches.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static (Program Prepare, Program Main) Build(Schedule schedule, ValueGraph values, ParameterLayout layout, PassOptions options, CancellationToken cancellation) =>
        new ProgramBuilder(schedule, values, layout, options, cancellation).Build();

    private (Program, Program) Build()
    {
        var graph = schedule.Graph;
        var prepare = new List<Step>();
        AddTables(prepare, hoisted: true);
        AddGroups(prepare, hoisted: true);
        var scratch = (kernels.ScratchPerCall, kernels.ScratchPerWorker);

        var inputs = new List<(string Argument, int Buffer)>();
        var numbers = new List<int>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is not InputOp input) continue;
            inputs.Add((input.Argument, values.UsersOf(id).Count > 0 || values.IsRoot[id] ? buffers.Of(id) : -1));
            if (input.Type == DataType.Float32) numbers.Add(inputs[inputs.Count - 1].Buffer);
        }

        buffers.Step++;
        var (main, firstStep) = (new List<Step>(), buffers.Step);
        AddTables(main, hoisted: false);
        AddGroups(main, hoisted: false);
        var outputs = graph.Outputs.Select(output => (output.Name, Kept(output.Node))).ToEquatableArray();
        var loss = graph.Loss < 0 ? -1 : Kept(graph.Loss);

        cancellation.ThrowIfCancellationRequested();
        var planned = buffers.All.ToArray();
        var borrowed = borrowsInput ? BorrowInput.Run(main, planned, numbers) : -1;
        if (cutsIntoBands) main = new BandImages(planned, firstStep, kernels, caches, cancellation).Run(main);
        var (batched, naiveBatched) = PlanMemory.Run(planned, Storage.Batched, sharesMemory, cancellation);
        var (fixedLength, naiveFixed) = PlanMemory.Run(planned, Storage.Fixed, sharesMemory, cancellation);
        var (windows, _) = PlanMemory.Run(planned, Storage.Window, sharesMemory, cancellation);
        var (prepared, _) = PlanMemory.Run(planned, Storage.Prepared, sharesMemory, cancellation);
        var (ofPreparation, naiveOfPreparation) = FixedLengths(planned, prepare.Count);
        foreach (var length in new[] { naiveBatched, naiveFixed, windows, prepared, kernels.ScratchPerCall, kernels.ScratchPerWorker })
        {
            if (length > MostMemory) throw Require.Error(Require.Range, $"The network would need {length} numbers of memory, with every symbol at its largest; one of its values, or their number, has to be smaller.");
        }

        var all = planned.ToEquatableArray();
        return (
            new Program(prepare.ToEquatableArray(), all)
            {
                FixedLength = ofPreparation,
                PreparedLength = prepared,
                NaiveFixedLength = naiveOfPreparation,
                ScratchPerCall = scratch.ScratchPerCall,
                ScratchPerWorker = scratch.ScratchPerWorker,
            },
            new Program(main.ToEquatableArray(), all)
            {
                BatchedLength = batched,
                FixedLength = fixedLength,
                PreparedLength = prepared,
                NaiveBatchedLength = naiveBatched,
                NaiveFixedLength = naiveFixed,
                ScratchPerCall = kernels.ScratchPerCall,
                ScratchPerWorker = kernels.ScratchPerWorker,
                WindowLength = windows,
                RandomStreams = buffers.Streams,
                Inputs = inputs.ToEquatableArray(),
                Borrowed = borrowed,
                Outputs = outputs,
                Loss = loss,
            });
    }

    // What the first steps, which prepare the weights, hold meanwhile: such as the exponentials of a softmax over weights.
    private static (long Planned, long Naive) FixedLengths(PlannedBuffer[] buffers, int steps)
    {
        var own = buffers.Where(buffer => buffer is { Storage: Storage.Fixed, Base: < 0 } && buffer.First < steps).ToList();
        return (own.Select(buffer => buffer.Offset + ParameterLayout.Align(buffer.Length)).DefaultIfEmpty().Max(), own.Sum(buffer => ParameterLayout.Align(buffer.Length)));
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
            cancellation.ThrowIfCancellationRequested();
            if (group.Kind is GroupKind.None or GroupKind.View || values.IsHoisted[group.Nodes[0]] != hoisted) continue;
            steps.Add(list.Lower(group));
            buffers.Step++;
        }
    }
}
