using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>
/// What puts elements to places, or picks single ones, where the places are known: each is a product with a matrix of ones and zeros over
/// the elements of a sample in a row.
/// </summary>
internal static class ScatterOperators
{
    /// <summary>As many numbers a table can have.</summary>
    private const long MostElements = 1 << 20;

    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["ScatterND"] = ScatterND,
        ["ScatterElements"] = ScatterElements,
        ["Scatter"] = ScatterElements,
        ["GatherND"] = GatherND,
        ["ReverseSequence"] = ReverseSequence,
        ["Compress"] = Compress,
        ["MaxUnpool"] = MaxUnpool,
    };

    private static Operand?[] ScatterND(NodeContext node)
    {
        var (x, updates) = (node.Values.Explicit(node.Tensor(0)), node.Values.Explicit(node.Tensor(2)));
        var indices = node.Constant(1, "indices");
        var dims = Extents(node, x);
        return [Scattered(node, x, updates, PlacesND(node, indices, dims), dims)];
    }

    // Where each update goes, in the order of the updates.
    private static long[] PlacesND(NodeContext node, Constant indices, int[] dims)
    {
        var depth = indices.Dims[indices.Rank - 1];
        if (depth > dims.Length) throw node.Error($"its indices have {depth} numbers for {dims.Length} axes");
        var strides = Constant.StridesOf(dims);
        var inner = dims.Skip(depth).Aggregate(1, (product, dim) => product * dim);
        var numbers = indices.Integers();
        var places = new List<long>();
        for (var row = 0; row < numbers.Length; row += depth)
        {
            var start = Enumerable.Range(0, depth).Sum(axis => Place(node, numbers[row + axis], dims[axis]) * strides[axis]);
            for (var i = 0; i < inner; i++) places.Add(start + i);
        }

        return [.. places];
    }

    private static Operand?[] ScatterElements(NodeContext node)
    {
        if (Values.IsComputed(node.Input(1)) && ByPlaces(node) is { } computed) return [computed];
        var (x, updates) = (node.Values.Explicit(node.Tensor(0)), node.Values.Explicit(node.Tensor(2)));
        var indices = node.Constant(1, "indices");
        var dims = Extents(node, x);
        var axis = node.Axis(node.Integer("axis", 0), dims.Length);
        return [Scattered(node, x, updates, PlacesAlong(node, indices, dims, axis), dims)];
    }

    // Where indices are computed, each is compared with all places along the axis: as exact, and slower the longer the axis is. Null for what only
    // indices that are known say.
    private static TensorOperand? ByPlaces(NodeContext node)
    {
        var (x, indices, updates) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var (dims, own, axis) = (node.Values.DimsOf(x), node.Values.DimsOf(indices), node.Axis(node.Integer("axis", 0), x.Rank));
        var isWhole = own.Length == dims.Length && own.Zip(dims, (given, all) => given.Equals(all)).Where((fits, other) => !fits && other != axis).Count() == 0;
        var reduction = node.Text("reduction", "none");
        if (!isWhole || reduction is not ("add" or "max")) return null;
        var hit = PointwiseOperators.Call(node, "EqualTo", Beside(indices), new Argument("other", node.Definition.Column(node.Definition.Call("ArangeLike", x.Term, new Argument("axis", x.DslAxis(axis))), dims.Length - axis - 1)));
        if (reduction == "add")
            return PointwiseOperators.Binary(node, "+", x, ReductionOperators.Reduce(node, "Sum", PointwiseOperators.Binary(node, "*", hit, Beside(updates)), [axis], keepDims: false));
        var chosen = ComparisonOperators.Choose(node, hit, Beside(updates), float.NegativeInfinity);
        return PointwiseOperators.Method(node, "Maximum", x, ReductionOperators.Reduce(node, "Max", chosen, [axis], keepDims: false));

        TensorOperand Beside(TensorOperand value)
        {
            var given = node.Values.DimsOf(value);
            return node.Values.Reshape(value, [.. given.Take(axis + 1), Symbols.Count.One, .. given.Skip(axis + 1)]);
        }
    }

    private static long[] PlacesAlong(NodeContext node, Constant indices, int[] dims, int axis)
    {
        var (strides, own, numbers) = (Constant.StridesOf(dims), Constant.StridesOf(indices.Dims), indices.Integers());
        var places = new long[numbers.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var other = 0; other < dims.Length; other++)
                places[i] += strides[other] * (other == axis ? Place(node, numbers[i], dims[axis]) : i / own[other] % indices.Dims[other]);
        }

        return places;
    }

    private static TensorOperand Scattered(NodeContext node, TensorOperand x, TensorOperand updates, long[] places, int[] dims)
    {
        var count = Constant.CountOf(dims);
        if ((long)places.Length * count > MostElements) throw node.Error($"it puts {places.Length} elements among {count}; the table of places can have {MostElements}");
        var reduction = node.Text("reduction", "none");
        var row = node.Values.Reshape(updates, [places.Length]);
        // Of several updates of one place each has a round of its own; without a reduction the last counts.
        var (rounds, seen) = (new List<List<int>>(), new Dictionary<long, int>());
        for (var i = 0; i < places.Length; i++)
        {
            var round = reduction == "add" ? 0 : seen.TryGetValue(places[i], out var before) ? before + 1 : 0;
            seen[places[i]] = round;
            if (rounds.Count == round) rounds.Add([]);
            rounds[round].Add(i);
        }

        return rounds.Aggregate(x, (value, round) => Scattered(node, value, row, places, round, dims, reduction));
    }

    private static TensorOperand Scattered(NodeContext node, TensorOperand x, TensorOperand row, long[] places, List<int> round, int[] dims, string reduction)
    {
        var count = Constant.CountOf(dims);
        var (matrix, hit) = (new float[places.Length * count], new float[count]);
        foreach (var i in round)
        {
            matrix[(i * count) + places[i]] = 1;
            hit[places[i]] = 1;
        }

        var spread = ResizeOperators.Along(node, row, 0, matrix, count);
        var shaped = node.Values.Reshape(spread, [.. dims.Select(dim => (Count)dim)]);
        if (reduction == "add") return PointwiseOperators.Binary(node, "+", x, shaped);
        var changed = PointwiseOperators.Binary(node, "+", new ConstantOperand(Constant.Of(ElementType.Bool, dims, hit)), PointwiseOperators.Scale(node, shaped, 0));
        var combined = reduction switch
        {
            "none" => shaped,
            "mul" => PointwiseOperators.Binary(node, "*", x, shaped),
            "max" => PointwiseOperators.Method(node, "Maximum", x, shaped),
            "min" => PointwiseOperators.Method(node, "Minimum", x, shaped),
            _ => throw node.Error($"the reduction '{reduction}' is unknown"),
        };
        return x with { Term = node.Definition.Call("Where", changed.Term, new Argument("then", combined.Term), new Argument("otherwise", x.Term)) };
    }

    private static Operand?[] MaxUnpool(NodeContext node)
    {
        var x = node.Values.Explicit(node.Tensor(0));
        var indices = node.Constant(1, "indices");
        var own = Extents(node, x);
        var window = WindowAttributes.Read(node, x, []);
        var natural = own.Select((dim, axis) => axis < 2 ? dim : ((dim - 1) * window.Strides[axis - 2]) + window.Kernel[axis - 2] - window.Before[axis - 2] - window.After[axis - 2]).ToArray();
        var wanted = node.OptionalConstant(2, "output shape")?.Integers().Select(dim => (int)dim).ToArray() ?? natural;
        // Places are counted in the image that was pooled.
        var strides = (Constant.StridesOf(natural), Constant.StridesOf(wanted));
        var places = Array.ConvertAll(indices.Integers(), place => Enumerable.Range(0, natural.Length).Sum(axis => place / strides.Item1[axis] % natural[axis] * strides.Item2[axis]));
        var zeros = x with { Term = node.Definition.Call("Zeros", x.Term, new Argument("shape", wanted)) };
        return [Scattered(node, zeros, x, places, wanted)];
    }

    private static Operand?[] GatherND(NodeContext node)
    {
        var x = node.Values.Explicit(node.Tensor(0));
        var indices = node.Constant(1, "indices");
        var (dims, batch) = (Extents(node, x), (int)node.Integer("batch_dims", 0));
        var depth = indices.Dims[indices.Rank - 1];
        var inner = dims.Skip(batch + depth).ToArray();
        var numbers = indices.Integers();
        var strides = Constant.StridesOf(dims);
        var rows = numbers.Length / depth;
        var perBatch = rows / Math.Max(1, dims.Take(batch).Aggregate(1, (product, dim) => product * dim));
        var places = new List<long>();
        for (var row = 0; row < rows; row++)
        {
            var start = Enumerable.Range(0, depth).Sum(axis => Place(node, numbers[(row * depth) + axis], dims[batch + axis]) * strides[batch + axis]);
            if (batch > 0) start += row / perBatch * strides[batch - 1];
            for (var i = 0; i < Constant.CountOf(inner); i++) places.Add(start + i);
        }

        return [Picked(node, x, [.. places], [.. indices.Dims.Take(indices.Rank - 1), .. inner])];
    }

    /// <summary>The elements of a sample at known places.</summary>
    public static TensorOperand Picked(NodeContext node, TensorOperand x, long[] places, int[] dims)
    {
        var count = Constant.CountOf(Extents(node, x));
        if ((long)places.Length * count > MostElements) throw node.Error($"it picks {places.Length} of {count} elements; the table of places can have {MostElements}");
        var matrix = new float[count * places.Length];
        for (var i = 0; i < places.Length; i++) matrix[(places[i] * places.Length) + i] = 1;
        var picked = ResizeOperators.Along(node, node.Values.Reshape(x, [count]), 0, matrix, places.Length);
        return node.Values.Reshape(picked, [.. dims.Select(dim => (Count)dim)]);
    }

    private static Operand?[] ReverseSequence(NodeContext node)
    {
        var x = node.Values.Explicit(node.Tensor(0));
        var lengths = node.Constant(1, "sequence_lens").Integers();
        var (along, across) = ((int)node.Integer("time_axis", 0), (int)node.Integer("batch_axis", 1));
        var parts = new List<Term>();
        for (var i = 0; i < lengths.Length; i++)
        {
            var part = node.Definition.Call("Slice", x.Term, new Argument("axis", across), new Argument("start", i), new Argument("end", i + 1));
            var (length, extent) = ((int)lengths[i], x.Sample[along].Value);
            if (length > 1)
            {
                var reversed = node.Definition.Call("Flip", length == extent ? part : node.Definition.Call("Slice", part, new Argument("axis", along), new Argument("start", 0), new Argument("end", length)), new Argument("axes", new[] { along }));
                part = length == extent ? reversed : node.Definition.Concat([reversed, node.Definition.Call("Slice", part, new Argument("axis", along), new Argument("start", length))], along);
            }

            parts.Add(part);
        }

        return [x with { Term = node.Definition.Concat(parts, across) }];
    }

    private static Operand?[] Compress(NodeContext node)
    {
        var x = node.Values.Explicit(node.Tensor(0));
        var condition = node.Constant(1, "condition").Integers();
        var chosen = Enumerable.Range(0, condition.Length).Where(i => condition[i] != 0).ToArray();
        if (chosen.Length == 0) throw node.Error("it takes no elements, and a tensor without any cannot be compiled");
        if (!node.Has("axis")) return [Picked(node, x, [.. chosen.Select(place => (long)place)], [chosen.Length])];
        var axis = node.Axis(node.Integer("axis"), x.Rank);
        var parts = chosen.Select(place => node.Definition.Call("Slice", x.Term, new Argument("axis", axis), new Argument("start", place), new Argument("end", place + 1))).ToArray();
        return [x with { Term = node.Definition.Concat(parts, axis) }];
    }

    private static int[] Extents(NodeContext node, TensorOperand x) =>
        [.. x.Sample.Select(dim => dim.IsConstant ? dim.Value : throw node.Error($"its input has an axis of {dim}, which calls choose"))];

    private static long Place(NodeContext node, long index, int extent)
    {
        var place = index < 0 ? index + extent : index;
        return place >= 0 && place < extent ? place : throw node.Error($"it takes element {index} of {extent}");
    }
}
