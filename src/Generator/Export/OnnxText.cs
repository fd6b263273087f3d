using System.Globalization;
using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>A value of the model that is computed by one operator.</summary>
/// <param name="Operator">Its name in ONNX.</param>
/// <param name="Inputs">The names of what it reads, as the text has them.</param>
/// <param name="Attributes">Its attributes as the text has them, or nothing.</param>
internal readonly record struct OnnxCall(string Operator, string[] Inputs, string Attributes = "")
{
    /// <inheritdoc/>
    public override string ToString() => $"{Operator}{(Attributes.Length == 0 ? "" : $" <{Attributes}>")} ({string.Join(", ", Inputs)})";
}

/// <summary>The model in the making: names, numbers, and the lines of its graph.</summary>
internal sealed class OnnxText(OnnxNames names)
{
    private readonly StringBuilder initializers = new();
    private readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sizes = new(StringComparer.Ordinal);
    private readonly StringBuilder prelude = new();
    private readonly Stack<StringBuilder> scopes = new([new StringBuilder()]);

    public OnnxNames Names => names;

    /// <summary>The blanks before a line of the graph that is being written.</summary>
    public string Indent => new(' ', 2 * scopes.Count);

    /// <summary>Adds a line to the graph that is being written, whose value has this name, a new one.</summary>
    public string Add(string name, OnnxCall call)
    {
        name = names.Allocate(name);
        Define(name, call);
        return name;
    }

    /// <summary>Adds a line for a value whose name is allocated already.</summary>
    public void Define(string name, OnnxCall call) => Line(scopes.Peek(), scopes.Count, name, call.ToString());

    /// <summary>Adds a line for an operator with several values.</summary>
    public void DefineAll(IEnumerable<string> results, string call) => Line(scopes.Peek(), scopes.Count, string.Join(", ", results), call);

    /// <summary>A number of extents, which depends on the shapes of the inputs alone: it stands before all else, once.</summary>
    public string AddSize(string name, OnnxCall call)
    {
        var text = call.ToString();
        if (sizes.TryGetValue(text, out var known)) return known;
        name = names.Allocate(name);
        Line(prelude, 1, name, text);
        return sizes[text] = name;
    }

    /// <summary>The lines that <paramref name="write"/> adds, as those of a graph within the graph.</summary>
    public string Inner(Action write)
    {
        scopes.Push(new StringBuilder());
        write();
        return scopes.Pop().ToString();
    }

    /// <summary>Declares a tensor of the network by its key; it is stored with the model. Where another value has its name, it says whose it is.</summary>
    public string Weight(string type, string key, Shape shape)
    {
        var name = names.Allocate(key.Replace('"', '\''));
        var own = OnnxNames.Quoted(key);
        Initializer($"{type}{Extents(shape.Dims.Select(dim => (long)dim.Value))} {name}{(name == own ? "" : $" = [\"key\" : {(own[0] == '"' ? own : $"\"{own}\"")}]")}");
        return name;
    }

    /// <summary>Whole numbers along one axis; the value is called what it holds.</summary>
    public string Integers(params long[] values) => Constant("int64", $"[{values.Length}]", values.Select(value => value.ToString(CultureInfo.InvariantCulture)), $"[{(values.Length > 8 ? "…" : string.Join(", ", values.Select(Number)))}]");

    /// <summary>A whole number without an axis.</summary>
    public string Integer(long value) => Constant("int64", "", [value.ToString(CultureInfo.InvariantCulture)], Number(value));

    /// <summary>A number without an axis.</summary>
    public string Scalar(float value) => Constant("float", "", [Number(value)], Number(value));

    /// <summary>Numbers of a shape.</summary>
    public string Table(IEnumerable<float> values, IEnumerable<long> shape, string name) => Constant("float", Extents(shape), values.Select(Number), name);

    /// <summary>The text of the model's graph: initializers and nodes.</summary>
    public string Finish()
    {
        var text = new StringBuilder();
        if (initializers.Length > 0) text.Append("<\n").Append(initializers).Append("\n>\n");
        return text.Append("{\n").Append(prelude).Append(scopes.Peek()).Append("}\n").ToString();
    }

    public static string Number(float value)
    {
        if (float.IsNaN(value)) return "nan";
        if (float.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        var text = value == 0 ? value.IsNegativeZero() ? "-0" : "0" : Shortest(value);
        return text.IndexOfAny(['.', 'E', 'e']) < 0 ? text + ".0" : text.Replace('E', 'e').Replace("e+", "e");
    }

    private static string Number(long value) => value switch
    {
        long.MaxValue => "last",
        long.MinValue => "first",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Shortest(float value)
    {
        for (var precision = 6; ; precision++)
        {
            var text = value.ToString("G" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (precision == 9 || float.Parse(text, CultureInfo.InvariantCulture) == value) return text;
        }
    }

    private string Constant(string type, string shape, IEnumerable<string> elements, string name)
    {
        var text = $"{type}{shape} = {{{string.Join(", ", elements)}}}";
        if (constants.TryGetValue(text, out var known)) return known;
        known = names.Allocate(name);
        Initializer($"{type}{shape} {known} = {text.Substring(type.Length + shape.Length + 3)}");
        return constants[text] = known;
    }

    private void Initializer(string text)
    {
        if (initializers.Length > 0) initializers.Append(",\n");
        initializers.Append("  ").Append(text);
    }

    private static string Extents(IEnumerable<long> shape) => string.Join(", ", shape) is { Length: > 0 } dims ? $"[{dims}]" : "";

    private static void Line(StringBuilder into, int depth, string results, string call) => into.Append(' ', 2 * depth).Append(results).Append(" = ").Append(call).Append('\n');
}
