using Sinter.Onnx.Wire;

namespace Sinter.Onnx.Files;

/// <summary>Reads the structure of a model. The elements of tensors stay in the file: what is kept is where they are.</summary>
internal sealed class ModelReader
{
    private readonly WireReader reader;
    private readonly string file;

    private ModelReader(WireReader reader, string file) => (this.reader, this.file) = (reader, file);

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OnnxException">The file is damaged, no model, or has tensors elsewhere that may not be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModel Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a model from what can seek; <paramref name="path"/> is where it came from.</summary>
    public static OnnxModel Read(Stream stream, string path) => new ModelReader(new WireReader(stream, path), path).Model();

    /// <summary>Reads a tensor that is a file of its own, as the suite of the format has them.</summary>
    public static OnnxTensor ReadTensor(Stream stream, string path) => new ModelReader(new WireReader(stream, path), path).Tensor();

    private OnnxModel Model()
    {
        OnnxGraph? graph = null;
        var (producer, opsets, functions) = ("", new Dictionary<string, long>(StringComparer.Ordinal), new List<OnnxFunction>());
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 2: producer = reader.Text(); break;
                case 7: graph = Message(Graph); break;
                case 8: AddOpset(opsets); break;
                case 25: functions.Add(Message(Function)); break;
                default: reader.Skip(); break;
            }
        }

        if (graph is null) throw new OnnxException($"{file}: the file has no graph, so it is no ONNX model; export the network again.");
        return new OnnxModel(file, graph) { Producer = producer, Opsets = opsets, Functions = functions };
    }

    private OnnxGraph Graph()
    {
        var name = "";
        var (nodes, initializers) = (new List<OnnxNode>(), new List<OnnxTensor>());
        var (inputs, outputs) = (new List<OnnxValue>(), new List<OnnxValue>());
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(Message(Node)); break;
                case 2: name = reader.Text(); break;
                case 5: initializers.Add(Message(Tensor)); break;
                case 11: inputs.Add(Message(Value)); break;
                case 12: outputs.Add(Message(Value)); break;
                case 15: throw new OnnxException($"{file}: the graph '{name}' has a sparse initializer, which cannot be imported; export it as a dense one.");
                default: reader.Skip(); break;
            }
        }

        return new OnnxGraph(name, nodes, inputs, outputs, initializers);
    }

    private OnnxNode Node()
    {
        var (name, type, domain) = ("", "", "");
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.Text()); break;
                case 2: outputs.Add(reader.Text()); break;
                case 3: name = reader.Text(); break;
                case 4: type = reader.Text(); break;
                case 5:
                    var attribute = Message(Attribute);
                    attributes[attribute.Name] = attribute;
                    break;
                case 7: domain = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxNode(name, type, Domain(domain), inputs, outputs) { Attributes = attributes };
    }

    private OnnxAttribute Attribute()
    {
        var attribute = new OnnxAttribute("");
        var (floats, integers, texts) = (new List<float>(), new List<long>(), new List<string>());
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: attribute = attribute with { Name = reader.Text() }; break;
                case 2: attribute = attribute with { Float = reader.Single() }; break;
                case 3: attribute = attribute with { Integer = reader.Integer() }; break;
                case 4: attribute = attribute with { Text = reader.Text() }; break;
                case 5: attribute = attribute with { Tensor = Message(Tensor) }; break;
                case 6: attribute = attribute with { Graph = Message(Graph) }; break;
                case 7: reader.Singles(floats); break;
                case 8: reader.Integers(integers); break;
                case 9: texts.Add(reader.Text()); break;
                case 21: attribute = attribute with { Reference = reader.Text() }; break;
                default: reader.Skip(); break;
            }
        }

        return attribute with { Floats = floats, Integers = integers, Texts = texts };
    }

    private OnnxTensor Tensor()
    {
        var (name, type) = ("", ElementType.Undefined);
        var (dims, regions, external) = (new List<long>(), new List<Payload>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var isExternal = false;
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: reader.Integers(dims); break;
                case 2: type = (ElementType)(int)Math.Max(Math.Min(reader.Integer(), int.MaxValue), 0); break;
                case 3: throw reader.Defect("a tensor is in segments, which no exporter writes");
                case 4: AddRegion(regions, PayloadForm.Singles); break;
                case 5 or 7 or 11: AddRegion(regions, PayloadForm.Varints); break;
                case 8: name = reader.Text(); break;
                case 9: AddRegion(regions, PayloadForm.Raw); break;
                case 10: AddRegion(regions, PayloadForm.Doubles); break;
                case 13:
                    var (key, value) = Message(Entry);
                    external[key] = value;
                    break;
                case 14: isExternal = reader.Integer() == 1; break;
                default: reader.Skip(); break;
            }
        }

        long count = 1;
        foreach (var dim in dims)
        {
            if (dim < 0 || (dim > 0 && count > long.MaxValue / 16 / dim)) throw reader.Defect($"the tensor '{name}' has the shape [{string.Join(", ", dims)}]");
            count *= dim;
        }

        var tensor = new OnnxTensor(name, type, dims);
        return tensor with { Regions = isExternal ? [ExternalData.Locate(file, tensor, external)] : regions };
    }

    // Numbers that are not packed are fields of their own: their regions are one or more bytes each.
    private void AddRegion(List<Payload> regions, PayloadForm form)
    {
        if (reader.Type == WireType.Bytes)
        {
            var (offset, length) = reader.Region();
            if (length > 0) regions.Add(new Payload(file, form, offset, length));
            return;
        }

        var start = reader.Position;
        reader.Skip();
        regions.Add(new Payload(file, form, start, reader.Position - start));
    }

    private OnnxValue Value()
    {
        var value = new OnnxValue("", ElementType.Undefined, null) { IsTensor = false };
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: value = value with { Name = reader.Text() }; break;
                case 2: value = Message(Type) with { Name = value.Name }; break;
                default: reader.Skip(); break;
            }
        }

        return value;
    }

    private OnnxValue Type()
    {
        var value = new OnnxValue("", ElementType.Undefined, null) { IsTensor = false };
        while (reader.NextField())
        {
            if (reader.Field == 1) value = Message(TensorType);
            else reader.Skip();
        }

        return value;
    }

    private OnnxValue TensorType()
    {
        var (type, dims) = (ElementType.Undefined, (List<OnnxDim>?)null);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: type = (ElementType)(int)Math.Max(Math.Min(reader.Integer(), int.MaxValue), 0); break;
                case 2: dims = Message(Dims); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxValue("", type, dims);
    }

    private List<OnnxDim> Dims()
    {
        var dims = new List<OnnxDim>();
        while (reader.NextField())
        {
            if (reader.Field == 1) dims.Add(Message(Dim));
            else reader.Skip();
        }

        return dims;
    }

    private OnnxDim Dim()
    {
        var dim = default(OnnxDim);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: dim = new OnnxDim(reader.Integer(), null); break;
                case 2: dim = new OnnxDim(null, reader.Text()); break;
                default: reader.Skip(); break;
            }
        }

        // Exporters write -1 or 0 for what they do not know.
        return dim.Value is < 1 ? default : string.IsNullOrWhiteSpace(dim.Symbol) ? dim with { Symbol = null } : dim;
    }

    private OnnxFunction Function()
    {
        var (name, domain) = ("", "");
        var (inputs, outputs, nodes) = (new List<string>(), new List<string>(), new List<OnnxNode>());
        var (defaults, opsets) = (new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(); break;
                case 4: inputs.Add(reader.Text()); break;
                case 5: outputs.Add(reader.Text()); break;
                case 7: nodes.Add(Message(Node)); break;
                case 9: AddOpset(opsets); break;
                case 10: domain = reader.Text(); break;
                case 11:
                    var attribute = Message(Attribute);
                    defaults[attribute.Name] = attribute;
                    break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxFunction(name, Domain(domain), inputs, outputs, nodes) { Defaults = defaults, Opsets = opsets };
    }

    private void AddOpset(Dictionary<string, long> opsets)
    {
        var (domain, version) = Message(() =>
        {
            var (domain, version) = ("", 1L);
            while (reader.NextField())
            {
                switch (reader.Field)
                {
                    case 1: domain = reader.Text(); break;
                    case 2: version = reader.Integer(); break;
                    default: reader.Skip(); break;
                }
            }

            return (Domain(domain), version);
        });
        opsets[domain] = version;
    }

    private (string Key, string Value) Entry()
    {
        var (key, value) = ("", "");
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: key = reader.Text(); break;
                case 2: value = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return (key, value);
    }

    private static string Domain(string name) => name == "ai.onnx" ? "" : name;

    private T Message<T>(Func<T> read)
    {
        var outer = reader.Enter();
        var result = read();
        reader.Leave(outer);
        return result;
    }
}
