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
        var arguments = new List<KernelArgument> { Result("output", id, 0) };

        // The statistics of the rows are wanted where there is a backward pass.
        var isTrained = values.UsersOf(id).Any(user => Graph[user].Op is ResultOp { Index: 1 });
        arguments.Add(isTrained ? Result("logSumExp", id, 1) : new NoneArgument("logSumExp"));
        arguments.AddRange(Named(id, 0, "q", "k", "v"));
        arguments.AddRange(Options(id, op, 3));
        var shape = Shape(id, op, 3);
        return (Call("Attention.Forward", arguments, id, op, 3), ScratchSizes.AttentionForward(shape, workers: 1));
    }

    /// <summary>The calls of an attention with a cache: new keys and values go into it, and all of it is read.</summary>
    public (EquatableArray<KernelCall> Calls, long Scratch) Cached(int id, CachedAttentionOp op)
    {
        var caches = new[] { CachedAttentionOp.KeyCache, CachedAttentionOp.ValueCache }.Select(index => buffers.Result(id, index)).ToArray();
        foreach (var cache in caches) buffers.KeepForever(cache);
        var entry = new Shape(ShapeOf(id, 1).Dims.Skip(2));
        var calls = caches.Select((cache, index) => new KernelCall("Movement.Copy", EquatableArray.Of<KernelArgument>(
            new BufferArgument("output", buffers.Part(cache, op.Position, entry, step: null, "end of the cache", Extent.Of(ShapeOf(id, 1).Dims.Skip(1)))) { IsWritten = true },
            new BufferArgument("input", buffers.Of(Graph[id].Inputs[1 + index])),
            new ExtentsArgument("extents", EquatableArray.Of(Extent.Of(ShapeOf(id, 1).Dims.Skip(1)))),
            new ExtentsArgument("outputStrides", EquatableArray.Of(Extent.One)), new ExtentsArgument("inputStrides", EquatableArray.Of(Extent.One))))).ToList();
        var arguments = new List<KernelArgument> { Result("output", id, 0), new NoneArgument("logSumExp") };
        arguments.AddRange(Named(id, 0, "q"));
        arguments.Add(new BufferArgument("k", caches[0]));
        arguments.Add(new BufferArgument("v", caches[1]));
        arguments.AddRange(Options(id, op.Attention, 3));
        calls.Add(Call("Attention.Forward", arguments, id, op.Attention, 3, op.Keys));
        return (calls.ToEquatableArray(), ScratchSizes.AttentionForward(Shape(id, op.Attention, 3, op.Capacity), workers: 1));
    }

    /// <summary>The call of a gradient node, and the scratch it needs for each worker.</summary>
    public (KernelCall Call, long Scratch) Gradient(int id, AttentionOp op)
    {
        var arguments = new List<KernelArgument> { Result("qGradient", id, 0), Result("kGradient", id, 1), Result("vGradient", id, 2) };
        arguments.AddRange(Named(id, 0, "q", "k", "v", "output", "logSumExp", "outputGradient"));
        arguments.AddRange(Options(id, op, 6));
        var shape = Shape(id, op, 6);
        return (Call("Attention.Gradient", arguments, id, op, 6), ScratchSizes.AttentionGradient(shape, workers: 1));
    }

    private KernelCall Call(string method, List<KernelArgument> arguments, int id, AttentionOp op, int options, Dim? keys = null)
    {
        arguments.Add(Sizes(id, op, options, keys ?? ShapeOf(id, 1).Dims[1]));
        arguments.Add(new ScratchArgument("scratch"));
        return new KernelCall(method, arguments.ToEquatableArray());
    }

    private BufferArgument Result(string name, int id, int index) => new(name, buffers.Result(id, index)) { IsWritten = true };

    private IEnumerable<KernelArgument> Named(int id, int first, params string[] names) =>
        names.Select((name, index) => new BufferArgument(name, buffers.Of(Graph[id].Inputs[first + index])));

    private IEnumerable<KernelArgument> Options(int id, AttentionOp op, int next)
    {
        KernelArgument Option(string name, bool isThere) => isThere ? new BufferArgument(name, buffers.Of(Graph[id].Inputs[next++])) : new NoneArgument(name);
        yield return Option("bias", op.HasBias);
        yield return Option("lengths", op.HasLengths);
        yield return Option("slopes", op.HasSlopes);
        yield return op.Dropout > 0 ? new BufferArgument("keys", buffers.Keys(op.Stream)) : new NoneArgument("keys");
    }

    private Shape ShapeOf(int id, int index) => Graph[Graph[id].Inputs[index]].Shape;

    private SizesArgument Sizes(int id, AttentionOp op, int options, Dim keys)
    {
        var (query, key) = (ShapeOf(id, 0).Dims, ShapeOf(id, 1).Dims);
        var sizes = new List<(string, Extent)>
        {
            ("Batch", Extent.Of(query[0])), ("Queries", Extent.Of(query[1])), ("Keys", Extent.Of(keys)), ("Heads", Extent.Of(query[2])), ("Size", Extent.Of(query[3])),
        };
        if (key[2] != query[2]) sizes.Add(("KeyHeads", Extent.Of(key[2])));
        if (op.Window > 0) sizes.Add(("Window", op.Window));
        var numbers = new List<(string, float)> { ("Scale", op.Scale) };
        if (op.Dropout > 0) numbers.Add(("Dropout", op.Dropout));
        var flags = new List<string>();
        if (op.Causal) flags.Add("Causal");
        if (op.HasBias) flags.Add("HasBias");
        if (op.HasBias && !ShapeOf(id, options).Dims[0].IsOne) flags.Add("BiasPerSample");
        if (op.HasBias && !ShapeOf(id, options).Dims[1].IsOne) flags.Add("BiasPerHead");
        if (op.HasLengths) flags.Add("HasLengths");
        if (op.HasSlopes) flags.Add("HasSlopes");
        return new SizesArgument("shape", "AttentionShape", sizes.ToEquatableArray()) { Numbers = numbers.ToEquatableArray(), Members = flags.ToEquatableArray() };
    }

    // With every symbol at its largest: scratch grows with the number of keys.
    private AttentionShape Shape(int id, AttentionOp op, int options, int? capacity = null)
    {
        var (query, key) = (ShapeOf(id, 0).Dims, ShapeOf(id, 1).Dims);
        return new AttentionShape
        {
            Batch = 1, Queries = Extent.Of(query[1]).MaximumPerSample, Keys = capacity ?? Extent.Of(key[1]).MaximumPerSample, Heads = query[2].Value, KeyHeads = key[2].Value, Size = query[3].Value,
            Scale = op.Scale, Causal = op.Causal, Window = op.Window, HasBias = op.HasBias, HasLengths = op.HasLengths, HasSlopes = op.HasSlopes,
        };
    }
}
