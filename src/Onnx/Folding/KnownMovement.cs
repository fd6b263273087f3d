using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Folding;

/// <summary>Moves elements of what is known, and reduces it.</summary>
internal static class KnownMovement
{
    public static Known[]? TryFold(NodeContext node)
    {
        if (Known.Of(node.Optional(0)) is not { } value) return null;
        switch (node.Node.OpType)
        {
            case "Cast": return [value.As((ElementType)node.Integer("to"))];
            case "CastLike": return [value.As(node.Input(1).Type)];
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze":
                return Dims(node, Array.ConvertAll(value.Dims, dim => (Count)dim)) is { } dims && dims.All(dim => dim.IsConstant) ? [value.Reshaped([.. dims.Select(dim => (int)dim.Value!.Value)])] : null;
            case "Gather": return Gather(node, value) is { } gathered ? [gathered] : null;
            case "Slice": return Slice(node, value) is { } slice ? [slice] : null;
            case "Concat": return Concat(node) is { } joined ? [joined] : null;
            case "Split": return Split(node, value);
            case "Expand": return Expand(node, value) is { } expanded ? [expanded] : null;
            case "Tile": return Tile(node, value) is { } tiled ? [tiled] : null;
            case "Transpose":
                var order = node.Integers("perm") is { } stated ? Array.ConvertAll(stated, axis => node.Axis(axis, value.Rank)) : [.. Enumerable.Range(0, value.Rank).Reverse()];
                var strides = Constant.StridesOf(value.Dims);
                return [value.Box(Array.ConvertAll(order, axis => value.Dims[axis]), Array.ConvertAll(order, axis => strides[axis]), 0)];
            case "ReduceProd" or "ReduceSum" or "ReduceMin" or "ReduceMax": return Reduce(node, value) is { } reduced ? [reduced] : null;
            case "ScatterND" when node.InputCount > 2 && node.Text("reduction", "none") == "none": return Scatter(value, Known.Of(node.Optional(1)), Known.Of(node.Optional(2))) is { } scattered ? [scattered] : null;
            case "NonZero": return NonZero(value) is { } places ? [places] : null;
            default: return null;
        }
    }

    /// <summary>The extents that a node which only changes them gives, or null where they cannot be told.</summary>
    public static Count[]? Dims(NodeContext node, Count[] own)
    {
        var rank = own.Length;
        switch (node.Node.OpType)
        {
            case "Flatten":
                var at = node.Integer("axis", 1);
                if (at < -rank || at > rank) throw node.Error($"its axis {at} does not exist: its input has {rank} axes");
                var split = (int)(at < 0 ? at + rank : at);
                return [Count.Product(own.Take(split)), Count.Product(own.Skip(split))];
            case "Squeeze":
                var gone = node.AxesFrom(1) is { } stated ? new HashSet<int>(stated.Select(axis => node.Axis(axis, rank))) : new HashSet<int>(Enumerable.Range(0, rank).Where(axis => own[axis].Value == 1));
                return [.. own.Where((_, axis) => !gone.Contains(axis))];
            case "Unsqueeze":
                var axes = node.AxesFrom(1) ?? throw node.Error("it does not say which axes it adds");
                var result = own.ToList();
                foreach (var axis in axes.Select(axis => node.Axis(axis, rank + axes.Length)).OrderBy(axis => axis)) result.Insert(axis, 1);
                return [.. result];
            case "Reshape": return Reshaped(node, own, node.InputCount > 1 ? node.Counts(1, "shape") : Array.ConvertAll(node.Integers("shape") ?? [], value => (Count)value));
            default: return null;
        }
    }

    private static Count[]? Reshaped(NodeContext node, Count[] own, Count[] wanted)
    {
        var result = (Count[])wanted.Clone();
        var open = -1;
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i].Value == 0 && node.Integer("allowzero", 0) == 0) result[i] = i < own.Length ? own[i] : throw node.Error($"it keeps axis {i} of an input of {own.Length} axes");
            if (result[i].Value == -1) open = open < 0 ? i : throw node.Error("its shape has more than one -1");
        }

        if (open < 0) return result;
        var rest = Count.Product(result.Where((_, i) => i != open));
        if (rest.Value == 0) return null;
        result[open] = Count.Product(own).DividedBy(rest) ?? throw node.Error($"the {Count.Product(own)} elements of [{string.Join(", ", (object[])own)}] cannot be divided by {rest}");
        return result;
    }

    private static Known? Gather(NodeContext node, Known value)
    {
        if (Known.Of(node.Optional(1)) is not { Counts: { } indices } index || indices.Any(count => !count.IsConstant)) return null;
        if (value.Rank == 0) throw node.Error("its input has no axes");
        var axis = node.Axis(node.Integer("axis", 0), value.Rank);
        var inner = value.Dims.Skip(axis + 1).Aggregate(1, (product, dim) => product * dim);
        var outer = value.Dims.Take(axis).Aggregate(1, (product, dim) => product * dim);
        var places = new List<int>();
        for (var block = 0; block < outer; block++)
        {
            foreach (var count in indices)
            {
                var place = count.Value!.Value < 0 ? count.Value.Value + value.Dims[axis] : count.Value.Value;
                if (place < 0 || place >= value.Dims[axis]) throw node.Error($"it takes element {count.Value} of {value.Dims[axis]}");
                for (var i = 0; i < inner; i++) places.Add((int)(((block * value.Dims[axis]) + place) * inner) + i);
            }
        }

        return value.Pick([.. value.Dims.Take(axis), .. index.Dims, .. value.Dims.Skip(axis + 1)], [.. places]);
    }

    private static Known? Slice(NodeContext node, Known value)
    {
        var slices = SliceArguments.Read(node, value.Rank);
        if (slices is null) return null;
        var (dims, steps, start) = ((int[])value.Dims.Clone(), Constant.StridesOf(value.Dims), 0);
        foreach (var slice in slices)
        {
            if (slice.Start.Value is not { } from || slice.End.Value is not { } to) return null;
            var (first, count) = SliceArguments.Range(from, to, slice.Step, value.Dims[slice.Axis]);
            (dims[slice.Axis], start) = ((int)count, start + (int)(first * steps[slice.Axis]));
            steps[slice.Axis] *= (int)slice.Step;
        }

        return value.Box(dims, steps, Constant.CountOf(dims) == 0 ? 0 : start);
    }

    private static Known? Concat(NodeContext node)
    {
        var parts = Enumerable.Range(0, node.InputCount).Select(i => Known.Of(node.Optional(i))).ToArray();
        if (parts.Any(part => part is null || part.Rank == 0) || parts.Select(part => part!.Floats is null).Distinct().Count() > 1) return null;
        var first = parts[0]!;
        var axis = node.Axis(node.Integer("axis", 0), first.Rank);
        var outer = first.Dims.Take(axis).Aggregate(1, (product, dim) => product * dim);
        var dims = (int[])first.Dims.Clone();
        dims[axis] = parts.Sum(part => part!.Dims[axis]);
        return first.Floats is not null
            ? new Known(first.Type, dims, Joined(part => part.Floats!))
            : new Known(first.Type, dims, Joined(part => part.Counts!));

        T[] Joined<T>(Func<Known, T[]> elements)
        {
            var result = new List<T>();
            for (var block = 0; block < outer; block++)
            {
                foreach (var part in parts)
                {
                    var size = part!.Length / Math.Max(outer, 1);
                    result.AddRange(elements(part).Skip(block * size).Take(size));
                }
            }

            return [.. result];
        }
    }

    private static Known[]? Split(NodeContext node, Known value)
    {
        var axis = node.Axis(node.Integer("axis", 0), value.Rank);
        var sizes = SliceArguments.Parts(node, value.Dims[axis]);
        if (sizes is null) return null;
        var strides = Constant.StridesOf(value.Dims);
        var (results, start) = (new List<Known>(), 0);
        foreach (var size in sizes)
        {
            var dims = (int[])value.Dims.Clone();
            dims[axis] = (int)size;
            results.Add(value.Box(dims, strides, start * strides[axis]));
            start += (int)size;
        }

        return [.. results];
    }

    private static Known? Expand(NodeContext node, Known value)
    {
        var wanted = node.Counts(1, "shape");
        if (wanted.Any(dim => !dim.IsConstant)) return null;
        return ConstantBox.Broadcast(value.Dims, [.. wanted.Select(dim => (int)dim.Value!.Value)]) is { } dims ? value.Box(dims, ConstantBox.StepsFor(value.Dims, dims), 0) : null;
    }

    private static Known? Tile(NodeContext node, Known value)
    {
        var repeats = node.Counts(1, "repeats");
        if (repeats.Length != value.Rank || repeats.Any(dim => !dim.IsConstant)) return null;
        var strides = Constant.StridesOf(value.Dims);
        // Each axis becomes two, the outer of which repeats.
        var dims = Enumerable.Range(0, value.Rank).SelectMany(axis => new[] { (int)repeats[axis].Value!.Value, value.Dims[axis] }).ToArray();
        var steps = strides.SelectMany(stride => new[] { 0, stride }).ToArray();
        return value.Box(dims, steps, 0).Reshaped([.. Enumerable.Range(0, value.Rank).Select(axis => value.Dims[axis] * (int)repeats[axis].Value!.Value)]);
    }

    private static Known? Reduce(NodeContext node, Known value)
    {
        var op = node.Node.OpType switch { "ReduceProd" => "Mul", "ReduceSum" => "Add", "ReduceMin" => "Min", _ => "Max" };
        var axes = node.AxesFrom(1) is { Length: > 0 } stated ? new HashSet<int>(stated.Select(axis => node.Axis(axis, value.Rank))) : new HashSet<int>(Enumerable.Range(0, value.Rank));
        if (value.Length == 0) return null;
        var strides = Constant.StridesOf(value.Dims);
        int[] kept = [.. Enumerable.Range(0, value.Rank).Where(axis => !axes.Contains(axis))];
        var outer = kept.Select(axis => value.Dims[axis]).ToArray();
        Known? result = null;
        var places = new int[axes.Aggregate(1, (product, axis) => product * value.Dims[axis])];
        var along = axes.OrderBy(axis => axis).ToArray();
        ConstantBox.Fill(places, [.. along.Select(axis => value.Dims[axis])], [.. along.Select(axis => strides[axis])], 0);
        foreach (var place in places)
        {
            var part = value.Box(outer, [.. kept.Select(axis => strides[axis])], place);
            result = result is null ? part : KnownArithmetic.Binary(op, result, part);
            if (place != places[0] && result is null) return null;
        }

        return node.Integer("keepdims", 1) == 0 ? result : result!.Reshaped([.. value.Dims.Select((dim, axis) => axes.Contains(axis) ? 1 : dim)]);
    }

    // Slices that are put at the places of the indices, one after the other.
    private static Known? Scatter(Known value, Known? indices, Known? updates)
    {
        if (indices?.Counts is not { } places || updates is null || places.Any(place => !place.IsConstant) || value.Floats is null != updates.Floats is null || indices.Rank == 0) return null;
        var depth = indices.Dims[indices.Rank - 1];
        if (depth > value.Rank) return null;
        var strides = Constant.StridesOf(value.Dims);
        var size = Constant.CountOf([.. value.Dims.Skip(depth)]);
        var (floats, counts) = ((float[]?)value.Floats?.Clone(), (Count[]?)value.Counts?.Clone());
        for (var slice = 0; slice * depth < places.Length; slice++)
        {
            var start = 0;
            for (var axis = 0; axis < depth; axis++)
            {
                var place = places[(slice * depth) + axis].Value!.Value;
                if (place < 0) place += value.Dims[axis];
                if (place < 0 || place >= value.Dims[axis]) return null;
                start += (int)place * strides[axis];
            }

            if ((slice + 1) * size > updates.Length) return null;
            if (floats is not null) Array.Copy(updates.Floats!, slice * size, floats, start, size);
            else Array.Copy(updates.Counts!, slice * size, counts!, start, size);
        }

        return floats is not null ? new Known(value.Type, value.Dims, floats) : new Known(value.Type, value.Dims, counts!);
    }

    private static Known? NonZero(Known value)
    {
        if (value.Counts is { } counts && counts.Any(count => !count.IsConstant)) return null;
        var found = Enumerable.Range(0, value.Length).Where(i => value.Floats is { } floats ? floats[i] != 0 : value.Counts![i].Value != 0).ToArray();
        var strides = Constant.StridesOf(value.Dims);
        return new Known(ElementType.Int64, [value.Rank, found.Length], [.. Enumerable.Range(0, value.Rank).SelectMany(axis => found.Select(place => (Count)(place / strides[axis] % value.Dims[axis])))]);
    }
}
