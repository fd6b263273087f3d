using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.OnnxFiles;

/// <summary>A model as its text states it, in the wire format.</summary>
/// <param name="Head">What stands before the graph.</param>
/// <param name="Graph">The graph without its weights.</param>
/// <param name="Weights">What the list of initializers has without elements: the names of weights, and whose they are.</param>
internal sealed record OnnxModelText(WireWriter Head, WireWriter Graph, IReadOnlyList<(string Name, string Key)> Weights);

/// <summary>
/// Reads the textual syntax of ONNX (docs/Syntax.md of the format), as much of it as generated code is written in, and writes the messages
/// that it stands for. Nodes are called after their first results.
/// </summary>
internal ref struct OnnxText
{
    private const int FloatType = 1, Int64Type = 7, BoolType = 9;

    private static readonly string[] ElementTypes = ["", "float", "", "", "", "", "", "int64", "", "bool"];

    private readonly ReadOnlySpan<byte> text;
    private readonly List<(string Name, string Key)> weights = [];
    private int position;

    private OnnxText(ReadOnlySpan<byte> text) => this.text = text;

    /// <summary>Reads a model.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static OnnxModelText Read(ReadOnlySpan<byte> text)
    {
        var reader = new OnnxText(text);
        var head = reader.Head();
        var graph = reader.Graph(reader.Name());
        return reader.Next() == 0 ? new OnnxModelText(head, graph, reader.weights) : throw reader.Error("the end");
    }

    // <ir_version: 8, opset_import: ["" : 18], producer_name: "Sinter">
    private WireWriter Head()
    {
        const int Version = 1, Producer = 2, Opset = 8;
        var head = new WireWriter();
        Require('<');
        do
        {
            var key = Name();
            Require(':');
            switch (key)
            {
                case "ir_version":
                    head.Integer(Version, Integer());
                    break;
                case "producer_name":
                    head.Bytes(Producer, Quoted());
                    break;
                case "opset_import":
                    Require('[');
                    do
                    {
                        var domain = Quoted();
                        Require(':');
                        head.Message(Opset, new WireWriter().Bytes(1, domain).Integer(2, Integer()));
                    }
                    while (Accept(','));
                    Require(']');
                    break;
                default:
                    throw Error("a known key");
            }
        }
        while (Accept(','));
        Require('>');
        return head;
    }

    // name (inputs) => (outputs) <initializers> { nodes }
    private WireWriter Graph(string name)
    {
        const int Node = 1, GraphName = 2, Initializer = 5, Input = 11, Output = 12;
        var graph = new WireWriter().Bytes(GraphName, Encoding.UTF8.GetBytes(name));
        Values(graph, Input);
        Require('=');
        Require('>');
        Values(graph, Output);
        if (Accept('<'))
        {
            do
            {
                var (type, dims) = (ElementType(), Dims());
                var value = Name();
                if (!Accept('=')) weights.Add((value, value));
                else if (Next() == '[') weights.Add((value, Key()));
                else graph.Message(Initializer, Tensor(type, dims, value));
            }
            while (Accept(','));
            Require('>');
        }

        Require('{');
        while (!Accept('}')) graph.Message(Node, NodeOf());
        return graph;
    }

    // ["key" : "…"]
    private string Key()
    {
        Require('[');
        Quoted();
        Require(':');
        var key = Name();
        Require(']');
        return key;
    }

    private void Values(WireWriter graph, int field)
    {
        Require('(');
        if (Accept(')')) return;
        do
        {
            var (type, dims) = (ElementType(), Dims());
            var shape = new WireWriter();
            foreach (var dim in dims) shape.Message(1, long.TryParse(dim, CultureInfo.InvariantCulture, out var number) ? new WireWriter().Integer(1, number) : dim == "?" ? new WireWriter() : new WireWriter().Bytes(2, Encoding.UTF8.GetBytes(dim)));
            var tensor = new WireWriter().Integer(1, type).Message(2, shape);
            graph.Message(field, new WireWriter().Bytes(1, Encoding.UTF8.GetBytes(Name())).Message(2, new WireWriter().Message(1, tensor)));
        }
        while (Accept(','));
        Require(')');
    }

    // results = domain.Operator (inputs) <attributes>, or with the attributes before the inputs
    private WireWriter NodeOf()
    {
        const int Input = 1, Output = 2, NodeName = 3, Operator = 4, Domain = 7;
        var node = new WireWriter();
        byte[]? first = null;
        do
        {
            var result = Encoding.UTF8.GetBytes(Name());
            node.Bytes(Output, result);
            first ??= result;
        }
        while (Accept(','));
        Require('=');
        var (domain, type) = ("", Name());
        while (Accept('.')) (domain, type) = (domain.Length == 0 ? type : $"{domain}.{type}", Name());
        node.Bytes(NodeName, first).Bytes(Operator, Encoding.UTF8.GetBytes(type));
        if (domain.Length > 0) node.Bytes(Domain, Encoding.UTF8.GetBytes(domain));
        Attributes(node);
        Require('(');
        if (!Accept(')'))
        {
            do node.Bytes(Input, Encoding.UTF8.GetBytes(Name()));
            while (Accept(','));
            Require(')');
        }

        Attributes(node);
        return node;
    }

    private void Attributes(WireWriter node)
    {
        const int Attribute = 5;
        if (!Accept('<')) return;
        do
        {
            var attribute = new WireWriter().Bytes(1, Encoding.UTF8.GetBytes(Name()));
            Require('=');
            Value(attribute);
            node.Message(Attribute, attribute);
        }
        while (Accept(','));
        Require('>');
    }

    private void Value(WireWriter attribute)
    {
        const int Type = 20;
        if (Accept('['))
        {
            var isFloat = false;
            do
            {
                var number = Number();
                isFloat = IsFloat(number);
                if (isFloat) attribute.Float(7, Float(number));
                else attribute.Integer(8, Integer(number));
            }
            while (Accept(','));
            Require(']');
            attribute.Integer(Type, isFloat ? 6 : 7);
        }
        else if (Next() == '"')
        {
            attribute.Bytes(4, Quoted()).Integer(Type, 3);
        }
        else if (char.IsAsciiLetter((char)Next()))
        {
            attribute.Message(6, Graph(Name())).Integer(Type, 5);
        }
        else if (Number() is var number && IsFloat(number))
        {
            attribute.Float(2, Float(number)).Integer(Type, 1);
        }
        else
        {
            attribute.Integer(3, Integer(number)).Integer(Type, 2);
        }
    }

    private WireWriter Tensor(int type, List<string> dims, string name)
    {
        const int Extent = 1, Type = 2, TensorName = 8, Elements = 9;
        var tensor = new WireWriter();
        foreach (var dim in dims) tensor.Integer(Extent, Integer(dim));
        tensor.Integer(Type, type).Bytes(TensorName, Encoding.UTF8.GetBytes(name));
        List<float> floats = [];
        List<long> integers = [];
        Require('{');
        while (!Accept('}'))
        {
            if (floats.Count + integers.Count > 0) Require(',');
            if (type == FloatType) floats.Add(Float(Number()));
            else integers.Add(Integer());
        }

        return type switch
        {
            FloatType => tensor.Bytes(Elements, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(floats))),
            Int64Type => tensor.Bytes(Elements, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(integers))),
            _ => tensor.Bytes(Elements, integers.ConvertAll(value => (byte)value).ToArray()),
        };
    }

    private int ElementType()
    {
        var type = Array.IndexOf(ElementTypes, Name());
        return type is FloatType or Int64Type or BoolType ? type : throw Error("an element type");
    }

    // Nothing behind the type is a scalar.
    private List<string> Dims()
    {
        List<string> dims = [];
        if (!Accept('[')) return dims;
        do dims.Add(Accept('?') ? "?" : char.IsAsciiDigit((char)Next()) ? Number() : Name());
        while (Accept(','));
        Require(']');
        return dims;
    }

    private string Name()
    {
        if (Next() == '"') return Encoding.UTF8.GetString(Quoted());
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit((char)text[position]) || text[position] == '_')) position++;
        return position > start ? Encoding.UTF8.GetString(text[start..position]) : throw Error("a name");
    }

    private ReadOnlySpan<byte> Quoted()
    {
        Require('"');
        var length = text[position..].IndexOf((byte)'"');
        if (length < 0) throw Error("a quotation mark");
        var quoted = text.Slice(position, length);
        position += length + 1;
        return quoted;
    }

    private string Number()
    {
        Next();
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit((char)text[position]) || text[position] is (byte)'-' or (byte)'+' or (byte)'.')) position++;
        return position > start ? Encoding.UTF8.GetString(text[start..position]) : throw Error("a number");
    }

    private long Integer() => Integer(Number());

    private readonly long Integer(string number) => long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Error("a whole number");

    private readonly float Float(string number) => number switch
    {
        "inf" => float.PositiveInfinity,
        "-inf" => float.NegativeInfinity,
        "nan" => float.NaN,
        _ => float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Error("a number"),
    };

    private static bool IsFloat(string number) => number.AsSpan().IndexOfAny('.', 'e', 'n') >= 0;

    private bool Accept(char token)
    {
        if (Next() != token) return false;
        position++;
        return true;
    }

    private void Require(char token)
    {
        if (!Accept(token)) throw Error($"'{token}'");
    }

    // The next character that is no blank; 0 at the end.
    private int Next()
    {
        while (position < text.Length && text[position] <= ' ') position++;
        return position < text.Length ? text[position] : 0;
    }

    private readonly FormatException Error(string expected) => new($"The text of the model lacks {expected} at {position}.");
}
