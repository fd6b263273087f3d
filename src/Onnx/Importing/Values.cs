using Sinter.Graphs;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>Conversions between the forms of values, and the place of the batch among the axes.</summary>
/// <param name="definition">What is written.</param>
/// <param name="batch">How many samples the model believes there are: the batch, or the number that its file states.</param>
internal sealed class Values(Definition definition, Count batch)
{
    /// <summary>As many numbers are written into the source; more are weights.</summary>
    private const int MostWritten = 16;

    public Count Batch => batch;

    /// <summary>Whether the file is for one sample: an axis of one element can stand for the batch, or not.</summary>
    public bool IsSingle => batch.Value == 1;

    /// <summary>Whether the operator that is imported leaves every axis what it is, also one that the batch is a part of.</summary>
    public bool TakesMerged { get; set; }

    public static bool IsComputed(Operand operand) => operand is TensorOperand or TokensOperand;

    /// <summary>The numbers, if no call chooses any of them.</summary>
    public static Constant? ToConstant(CountsOperand counts) =>
        counts.Values.All(value => value.IsConstant) ? Constant.Of(ElementType.Int64, counts.Dims, Array.ConvertAll(counts.Values, value => value.Value!.Value)) : null;

    /// <summary>The extents as the model has them.</summary>
    public Count[] DimsOf(Operand operand)
    {
        switch (operand)
        {
            case ConstantOperand constant: return Array.ConvertAll(constant.Constant.Dims, dim => (Count)dim);
            case CountsOperand counts: return Array.ConvertAll(counts.Dims, dim => (Count)dim);
            case TokensOperand tokens: return DimsOf(tokens.Term.Shape, tokens.BatchAxis);
            default:
                var tensor = (TensorOperand)operand;
                var dims = DimsOf(tensor.Term.Shape, tensor.BatchAxis);
                if (tensor.Merged is { } merged) dims[merged.Axis] *= batch;
                return dims;
        }
    }

    /// <summary>A value of the network, whatever it was.</summary>
    public TensorOperand Tensor(Operand operand)
    {
        switch (operand)
        {
            case TensorOperand { Merged: not null } when !TakesMerged: throw Mixed(operand, "an operator works on an axis");
            case TensorOperand tensor: return tensor;
            case TokensOperand tokens: return new TensorOperand(definition.AsTensor(tokens.Term), tokens.Type, tokens.BatchAxis);
            case CountsOperand counts:
                return Tensor(new ConstantOperand(ToConstant(counts) ?? throw new OnnxException("A size that calls choose is computed with as a number, which cannot be compiled yet; state it with Dims.")));
            default: return Tensor(((ConstantOperand)operand).Constant);
        }
    }

    /// <summary>Known numbers as a value of the network: written out if they are few, else a weight.</summary>
    public TensorOperand Tensor(Constant constant)
    {
        if (constant.Count == 0) throw new OnnxException("A tensor without elements is computed with, which cannot be compiled.");
        if (definition.Inputs.Count == 0) throw new OnnxException("The model has no inputs.");
        var beside = definition.Beside;
        if (constant.Name is null && (constant.Count <= MostWritten || !constant.IsFloat))
        {
            var arguments = constant.Rank == 1 ? new[] { new Argument("values", constant.Floats()) } : [new Argument("values", constant.Floats()), new Argument("shape", constant.Dims)];
            if (constant.Rank > 0) return new TensorOperand(definition.Call("Constant", beside, arguments), constant.Type, null);
            var one = definition.Call("Constant", beside, new Argument("values", constant.Floats()));
            return new TensorOperand(definition.Call("Squeeze", one, new Argument("axis", 0)), constant.Type, null);
        }

        var weight = constant.Rank == 0 ? constant.Reshaped(1) : constant;
        var term = definition.Parameter(weight);
        return new TensorOperand(constant.Rank == 0 ? definition.Call("Squeeze", term, new Argument("axis", 0)) : term, constant.Type, null);
    }

    /// <summary>The number of an operand that holds one at every call, whatever its rank.</summary>
    public static float? Number(Operand? operand) => operand is ConstantOperand { Constant: { Count: 1 } constant } ? constant.Number() : null;

    /// <summary>The value with the batch as its first axis, as layers over images want it.</summary>
    public TensorOperand BatchFirst(TensorOperand value, Func<string, OnnxException> error) => BatchAt(value, 0, error);

    /// <summary>The value with the batch as one of its axes.</summary>
    public TensorOperand BatchAt(TensorOperand value, int axis, Func<string, OnnxException> error)
    {
        if (value.BatchAxis == axis) return value;
        if (!IsSingle) throw new BatchException($"a layer needs the batch as axis {axis} of its input, which has {(value.BatchAxis is null ? "none" : $"it as axis {value.BatchAxis}")}");
        var whole = Explicit(value);
        if (!whole.IsBatched) throw error("its input is known when the model is imported, and depends on no input");
        if (whole.Rank <= axis) throw error($"its input has {whole.Rank} axes");
        if (!whole.Sample[axis].IsOne) throw new BatchException($"a layer has {whole.Sample[axis]} samples along axis {axis} of its input");
        return new TensorOperand(definition.Call("Squeeze", whole.Term, new Argument("axis", axis)), value.Type, axis);
    }

    /// <summary>The value with every axis of the model as one of the Dsl: possible for a single sample.</summary>
    public TensorOperand Explicit(TensorOperand value)
    {
        if (value.Merged is not null) throw Mixed(value, "an operator works on an axis");
        if (value.BatchAxis is not { } axis) return value;
        if (!IsSingle) throw new BatchException($"the batch (axis {axis}) meets other values of the sample");
        return new TensorOperand(definition.Call("Unsqueeze", value.Term, new Argument("axis", axis)), value.Type, null);
    }

    /// <summary>Two values aligned for an operation element by element; what is known has no leading axes of one element then.</summary>
    public Alignment Broadcast(Operand left, Operand right) => Broadcast(Tensor(Shortened(left, right)), Tensor(Shortened(right, left)));

    private Operand Shortened(Operand operand, Operand beside)
    {
        if (operand is not ConstantOperand { Constant: { Rank: > 1 } constant } || !IsComputed(beside) || constant.Rank > DimsOf(beside).Length) return operand;
        var ones = constant.Dims.TakeWhile(dim => dim == 1).Count();
        return ones == 0 || ones == constant.Rank ? operand : new ConstantOperand(constant.Reshaped([.. constant.Dims.Skip(ones)]));
    }

    /// <summary>
    /// Values aligned for an operation element by element: what is the same for all samples has no axis where the others have the batch.
    /// </summary>
    /// <returns>The values, whose samples the Dsl broadcasts, and the axis of the batch in the result.</returns>
    public Alignment Broadcast(params TensorOperand[] values)
    {
        var rank = values.Max(value => value.Rank);
        if (values.Any(value => value.Merged is not null)) return new Alignment(values, null) { Merged = Merged(values, rank) };
        int? axis = null;
        foreach (var value in values)
        {
            if (value.BatchAxis is not { } own) continue;
            var place = own + rank - value.Rank;
            if (axis is not null && axis != place) return new Alignment(Array.ConvertAll(values, Explicit), null);
            axis = place;
        }

        if (axis is not { } at) return new Alignment(values, null);
        var aligned = new TensorOperand[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (value, own) = (values[i], at - (rank - values[i].Rank));
            if (value.BatchAxis is not null || own < 0) aligned[i] = value;
            else if (value.Sample[own].IsOne) aligned[i] = value with { Term = definition.Call("Squeeze", value.Term, new Argument("axis", own)) };
            else return new Alignment(Array.ConvertAll(values, Explicit), null);
        }

        return new Alignment(aligned, at);
    }

    // The batch is a part of the same axis of all values that have one, and the others are the same along it.
    private MergedBatch Merged(TensorOperand[] values, int rank)
    {
        MergedBatch? result = null;
        foreach (var value in values)
        {
            if (value.Merged is not { } own) continue;
            var place = own with { Axis = own.Axis + rank - value.Rank };
            if (result is not null && (result.Axis != place.Axis || !result.Outer.Equals(place.Outer))) throw Mixed(value, "an operator aligns it otherwise");
            result = place;
        }

        foreach (var value in values)
        {
            var axis = result!.Axis - (rank - value.Rank);
            if (value.Merged is null && (value.IsBatched || (axis >= 0 && !value.Sample[axis].IsOne))) throw Mixed(value, "an operator aligns it with an axis that is more than the batch");
        }

        return result!;
    }

    private BatchException Mixed(Operand value, string what) => new($"{what} of [{string.Join(", ", (object[])DimsOf(value))}], which mixes the batch with another");

    /// <summary>The value and the Dsl's number of one of its axes; where that is the batch, every axis becomes one of the Dsl.</summary>
    public (TensorOperand Value, int Axis) On(TensorOperand value, int axis)
    {
        if (value.BatchAxis == axis || value.Merged?.Axis == axis) value = Explicit(value);
        return (value, value.DslAxis(axis));
    }

    /// <inheritdoc cref="On(TensorOperand, int)"/>
    public (TensorOperand Value, int[] Axes) On(TensorOperand value, IReadOnlyCollection<int> axes)
    {
        if ((value.BatchAxis ?? value.Merged?.Axis) is { } batch && axes.Contains(batch)) value = Explicit(value);
        return (value, [.. axes.Select(value.DslAxis)]);
    }

    /// <summary>The value in other extents, which the model counts with the batch.</summary>
    public TensorOperand Reshape(TensorOperand value, Count[] dims)
    {
        if (!value.IsBatched) return new TensorOperand(Reshape(value.Term, dims), value.Type, null);
        if (IsSingle)
        {
            // Which of the axes of one element is the batch makes no difference.
            var place = value.BatchAxis is { } own && own < dims.Length && dims[own].Value == 1 ? own : dims.Length > 0 && dims[0].Value == 1 ? 0 : (int?)null;
            return new TensorOperand(Reshape(value.Term, [.. dims.Where((_, axis) => axis != place)]), value.Type, place);
        }

        if ((value.BatchAxis ?? value.Merged?.Axis) is not { } axis) return new TensorOperand(Reshape(value.Term, dims), value.Type, null);
        var before = Count.Product(DimsOf(value).Take(axis)) * (value.Merged?.Outer ?? Count.One);
        var prefix = Count.One;
        for (var i = 0; i < dims.Length; prefix *= dims[i++])
        {
            if (dims[i].Equals(batch) && prefix.Equals(before)) return new TensorOperand(Reshape(value.Term, [.. dims.Where((_, other) => other != i)]), value.Type, i);
        }

        prefix = Count.One;
        for (var i = 0; i < dims.Length; prefix *= dims[i++])
        {
            if (before.DividedBy(prefix) is not { } outer || dims[i].DividedBy(outer * batch) is not { } inner) continue;
            var sample = dims.ToArray();
            sample[i] = outer * inner;
            return new TensorOperand(Reshape(value.Term, sample), value.Type, null) { Merged = new MergedBatch(i, outer) };
        }

        throw new BatchException($"a reshape of [{string.Join(", ", (object[])DimsOf(value))}] to [{string.Join(", ", (object[])dims)}] mixes the batch with other axes");
    }

    private Term Reshape(Term term, Count[] sample)
    {
        var own = term.Shape.Dims.Skip(term.Shape.IsBatched ? 1 : 0).Select(Count.Of).ToArray();
        if (own.SequenceEqual(sample)) return term;
        if (sample.Length == 1 && own.Length > 1) return definition.Call("Flatten", term);
        for (var axis = 0; axis < Math.Max(own.Length, sample.Length); axis++)
        {
            if (own.Length == sample.Length + 1 && own[axis].Value == 1 && own.Where((_, other) => other != axis).SequenceEqual(sample)) return definition.Call("Squeeze", term, new Argument("axis", axis));
            if (sample.Length == own.Length + 1 && sample[axis].Value == 1 && sample.Where((_, other) => other != axis).SequenceEqual(own)) return definition.Call("Unsqueeze", term, new Argument("axis", axis));
        }

        var open = Enumerable.Range(0, sample.Length).Where(axis => !sample[axis].IsConstant).ToArray();
        if (open.Length > 1) throw new OnnxException($"A reshape to [{string.Join(", ", (object[])sample)}] has {open.Length} extents that calls choose, and can have one; state the others with Dims");
        return definition.Call("Reshape", term, new Argument("shape", sample.Select(dim => dim.Value is { } value ? checked((int)value) : -1).ToArray()));
    }

    private Count[] DimsOf(Shape shape, int? batchAxis)
    {
        var dims = shape.Dims.Skip(shape.IsBatched ? 1 : 0).Select(Count.Of).ToList();
        if (batchAxis is { } axis) dims.Insert(axis, batch);
        return [.. dims];
    }
}

/// <summary>Values that the Dsl broadcasts sample by sample.</summary>
/// <param name="Values">The values.</param>
/// <param name="BatchAxis">The axis of the batch in what is computed of them.</param>
internal readonly record struct Alignment(TensorOperand[] Values, int? BatchAxis)
{
    /// <summary>The axis that the batch is a part of.</summary>
    public MergedBatch? Merged { get; init; }

    /// <summary>A value that is computed of them element by element.</summary>
    public TensorOperand Result(Term term, ElementType type) => new(term, type, BatchAxis) { Merged = Merged };
}

/// <summary>The model mixes samples where the importer took an axis for the batch.</summary>
internal sealed class BatchException(string what) : Exception(what);
