using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Extents as a call of the model finds them: numbers, or values that are computed from the shapes of its inputs.</summary>
internal sealed class OnnxSizes
{
    private readonly OnnxText text;
    private readonly Dictionary<string, (string Input, int Axis, Dim Dim)> sources = new(StringComparer.Ordinal);

    /// <param name="text">The model.</param>
    /// <param name="inputs">What it reads, with the names that the text has for them.</param>
    public OnnxSizes(OnnxText text, IEnumerable<(string Name, Shape Shape)> inputs)
    {
        this.text = text;
        foreach (var (name, shape) in inputs)
        {
            for (var axis = 0; axis < shape.FullRank; axis++)
            {
                var dim = shape.Dims[axis];
                if (dim.Symbol is not { Quotient: null } symbol) continue;

                // A symbol alone needs no arithmetic.
                if (!sources.TryGetValue(symbol.Name, out var known) || (dim == Dim.Of(symbol) && known.Dim != dim)) sources[symbol.Name] = (name, axis, dim);
            }
        }
    }

    /// <summary>The name that the model has for an extent of a shape: a number, a name, or a question mark.</summary>
    public static string Named(Dim dim) => dim.IsConstant ? dim.ToString() : dim.IsBatch ? "batch" : OnnxNames.Quoted(dim.ToString());

    /// <summary>An extent as a value <c>[1]</c> of whole numbers.</summary>
    public string Of(Dim dim)
    {
        if (dim.IsConstant) return text.Integers(dim.Value);
        var symbol = dim.Symbol!;
        if (symbol.Quotient is null && sources.TryGetValue(symbol.Name, out var source) && source.Dim == dim)
            return text.AddSize(Named(dim) is var given && dim.IsBatch ? "batch" : given.Trim('"'), new OnnxCall("Shape", [source.Input], $"start = {source.Axis}, end = {source.Axis + 1}"));
        var name = dim.ToString();
        var units = Units(symbol);
        var scaled = dim.Scale == 1 ? units : text.AddSize(dim.Offset == 0 ? name : dim.Plus(-dim.Offset).ToString(), new OnnxCall("Mul", [units, text.Integers(dim.Scale)]));
        return dim.Offset == 0 ? scaled : text.AddSize(name, new OnnxCall("Add", [scaled, text.Integers(dim.Offset)]));
    }

    /// <summary>A shape as a value of whole numbers.</summary>
    /// <param name="extents">Its extents; those below 0 have a meaning of their own.</param>
    public string Of(IReadOnlyList<Dim> extents)
    {
        if (extents.All(extent => extent.IsConstant)) return text.Integers([.. extents.Select(extent => (long)extent.Value)]);
        var parts = new List<string>();
        for (var start = 0; start < extents.Count;)
        {
            var end = start;
            while (end < extents.Count && extents[end].IsConstant) end++;
            parts.Add(end > start ? text.Integers([.. extents.Skip(start).Take(end - start).Select(extent => (long)extent.Value)]) : Of(extents[end++]));
            start = end;
        }

        return parts.Count == 1 ? parts[0] : text.AddSize($"[{string.Join(", ", extents)}]", new OnnxCall("Concat", [.. parts], "axis = 0"));
    }

    /// <summary>A product of extents as a float without axes.</summary>
    public string Product(IEnumerable<Dim> dims)
    {
        var product = Extent.Of(dims);
        if (product.IsConstant) return text.Scalar(product.Factor);
        var factor = product.Factor;
        var result = "";
        foreach (var dim in product.Symbols) result = result.Length == 0 ? Of(dim) : text.AddSize("product", new OnnxCall("Mul", [result, Of(dim)]));
        if (factor != 1) result = text.AddSize("product", new OnnxCall("Mul", [result, text.Integers(factor)]));
        var scalar = text.AddSize("count", new OnnxCall("Squeeze", [result]));
        return text.AddSize("count.float", new OnnxCall("Cast", [scalar], "to = 1"));
    }

    /// <summary>An extent without axes.</summary>
    public string Scalar(Dim dim) => dim.IsConstant ? text.Integer(dim.Value) : text.AddSize($"{dim}.scalar", new OnnxCall("Squeeze", [Of(dim)]));

    // How many units of its MultipleOf a symbol has.
    private string Units(DimSymbol symbol)
    {
        if (symbol.Quotient is { } quotient)
            return text.AddSize(symbol.Name, new OnnxCall("Div", [Of(quotient.Dividend), text.Integers(quotient.Divisor)]));
        if (!sources.TryGetValue(symbol.Name, out var source)) throw new NotExpressibleException($"the extent {symbol} is that of no input of Define");
        var units = text.AddSize(source.Dim.ToString(), new OnnxCall("Shape", [source.Input], $"start = {source.Axis}, end = {source.Axis + 1}"));
        if (source.Dim.Offset != 0) units = text.AddSize(source.Dim.Plus(-source.Dim.Offset).ToString(), new OnnxCall("Sub", [units, text.Integers(source.Dim.Offset)]));
        return source.Dim.Scale == 1 ? units : text.AddSize($"{symbol}/{symbol.MultipleOf}", new OnnxCall("Div", [units, text.Integers(source.Dim.Scale)]));
    }
}
