using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>What picks elements by their numbers.</summary>
internal static class GatherOperators
{
    /// <summary>As many single elements are written out.</summary>
    private const int MostPicked = 64;

    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Gather"] = Gather,
        ["GatherElements"] = GatherElements,
        ["OneHot"] = OneHot,
    };

    private static Operand?[] Gather(NodeContext node)
    {
        var rank = PointwiseOperators.Rank(node, node.Input(0));
        if (rank == 0) throw node.Error("its input has no axes");
        var axis = node.Axis(node.Integer("axis", 0), rank);
        if (node.Optional(1) is ConstantOperand or CountsOperand) return [ByNumbers(node, axis, node.Constant(1, "indices"))];
        if (node.Optional(1) is TensorOperand { Term.Number: { } same } indices) return [Repeated(node, axis, (int)same, indices)];
        if (node.Optional(0) is ConstantOperand { Constant: { IsFloat: true, Rank: 2 } rows } && axis == 0 && node.Optional(1) is TensorOperand { IsBatched: false } places && FirstRows(node, rows, places) is { } first) return [first];
        if (node.Optional(1) is not TokensOperand tokens) return [Chosen(node, node.Tensor(0), node.Tensor(1), axis)];
        if (node.Optional(0) is ConstantOperand { Constant: { IsFloat: true } table } && axis == 0 && table.Rank == 2) return [Embedding(node, table, tokens)];
        var x = node.Tensor(0);
        if (x.IsBatched && tokens.Term.Shape.Rank == 1 && x.BatchAxis == tokens.BatchAxis && x.BatchAxis is null or 0)
        {
            var (value, along) = node.Values.On(x, axis);
            if (value.BatchAxis is null) return [value with { Term = node.Definition.Call("IndexSelect", value.Term, new Argument("index", tokens.Term), new Argument("axis", along)) }];
        }

        return [Chosen(node, x, node.Tensor(1), axis)];
    }

    // One and the same element, which broadcasts to as many as there are.
    private static TensorOperand Repeated(NodeContext node, int axis, int index, TensorOperand indices)
    {
        var (value, along) = node.Values.On(node.Tensor(0), axis);
        if (!value.Sample[along].IsConstant || index < -value.Sample[along].Value || index >= value.Sample[along].Value) throw node.Error($"it takes element {index} of {value.Sample[along]}");
        var one = value with { Term = node.Definition.Call("Select", value.Term, new Argument("axis", along), new Argument("index", index)), BatchAxis = value.BatchAxis > axis ? value.BatchAxis - 1 : value.BatchAxis };
        var dims = node.Values.DimsOf(one);
        return node.Values.Reshape(one, [.. dims.Take(axis), .. Enumerable.Repeat(Symbols.Count.One, indices.Rank), .. dims.Skip(axis)]);
    }

    // The rows of the numbers 0, 1, 2, …, as positions are embedded.
    private static TensorOperand? FirstRows(NodeContext node, Constant table, TensorOperand places)
    {
        var term = places.Term;
        while (term is { Kind: TermKind.Call, Method: "Unsqueeze" or "Squeeze" or "Reshape" }) term = (Term)term.Arguments[0].Value!;
        if (term is not { Kind: TermKind.Call, Method: "ArangeLike" }) return null;
        var rows = node.Definition.Call("SliceLike", node.Values.Tensor(table).Term, new Argument("axis", 0), new Argument("other", (Term)term.Arguments[0].Value!), new Argument("otherAxis", term.Arguments[1].Value));
        return node.Values.Reshape(new TensorOperand(rows, table.Type, null), [.. node.Values.DimsOf(places), table.Dims[1]]);
    }

    // A row of a matrix with one 1 for each index: as exact, and slower the longer the axis is.
    private static TensorOperand Chosen(NodeContext node, TensorOperand x, TensorOperand indices, int axis)
    {
        var (value, along) = node.Values.On(x, axis);
        if (!value.Sample[along].IsConstant) throw node.Error($"it picks by computed indices along an axis of {value.Sample[along]}, which calls choose");
        if (value.BatchAxis is not null && (indices.BatchAxis is not null || indices.IsBatched)) (value, indices) = (node.Values.Explicit(value), node.Values.Explicit(indices));
        else if (indices.BatchAxis is not null) indices = node.Values.Explicit(indices);
        var extent = value.Sample[along].Value;
        var (dims, own) = (node.Values.DimsOf(value), node.Values.DimsOf(indices));
        var at = value.BatchAxis is null ? along : axis;
        var count = Symbols.Count.Product(own);
        var flat = node.Values.Reshape(Wrapped(node, indices, extent), [count, 1]);
        var hot = PointwiseOperators.Call(node, "EqualTo", flat, new Argument("other", node.Definition.Places(node.Definition.Beside, extent, 0)));
        int[] last = [.. Enumerable.Range(0, dims.Length).Where(other => other != at), at];
        var moved = MovementOperators.Permute(node, value, last);
        var column = node.Values.Reshape(moved, [.. dims.Where((_, other) => other != at), extent, 1]);
        var picked = ProductOperators.Product(node, hot, column);
        // [others, count, 1] back to where the axis was.
        var whole = node.Values.Reshape(picked, [.. dims.Where((_, other) => other != at), .. own]);
        var order = Enumerable.Range(0, dims.Length - 1).ToList();
        order.InsertRange(at, Enumerable.Range(dims.Length - 1, own.Length));
        return MovementOperators.Permute(node, whole, [.. order]);
    }

    // Indices below 0 count from behind.
    private static TensorOperand Wrapped(NodeContext node, TensorOperand indices, int extent) =>
        PointwiseOperators.Call(node, "Mod", PointwiseOperators.Plus(node, indices, extent), new Argument("other", (float)extent));

    /// <summary>Rows of a table by numbers that are known, that an input gives, or that are computed.</summary>
    public static TensorOperand Rows(NodeContext node, Operand table, Operand indices) => (table, indices) switch
    {
        (ConstantOperand { Constant: { Rank: 2 } known }, TokensOperand tokens) => Embedding(node, known, tokens),
        _ => Chosen(node, node.Values.Tensor(table), node.Values.Tensor(indices), 0),
    };

    private static TensorOperand Embedding(NodeContext node, Constant table, TokensOperand tokens)
    {
        Argument[] arguments = [new("vocabulary", table.Dims[0]), new("dimension", table.Dims[1])];
        return new TensorOperand(node.Layer("Embedding", tokens.Term, arguments, table, ("weight", table)), table.Type, tokens.BatchAxis);
    }

    private static TensorOperand ByNumbers(NodeContext node, int axis, Constant indices)
    {
        var (value, along) = node.Values.On(node.Tensor(0), axis);
        var extent = value.Sample[along];
        var places = Array.ConvertAll(indices.Integers(), place => extent.IsConstant && place < 0 ? place + extent.Value : place);
        foreach (var place in places)
        {
            if (extent.IsConstant ? place < 0 || place >= extent.Value : place < -extent.Minimum || place >= extent.Minimum) throw node.Error($"it takes element {place} of {extent}");
        }

        if (indices.Rank == 0)
        {
            var one = node.Definition.Call("Select", value.Term, new Argument("axis", along), new Argument("index", checked((int)places[0])));
            return value with { Term = one, BatchAxis = value.BatchAxis > axis ? value.BatchAxis - 1 : value.BatchAxis, Merged = value.Merged is { } merged && merged.Axis > axis ? merged with { Axis = merged.Axis - 1 } : value.Merged };
        }

        var picked = Picked(node, value, along, places);
        if (indices.Rank == 1) return picked;
        var dims = node.Values.DimsOf(picked);
        return node.Values.Reshape(picked, [.. dims.Take(axis), .. indices.Dims.Select(dim => (Symbols.Count)dim), .. dims.Skip(axis + 1)]);
    }

    private static TensorOperand Picked(NodeContext node, TensorOperand value, int along, long[] places)
    {
        if (places.Length == 0) throw node.Error("it takes no elements, and a tensor without any cannot be compiled");
        var step = places.Length > 1 ? places[1] - places[0] : 1;
        if (step > 0 && Enumerable.Range(1, places.Length - 1).All(i => places[i] - places[i - 1] == step) && places[0] >= 0)
        {
            var end = (int)places[places.Length - 1] + 1;
            if (value.Sample[along].IsConstant && places[0] == 0 && end == value.Sample[along].Value && step == 1) return value;
            var arguments = new List<Argument> { new("axis", along), new("start", (int)places[0]), new("end", end) };
            if (step > 1) arguments.Add(new Argument("step", (int)step));
            return value with { Term = node.Definition.Call("Slice", value.Term, [.. arguments]) };
        }

        if (places.Length <= MostPicked)
        {
            var parts = places.Select(place => node.Definition.Call("Slice", value.Term, [new("axis", along), new("start", (int)place), .. place == -1 ? Array.Empty<Argument>() : [new("end", (int)place + 1)]])).ToArray();
            return value with { Term = node.Definition.Concat(parts, along) };
        }

        // A matrix with one 1 in each column picks as well.
        var extent = value.Sample[along].IsConstant ? value.Sample[along].Value : throw node.Error($"it picks {places.Length} elements of an axis whose extent calls choose");
        var matrix = new float[extent * places.Length];
        for (var i = 0; i < places.Length; i++) matrix[(places[i] * places.Length) + i] = 1;
        return ResizeOperators.Along(node, value, along, matrix, places.Length);
    }

    private static Operand?[] GatherElements(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", 0), x.Rank);
        if (node.Optional(1) is TokensOperand tokens && x.IsBatched && tokens.BatchAxis == x.BatchAxis)
        {
            var (value, along) = node.Values.On(x, axis);
            if (value.BatchAxis == x.BatchAxis) return [value with { Term = node.Definition.Call("Gather", value.Term, new Argument("axis", along), new Argument("index", tokens.Term)) }];
        }

        return [ChosenElements(node, x, node.Tensor(1), axis)];
    }

    // Of each element along the axis, whether its number is the index; the sum of what is hidden is 0.
    private static TensorOperand ChosenElements(NodeContext node, TensorOperand x, TensorOperand indices, int axis)
    {
        if (x.BatchAxis == axis || x.BatchAxis != indices.BatchAxis) (x, indices) = (node.Values.Explicit(x), node.Values.Explicit(indices));
        var (dims, own) = (node.Values.DimsOf(x), node.Values.DimsOf(indices));
        var extent = dims[axis].Value ?? throw node.Error($"it picks by computed indices along an axis of {dims[axis]}, which calls choose");
        for (var other = 0; other < dims.Length; other++)
        {
            if (other != axis && !own[other].Equals(dims[other])) x = MovementOperators.Slice(node, x, other, 0, (int)(own[other].Value ?? throw node.Error("it takes a part of an axis that calls choose")));
        }

        dims = node.Values.DimsOf(x);
        var elements = node.Values.Reshape(x, [.. dims.Take(axis), 1, .. dims.Skip(axis)]);
        var numbers = node.Values.Reshape(Wrapped(node, indices, (int)extent), [.. own.Take(axis + 1), 1, .. own.Skip(axis + 1)]);
        var places = node.Definition.Places(node.Definition.Beside, (int)extent, dims.Length - axis - 1);
        var isChosen = PointwiseOperators.Call(node, "EqualTo", numbers, new Argument("other", places));
        var chosen = ComparisonOperators.Choose(node, isChosen, elements, 0f);
        return ReductionOperators.Reduce(node, "Sum", chosen, [axis + 1], keepDims: false);
    }

    private static Operand?[] OneHot(NodeContext node)
    {
        var depth = checked((int)node.Constant(1, "depth").Integers()[0]);
        var values = node.Constant(2, "values").Floats();
        var indices = node.Tensor(0);
        var rank = indices.Rank;
        var stated = node.Integer("axis", -1);
        var axis = (int)(stated < 0 ? stated + rank + 1 : stated);
        if (axis < 0 || axis > rank) throw node.Error($"its axis {stated} does not exist");
        if (indices.BatchAxis >= axis && !node.Values.IsSingle) throw node.Error("it puts the classes before the batch");
        var whole = axis <= indices.BatchAxis ? node.Values.Explicit(indices) : indices;
        // Counted from behind where they are below 0.
        var wrapped = PointwiseOperators.Call(node, "Mod", PointwiseOperators.Plus(node, whole, depth), new Argument("other", (float)depth));
        var inRange = PointwiseOperators.Call(node, "LessOrEqual", PointwiseOperators.Call(node, "Abs", PointwiseOperators.Plus(node, PointwiseOperators.Scale(node, whole, 2), 1)), new Argument("other", (float)(2 * depth)));
        var place = whole.DslAxis(axis);
        var column = node.Definition.Call("Unsqueeze", wrapped.Term, new Argument("axis", place));
        var classes = node.Definition.Places(indices.Term, depth, whole.Sample.Length - place);
        var equal = node.Definition.Call("EqualTo", column, new Argument("other", classes));
        var hot = node.Definition.Operator("*", equal, node.Definition.Call("Unsqueeze", inRange.Term, new Argument("axis", place)));
        var result = new TensorOperand(hot, node.Input(2).Type, whole.BatchAxis);
        return [PointwiseOperators.Plus(node, PointwiseOperators.Scale(node, result, values[1] - values[0]), values[0])];
    }
}
