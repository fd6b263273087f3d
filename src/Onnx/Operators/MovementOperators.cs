using Sinter.Onnx.Constants;
using Sinter.Onnx.Folding;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Operators that move elements, and compute nothing.</summary>
internal static class MovementOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Reshape"] = Reshape,
        ["Flatten"] = Reshape,
        ["Squeeze"] = Reshape,
        ["Unsqueeze"] = Reshape,
        ["Transpose"] = Transpose,
        ["Slice"] = Slice,
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Expand"] = Expand,
        ["Tile"] = Tile,
        ["Pad"] = Pad,
        ["DepthToSpace"] = DepthToSpace,
        ["SpaceToDepth"] = SpaceToDepth,
        ["Trilu"] = Trilu,
    };

    public static TensorOperand Slice(NodeContext node, TensorOperand x, int axis, int start, int end)
    {
        var (value, along) = node.Values.On(x, axis);
        return value with { Term = node.Definition.Call("Slice", value.Term, SliceOf(value, along, start, end)) };
    }

    public static TensorOperand Permute(NodeContext node, TensorOperand x, int[] order)
    {
        var axes = x.BatchAxis is { } batch ? order.Where(axis => axis != batch).Select(x.DslAxis).ToArray() : order;
        var place = x.BatchAxis is { } own ? Array.IndexOf(order, own) : (int?)null;
        return x with { Term = Permute(node.Definition, x.Term, axes), BatchAxis = place, Merged = x.Merged is { } merged ? merged with { Axis = Array.IndexOf(order, merged.Axis) } : null };
    }

    /// <summary>A term with two of the axes of its sample in each other's place.</summary>
    public static Term Swapped(Definition definition, Term term, int first, int second)
    {
        var axes = Enumerable.Range(0, term.Shape.Rank).ToArray();
        (axes[first], axes[second]) = (second, first);
        return Permute(definition, term, axes);
    }

    private static Term Permute(Definition definition, Term term, int[] axes)
    {
        // Two after one another are one.
        while (OrderOf(term) is { } before)
        {
            axes = Array.ConvertAll(axes, axis => before[axis]);
            term = (Term)term.Arguments[0].Value!;
        }

        if (axes.SequenceEqual(Enumerable.Range(0, axes.Length))) return term;
        var moved = Enumerable.Range(0, axes.Length).Where(axis => axes[axis] != axis).ToArray();
        if (moved.Length != 2) return definition.Call("Permute", term, new Argument("axes", axes));
        var isLast = moved[1] == axes.Length - 1 && moved[0] == axes.Length - 2;
        return isLast ? definition.Call("Transpose", term) : definition.Call("Transpose", term, new Argument("first", moved[0]), new Argument("second", moved[1]));
    }

    private static int[]? OrderOf(Term term)
    {
        if (term.Kind != TermKind.Call || term.Method is not ("Permute" or "Transpose")) return null;
        if (term.Method == "Permute") return (int[])term.Arguments[1].Value!;
        var order = Enumerable.Range(0, term.Shape.Rank).ToArray();
        var (first, second) = (Axis(1), Axis(2));
        (order[first], order[second]) = (order[second], order[first]);
        return order;

        int Axis(int argument) => (int)term.Arguments[argument].Value! is var axis && axis < 0 ? axis + order.Length : axis;
    }

    private static Operand?[] Reshape(NodeContext node)
    {
        if (node.Input(0) is TokensOperand tokens && Tokens(node, tokens) is { } same) return [same];
        var x = node.Tensor(0);
        var dims = KnownMovement.Dims(node, node.Values.DimsOf(x)) ?? throw node.Error("its shape cannot be told before a call");
        return [node.Values.Reshape(x, dims)];
    }

    // An axis of one element comes and goes without a change of what the indices are.
    private static TokensOperand? Tokens(NodeContext node, TokensOperand tokens)
    {
        var dims = node.Values.DimsOf(tokens);
        var wanted = KnownMovement.Dims(node, dims);
        return wanted is not null && wanted.SequenceEqual(dims) ? tokens : null;
    }

    private static Operand?[] Transpose(NodeContext node)
    {
        var x = node.Tensor(0);
        var order = node.Integers("perm") is { } stated ? Array.ConvertAll(stated, axis => node.Axis(axis, x.Rank)) : [.. Enumerable.Range(0, x.Rank).Reverse()];
        return [Permute(node, x, order)];
    }

    private static Argument[] SliceOf(TensorOperand value, int along, int start, int end) => value.Sample[along].IsConstant && value.Sample[along].Value == end
        ? [new Argument("axis", along), new Argument("start", start)]
        : [new Argument("axis", along), new Argument("start", start), new Argument("end", end)];

    private static Operand?[] Slice(NodeContext node)
    {
        if (Places(node) is { } places) return [places];
        var x = node.Tensor(0);
        foreach (var slice in SliceArguments.Read(node, x.Rank) ?? throw node.Error("its parts cannot be told before a call"))
        {
            if (slice.Axis == x.BatchAxis && IsAll(slice, node.Values.Batch)) continue;
            var (value, along) = node.Values.On(x, slice.Axis);
            x = value with { Term = Slice(node, value, along, slice) };
        }

        return [x];
    }

    // The first of the numbers 0, 1, 2, …, as positions are stored.
    private static TensorOperand? Places(NodeContext node)
    {
        if (node.Optional(0) is not ConstantOperand { Constant: { IsFloat: false, Rank: > 0 } known } || known.Dims[known.Rank - 1] != known.Count) return null;
        if (SliceArguments.Read(node, known.Rank)?.ToArray() is not { Length: 1 } slices || slices[0] is not { Step: 1, Start.Value: 0, End.IsConstant: false } slice || slice.Axis != known.Rank - 1) return null;
        if (!known.Integers().Select((value, place) => value == place).All(isPlace => isPlace) || node.PlacesOf(slice.End) is not { } places) return null;
        return node.Values.Reshape(new TensorOperand(places, known.Type, null), [.. known.Dims.Take(known.Rank - 1).Select(dim => (Count)dim), slice.End]);
    }

    private static bool IsAll(SliceArgument slice, Count extent) => slice.Step == 1 && slice.Start.Value == 0 && (slice.End.Value is >= int.MaxValue || slice.End.Equals(extent));

    private static Term Slice(NodeContext node, TensorOperand value, int along, SliceArgument slice)
    {
        var extent = value.Sample[along];
        if (IsAll(slice, Count.Of(extent))) return value.Term;
        if (extent.IsConstant && slice is { Step: 1, Start.Value: 0, End.IsConstant: false } && slice.End.ToDim() is { Minimum: > 0 } && node.Importer.ValueWith(slice.End) is { } like)
            return node.Definition.Call("SliceLike", value.Term, new Argument("axis", along), new Argument("other", like.Term), new Argument("otherAxis", like.Axis));
        if (!extent.IsConstant) return SliceSymbolic(node, value, along, slice);
        if (slice.Start.Value is not { } start || slice.End.Value is not { } end) throw node.Error("its bounds depend on a size that calls choose");
        var (first, count) = SliceArguments.Range(start, end, slice.Step, extent.Value);
        if (count == 0) throw node.Error("it takes no elements, and a tensor without any cannot be compiled");
        var term = value.Term;
        if (slice.Step < 0)
        {
            // Backwards is forwards through the reversed axis.
            term = node.Definition.Call("Flip", term, new Argument("axes", new[] { along }));
            first = extent.Value - 1 - first;
        }

        var step = Math.Abs(slice.Step);
        var last = first + ((count - 1) * step) + 1;
        if (first == 0 && last == extent.Value && step == 1) return term;
        var arguments = SliceOf(value with { Term = term }, along, (int)first, (int)last);
        return node.Definition.Call("Slice", term, step == 1 || count == 1 ? arguments : [.. arguments, new Argument("step", (int)step)]);
    }

    private static Term SliceSymbolic(NodeContext node, TensorOperand value, int along, SliceArgument slice)
    {
        var extent = Count.Of(value.Sample[along]);
        if (slice.Start.Value is not { } start || slice.Step < 1 || slice.Step > int.MaxValue) throw node.Error("it begins at a size that calls choose");
        var end = slice.End.Equals(extent) || slice.End.Value >= value.Sample[along].Maximum ? null : slice.End.Value is { } stated ? stated : (slice.End - extent).Value is { } less and < 0 ? (long?)less : throw node.Error("it ends at another size that calls choose");
        var arguments = new List<Argument> { new("axis", along), new("start", checked((int)start)) };
        if (end is { } last) arguments.Add(new Argument("end", checked((int)last)));
        if (slice.Step != 1) arguments.Add(new Argument("step", (int)slice.Step));
        return node.Definition.Call("Slice", value.Term, [.. arguments]);
    }

    private static Operand?[] Concat(NodeContext node)
    {
        var parts = Enumerable.Range(0, node.InputCount).Where(i => node.Optional(i) is not ConstantOperand { Constant.Count: 0 }).Select(node.Tensor).ToArray();
        if (parts.Length == 1) return [parts[0]];
        var axis = node.Axis(node.Integer("axis"), parts[0].Rank);
        // All have the batch where one has, or none has.
        if (parts.Any(part => part.BatchAxis == axis) || parts.Select(part => part.BatchAxis).Distinct().Count() > 1) parts = Array.ConvertAll(parts, node.Values.Explicit);
        var first = parts.FirstOrDefault(part => part.IsBatched);
        if (first is null) return [parts[0] with { Term = node.Definition.Concat([.. parts.Select(part => part.Term)], axis) }];
        var terms = parts.Select(part => part.IsBatched ? part.Term : PerSample(node, part, first)).ToArray();
        return [first with { Term = node.Definition.Concat(terms, first.DslAxis(axis)), Type = parts[0].Type }];
    }

    /// <summary>What is the same for all samples, once for each of them: only then do the Dsl's movements take both.</summary>
    public static Term PerSample(NodeContext node, TensorOperand value, TensorOperand like) => PerSample(node.Definition, value, like.Term);

    /// <inheritdoc cref="PerSample(NodeContext, TensorOperand, TensorOperand)"/>
    public static Term PerSample(Definition definition, TensorOperand value, Term like)
    {
        like = definition.AsTensor(like);
        // The value has what calls choose.
        var zeros = definition.Call("Zeros", like, new Argument("shape", value.Sample.Select(dim => dim.IsConstant ? dim.Value : 1).ToArray()));
        return value.Term is { Kind: TermKind.Call, Method: "Zeros" } ? zeros : definition.Operator("+", zeros, value.Term);
    }

    private static Operand?[] Split(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", 0), x.Rank);
        var (value, along) = node.Values.On(x, axis);
        if (!value.Sample[along].IsConstant) throw node.Error($"it cuts an axis of {value.Sample[along]}, which calls choose");
        var extent = value.Sample[along].Value;
        var sizes = SliceArguments.Parts(node, extent)!;
        if (sizes.Any(size => size < 1)) throw node.Error("a part has no elements, which cannot be compiled");
        if (sizes.Length == 1) return [value];
        if (sizes.All(size => size == sizes[0]))
        {
            var parts = node.Definition.Call("Chunk", value.Term, new Argument("count", sizes.Length), new Argument("axis", along));
            return [.. Enumerable.Range(0, sizes.Length).Select(i => value with { Term = node.Definition.Part(parts, i, "") })];
        }

        var (results, start) = (new List<Operand?>(), 0);
        foreach (var size in sizes)
        {
            results.Add(value with { Term = node.Definition.Call("Slice", value.Term, SliceOf(value, along, start, start + (int)size)) });
            start += (int)size;
        }

        return [.. results];
    }

    private static Operand?[] Expand(NodeContext node) => [Expanded(node, node.Tensor(0), node.Counts(1, "shape"))];

    public static TensorOperand Expanded(NodeContext node, TensorOperand x, Count[] wanted)
    {
        var dims = node.Values.DimsOf(x).ToList();
        while (dims.Count < wanted.Length) dims.Insert(0, 1);
        var target = dims.Select((dim, axis) => axis - (dims.Count - wanted.Length) is var own and >= 0 && wanted[own].Value != 1 ? wanted[own] : dim).ToArray();
        if (x.BatchAxis is { } batch && !target[batch + dims.Count - x.Rank].Equals(node.Values.Batch)) x = node.Values.Explicit(x);
        x = x.Rank == dims.Count ? x : node.Values.Reshape(x, [.. dims]);
        if (target.SequenceEqual(node.Values.DimsOf(x))) return x;
        if (!x.IsBatched && Array.FindIndex(target, dim => dim.Equals(node.Values.Batch)) is var place and >= 0 && !node.Values.IsSingle) return ForSamples(node, x, target, place);
        var sample = target.Where((_, axis) => axis != x.BatchAxis).ToArray();
        if (sample.Any(dim => !dim.IsConstant)) return Repeated(node, x, sample);
        return x with { Term = node.Definition.Call("Expand", x.Term, new Argument("shape", sample.Select(dim => checked((int)dim.Value!.Value)).ToArray())) };
    }

    // What is known, once for every sample.
    private static TensorOperand ForSamples(NodeContext node, TensorOperand x, Count[] target, int place)
    {
        var one = target.ToArray();
        one[place] = 1;
        var all = Expanded(node, x, one);
        var sample = node.Values.Reshape(all, [.. one.Where((_, axis) => axis != place)]);
        return new TensorOperand(PerSample(node.Definition, sample, node.Definition.Beside), x.Type, place);
    }

    // An extent that calls choose is that of the places along it.
    private static TensorOperand Repeated(NodeContext node, TensorOperand x, Count[] sample)
    {
        foreach (var (axis, dim) in sample.Select((dim, axis) => (axis, dim)).Where(entry => !Count.Of(x.Sample[entry.axis]).Equals(entry.dim)).OrderBy(entry => !entry.dim.IsConstant).ToArray())
        {
            if (dim.IsConstant && x.Sample.All(own => own.IsConstant))
            {
                var shape = x.Sample.Select((own, other) => other == axis ? (int)dim.Value! : own.Value).ToArray();
                x = x with { Term = node.Definition.Call("Expand", x.Term, new Argument("shape", shape)) };
                continue;
            }

            // The shape of an Expand is known: beside an axis that calls choose, an addition repeats.
            var zeros = dim.Value is { } count ? node.Definition.Call("Constant", node.Definition.Beside, new Argument("values", new float[count])) : Zeros(node, dim);
            x = x with { Term = node.Definition.Operator("+", x.Term, node.Definition.Column(zeros, sample.Length - axis - 1)) };
        }

        return x;
    }

    private static Term Zeros(NodeContext node, Count extent)
    {
        var places = node.PlacesOf(extent) ?? throw node.Error($"no value has an axis of {extent} to repeat it along");
        return node.Definition.Operator("*", places, 0f);
    }

    private static Operand?[] Tile(NodeContext node)
    {
        var x = node.Tensor(0);
        var repeats = node.Constant(1, "repeats").Integers();
        if (repeats.Length != x.Rank) throw node.Error($"it has {repeats.Length} repeats for {x.Rank} axes");
        if (x.BatchAxis is { } batch && repeats[batch] != 1) x = node.Values.Explicit(x);
        var sample = repeats.Where((_, axis) => axis != x.BatchAxis).Select(repeat => checked((int)repeat)).ToArray();
        return [sample.All(repeat => repeat == 1) ? x : x with { Term = node.Definition.Call("Tile", x.Term, new Argument("repeats", sample)) }];
    }

    private static Operand?[] Pad(NodeContext node)
    {
        var x = node.Tensor(0);
        var pads = node.Integers("pads") ?? node.Integers("paddings") ?? node.Constant(1, "pads").Integers();
        var axes = node.OptionalConstant(3, "axes")?.Integers().Select(axis => node.Axis(axis, x.Rank)).ToArray() ?? [.. Enumerable.Range(0, x.Rank)];
        if (pads.Length != 2 * axes.Length) throw node.Error($"it has {pads.Length} numbers of padding for {axes.Length} axes");
        var value = node.Has("value") ? node.Float("value", 0) : node.Optional(2) is null ? 0 : node.Constant(2, "constant value").Number();
        for (var i = 0; i < axes.Length; i++) x = Padded(node, x, axes[i], checked((int)pads[i]), checked((int)pads[i + axes.Length]), node.Text("mode", "constant"), value);
        return [x];
    }

    private static TensorOperand Padded(NodeContext node, TensorOperand x, int axis, int before, int after, string mode, float number)
    {
        if (before == 0 && after == 0) return x;
        var (value, along) = node.Values.On(x, axis);
        var term = value.Term;
        if (before < 0 || after < 0)
        {
            term = node.Definition.Call("Slice", term, [new("axis", along), new("start", Math.Max(0, -before)), .. after < 0 ? [new("end", after)] : Array.Empty<Argument>()]);
            (before, after) = (Math.Max(before, 0), Math.Max(after, 0));
            if (before == 0 && after == 0) return value with { Term = term };
        }

        if (mode == "constant")
            return value with { Term = node.Definition.Call("Pad", term, new Argument("axis", along), new Argument("before", before), new Argument("after", after), new Argument("value", number)) };
        var kind = mode switch { "edge" => PaddingMode.Replicate, "reflect" => PaddingMode.Reflect, "wrap" => PaddingMode.Circular, _ => throw node.Error($"the mode '{mode}' is unknown; constant, edge, reflect and wrap can be compiled") };
        // The Dsl's amounts begin with the last axis, as PyTorch's.
        var pad = new int[2 * (value.Sample.Length - along)];
        (pad[pad.Length - 2], pad[pad.Length - 1]) = (before, after);
        return value with { Term = node.Definition.Call("Pad", term, new Argument("pad", pad), new Argument("mode", kind)) };
    }

    private static Operand?[] DepthToSpace(NodeContext node)
    {
        var (x, block) = (node.Tensor(0), node.Integer("blocksize"));
        var d = node.Values.DimsOf(x);
        if (d.Length != 4) throw node.Error($"its input has {d.Length} axes; images have 4");
        if (node.Text("mode", "DCR") == "CRD" && x.BatchAxis == 0) return [PointwiseOperators.Call(node, "PixelShuffle", x, new Argument("upscaleFactor", (int)block))];
        var depth = d[1].DividedBy(block * block) ?? throw node.Error($"{d[1]} channels cannot be divided by {block * block}");
        var isCrd = node.Text("mode", "DCR") == "CRD";
        var apart = node.Values.Reshape(x, isCrd ? [d[0], depth, block, block, d[2], d[3]] : [d[0], block, block, depth, d[2], d[3]]);
        var mixed = Permute(node, apart, isCrd ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]);
        return [node.Values.Reshape(mixed, [d[0], depth, d[2] * block, d[3] * block])];
    }

    private static Operand?[] SpaceToDepth(NodeContext node)
    {
        var (x, block) = (node.Tensor(0), node.Integer("blocksize"));
        var d = node.Values.DimsOf(x);
        if (d.Length != 4) throw node.Error($"its input has {d.Length} axes; images have 4");
        var (height, width) = (d[2].DividedBy(block), d[3].DividedBy(block));
        if (height is null || width is null) throw node.Error($"an image of {d[2]} x {d[3]} cannot be divided by {block}");
        var apart = node.Values.Reshape(x, [d[0], d[1], height, block, width, block]);
        return [node.Values.Reshape(Permute(node, apart, [0, 3, 5, 1, 2, 4]), [d[0], d[1] * (block * block), height, width])];
    }

    private static Operand?[] Trilu(NodeContext node)
    {
        var x = node.Tensor(0);
        var dims = node.Values.DimsOf(x);
        var (rows, columns, k) = (dims[dims.Length - 2].Value, dims[dims.Length - 1].Value, node.OptionalConstant(1, "k")?.Integers()[0] ?? 0);
        var isUpper = node.Integer("upper", 1) != 0;
        if (rows is null || columns is null) return [Trilu(node, x, isUpper, k)];
        var mask = new float[checked((int)(rows.Value * columns.Value))];
        for (var i = 0; i < mask.Length; i++) mask[i] = (i % columns.Value) - (i / columns.Value) is var offset && (isUpper ? offset >= k : offset <= k) ? 1 : 0;
        var table = node.Values.Tensor(Constant.Of(Files.ElementType.Bool, [(int)rows.Value, (int)columns.Value], mask));
        return [ComparisonOperators.Choose(node, table, x, 0f)];
    }

    // By the places of rows and columns, as many as there are at a call.
    private static TensorOperand Trilu(NodeContext node, TensorOperand x, bool isUpper, long k)
    {
        var whole = x.BatchAxis >= x.Rank - 2 ? node.Values.Explicit(x) : x;
        var last = whole.Sample.Length - 1;
        var rows = node.Definition.Column(node.Definition.Call("ArangeLike", whole.Term, new Argument("axis", last - 1)), 1);
        var columns = node.Definition.Call("ArangeLike", whole.Term, new Argument("axis", last));
        var least = k == 0 ? rows : node.Definition.Operator("+", rows, (float)k);
        var isKept = node.Definition.Call(isUpper ? "GreaterOrEqual" : "LessOrEqual", columns, new Argument("other", least));
        return ComparisonOperators.Choose(node, new TensorOperand(isKept, Files.ElementType.Bool, null), whole, 0f);
    }
}
