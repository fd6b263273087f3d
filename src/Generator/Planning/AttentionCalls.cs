using Sinter.Generator.LoweredOps;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>The kernel calls of attention and of its gradient.</summary>
internal sealed class AttentionCalls(ValueGraph values, BufferTable buffers)
{
    private Graph Graph => values.Graph;

    /// <summary>The call of an attention node, and the scratch it needs for each worker.</summary>
    public (KernelCall Call, long Scratch) Forward(int id, AttentionOp op)
    {
        var arguments = new List<KernelArgument> { Result(id, 0) };

        // The statistics of the rows are wanted where there is a backward pass.
        var isTrained = values.UsersOf(id).Any(user => Graph[user].Op is ResultOp { Index: 1 });
        arguments.Add(isTrained ? Result(id, 1) : new NoneArgument());
        arguments.AddRange(Inputs(id, 3));
        arguments.AddRange(Options(id, op, 3));
        var shape = Shape(id, op);
        return (Call(Kernels.Attention, arguments, id, op, 3), ScratchSizes.AttentionForward(shape, workers: 1));
    }

    /// <summary>The calls of an attention with a cache: new keys and values go into it, and all of it is read.</summary>
    public (EquatableArray<KernelCall> Calls, long Scratch) Cached(int id, CachedAttentionOp op)
    {
        var caches = new[] { CachedAttentionOp.KeyCache, CachedAttentionOp.ValueCache }.Select(index => buffers.Result(id, index)).ToArray();
        foreach (var cache in caches) buffers.KeepForever(cache);
        var calls = caches.Select((cache, index) =>
        {
            var (entry, count) = (new Shape(ShapeOf(id, 1 + index).Dims.Skip(2)), Extent.Of(ShapeOf(id, 1 + index).Dims.Skip(1)));
            return KernelTable.Copy(buffers.Part(cache, op.Position, entry, step: null, "end of the cache", count), buffers.Of(Graph[id].Inputs[1 + index]), count);
        }).ToList();
        var arguments = new List<KernelArgument> { Result(id, 0), new NoneArgument() };
        arguments.AddRange(Inputs(id, 1));
        arguments.Add(new BufferArgument(caches[0]));
        arguments.Add(new BufferArgument(caches[1]));
        arguments.AddRange(Options(id, op.Attention, 3));
        calls.Add(Call(Kernels.Attention, arguments, id, op.Attention, 3, op.Keys));
        return (calls.ToEquatableArray(), ScratchSizes.AttentionForward(Shape(id, op.Attention, op.Capacity), workers: 1));
    }

    /// <summary>The call of a gradient node, and the scratch it needs for each worker.</summary>
    public (KernelCall Call, long Scratch, long ScratchPerCall) Gradient(int id, AttentionGradientOp gradient)
    {
        var op = gradient.Forward;
        var arguments = new List<KernelArgument> { Result(id, 0), Result(id, 1), Result(id, 2), gradient.Bias is null ? new NoneArgument() : Result(id, AttentionGradientOp.BiasResult) };
        arguments.AddRange(Inputs(id, 6));
        arguments.AddRange(Options(id, op, 6));
        var shape = Shape(id, op) with { HasBiasGradient = gradient.Bias is not null, BiasGradientPerSample = gradient.IsPerSample, BiasGradientPerHead = gradient.IsPerHead };
        var perCall = ScratchSizes.AttentionGradient(shape with { Batch = KernelTable.ManySamples }, workers: 0);
        return (Call(Kernels.AttentionGradient, arguments, id, op, 6, gradient: gradient), ScratchSizes.AttentionGradient(shape with { HasBiasGradient = false }, workers: 1), perCall);
    }

    private KernelCall Call(Kernel kernel, List<KernelArgument> arguments, int id, AttentionOp op, int options, Dim? keys = null, AttentionGradientOp? gradient = null)
    {
        arguments.Add(Sizes(id, op, options, keys ?? ShapeOf(id, 1).Dims[1], gradient));
        arguments.Add(new ScratchArgument());
        return KernelCall.Of(kernel, arguments);
    }

    private BufferArgument Result(int id, int index) => new(buffers.Result(id, index));

    private IEnumerable<KernelArgument> Inputs(int id, int count) => Graph[id].Inputs.Take(count).Select(input => new BufferArgument(buffers.Of(input)));

    private IEnumerable<KernelArgument> Options(int id, AttentionOp op, int next)
    {
        KernelArgument Option(bool isThere) => isThere ? new BufferArgument(buffers.Of(Graph[id].Inputs[next++])) : new NoneArgument();
        yield return Option(op.HasBias);
        yield return Option(op.HasPadding);
        yield return Option(op.HasLengths);
        yield return Option(op.HasSlopes);
        yield return op.Dropout > 0 ? new BufferArgument(buffers.Keys(op.Stream)) : new NoneArgument();
    }

    private Shape ShapeOf(int id, int index) => Graph[Graph[id].Inputs[index]].Shape;

    private SizesArgument Sizes(int id, AttentionOp op, int options, Dim keys, AttentionGradientOp? gradient)
    {
        var (query, key, value) = (ShapeOf(id, 0).Dims, ShapeOf(id, 1).Dims, ShapeOf(id, 2).Dims);
        var sizes = new List<(string, Extent)>
        {
            (nameof(AttentionShape.Batch), Extent.Of(query[0])), (nameof(AttentionShape.Queries), Extent.Of(query[1])), (nameof(AttentionShape.Keys), Extent.Of(keys)), (nameof(AttentionShape.Heads), Extent.Of(query[2])), (nameof(AttentionShape.Size), Extent.Of(query[3])),
        };
        if (key[2] != query[2]) sizes.Add((nameof(AttentionShape.KeyHeads), Extent.Of(key[2])));
        if (value[3] != query[3]) sizes.Add((nameof(AttentionShape.ValueSize), Extent.Of(value[3])));
        if (op.Window > 0) sizes.Add((nameof(AttentionShape.Window), op.Window));
        var numbers = new List<(string, float)> { (nameof(AttentionShape.Scale), op.Scale) };
        if (op.Dropout > 0) numbers.Add((nameof(AttentionShape.Dropout), op.Dropout));
        var flags = new List<string>();
        if (op.Causal) flags.Add(nameof(AttentionShape.Causal));
        if (op.HasBias) flags.Add(nameof(AttentionShape.HasBias));
        if (op.HasBias && !ShapeOf(id, options).Dims[0].IsOne) flags.Add(nameof(AttentionShape.BiasPerSample));
        if (op.HasBias && !ShapeOf(id, options).Dims[1].IsOne) flags.Add(nameof(AttentionShape.BiasPerHead));
        if (op.HasBias && ShapeOf(id, options).Dims[2].IsOne && !query[1].IsOne) flags.Add(nameof(AttentionShape.BiasForAllQueries));
        if (op.HasPadding) flags.Add(nameof(AttentionShape.HasPadding));
        if (op.HasPadding && !ShapeOf(id, options + (op.HasBias ? 1 : 0)).Dims[0].IsOne) flags.Add(nameof(AttentionShape.PaddingPerSample));
        if (op.HasLengths) flags.Add(nameof(AttentionShape.HasLengths));
        if (op.HasSlopes) flags.Add(nameof(AttentionShape.HasSlopes));
        if (gradient is { Bias: not null }) flags.Add(nameof(AttentionShape.HasBiasGradient));
        if (gradient is { IsPerSample: true }) flags.Add(nameof(AttentionShape.BiasGradientPerSample));
        if (gradient is { IsPerHead: true }) flags.Add(nameof(AttentionShape.BiasGradientPerHead));
        return new SizesArgument(nameof(AttentionShape), sizes.ToEquatableArray()) { Numbers = numbers.ToEquatableArray(), Members = flags.ToEquatableArray() };
    }

    // With every symbol at its largest: scratch grows with the number of keys.
    private AttentionShape Shape(int id, AttentionOp op, int? capacity = null)
    {
        var (query, key) = (ShapeOf(id, 0).Dims, ShapeOf(id, 1).Dims);
        return new AttentionShape
        {
            Batch = 1, Queries = Extent.Of(query[1]).MaximumPerSample, Keys = capacity ?? Extent.Of(key[1]).MaximumPerSample, Heads = query[2].Value, KeyHeads = key[2].Value, Size = query[3].Value, ValueSize = ShapeOf(id, 2).Dims[3].Value,
            Scale = op.Scale, Causal = op.Causal, Window = op.Window, HasBias = op.HasBias, HasPadding = op.HasPadding, HasLengths = op.HasLengths, HasSlopes = op.HasSlopes,
        };
    }
}
