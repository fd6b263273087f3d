using Sinter.Graphs;
using Sinter.Onnx.Constants;

namespace Sinter.Onnx.Program;

/// <summary>The network that is being written, term by term, with the weights that its layers ask for.</summary>
internal sealed class Definition
{
    private readonly List<Term> inputs = [];
    private List<Term> terms = [];
    private Term? beside;
    private readonly Dictionary<string, Constant> weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Term> parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<Term, Term> tensors = [];

    public GraphBuilder Builder { get; } = new();

    public IReadOnlyList<Term> Terms => terms;

    public IReadOnlyList<Term> Inputs => inputs;

    /// <summary>A value to call on what needs none: an input, or in a cell the part of a sequence.</summary>
    public Term Beside => beside ?? inputs[0];

    /// <summary>What the weights and states of the network hold, by their keys.</summary>
    public IReadOnlyDictionary<string, Constant> Weights => weights;

    /// <summary>The node of the model that is being written, for names.</summary>
    public string? Hint { get; set; }

    /// <summary>An input, of the extents of one sample.</summary>
    public Term Input(string name, IEnumerable<Dim> dims, bool isTokens)
    {
        var id = Builder.Add(new InputOp(name, new Shape([Dim.Batch, .. dims]), isTokens ? DataType.Int32 : DataType.Float32, IsTarget: false));
        var term = new Term(TermKind.Input, name, [], isTokens ? new Tokens(Builder, id) : new Tensor(Builder, id));
        inputs.Add(term);
        return term;
    }

    /// <summary>A call on a value of the network.</summary>
    public Term Call(string method, Term receiver, params Argument[] arguments)
    {
        return Call(method, receiver, arguments, []);
    }

    private Term Call(string method, Term receiver, IReadOnlyList<Argument> arguments, IReadOnlyList<(string Key, Constant? Value)> values)
    {
        var call = DslMethods.Call(method, receiver.Value, arguments);
        return Add(new Term(TermKind.Call, method, [new Argument("", receiver), .. call.Arguments], call.Value) { Overload = call.Overload, Weights = values });
    }

    /// <summary>A layer with weights: the constants become those of the keys that the layer makes, below its name.</summary>
    public Term Layer(string method, Term receiver, Argument[] arguments, params (string Key, Constant? Value)[] values)
    {
        var before = Builder.Count;
        var term = Call(method, receiver, arguments, values);
        var keys = Enumerable.Range(before, Builder.Count - before).Select(id => Builder[id].Op).Select(op => op switch
        {
            ParameterOp parameter => parameter.Key,
            StateOp state => state.Key,
            _ => null,
        }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        foreach (var key in keys)
        {
            var last = key.Substring(key.LastIndexOf('.') + 1);
            foreach (var (name, value) in values)
            {
                if (value is not null && (name.Length == 0 || name == last || key.EndsWith("." + name, StringComparison.Ordinal))) weights[key] = value;
            }
        }

        return term;
    }

    /// <summary>Values one after the other.</summary>
    public Term Concat(IReadOnlyList<Term> parts, int axis) => parts.Count == 1
        ? parts[0]
        : Static("Concat", () => Tensor.Concat([.. parts.Select(part => part.Tensor)], axis), axis == 0 ? [new("parts", parts)] : [new("parts", parts), new("axis", axis) { Position = 1 }]);

    /// <summary>Runs a cell over the steps of sequences, whose first axis they are. Its weights are named as they are outside.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="states">What the states begin with.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    /// <param name="cell">One step, of its parts of the sequences and the states: its outputs, and the next states.</param>
    /// <returns>The outputs of all steps, and the last states.</returns>
    public (IReadOnlyList<Term> Outputs, IReadOnlyList<Term> States) Scan(
        IReadOnlyList<Term> sequences, IReadOnlyList<Term> states, bool reverse, Func<IReadOnlyList<Term>, IReadOnlyList<Term>, (IReadOnlyList<Term> Outputs, IReadOnlyList<Term> Next)> cell)
    {
        Cell? written = null;
        var (outer, outerBeside, value) = (terms, beside, default((Tensor[] Outputs, Tensor[] States)));
        try
        {
            value = ScanLayers.Scan([.. sequences.Select(sequence => sequence.Tensor)], [.. states.Select(state => state.Tensor)], Step, reverse, name: "");
        }
        catch (NetworkDefinitionException refused)
        {
            throw new OnnxException(refused.Message, refused);
        }
        finally
        {
            // What was made in the cell is not there outside.
            foreach (var known in parameters.Where(entry => terms.Contains(entry.Value)).Select(entry => entry.Key).ToArray()) parameters.Remove(known);
            foreach (var known in tensors.Where(entry => terms.Contains(entry.Value)).Select(entry => entry.Key).ToArray()) tensors.Remove(known);
            (terms, beside) = (outer, outerBeside);
        }

        var arguments = new List<Argument> { new("sequences", sequences), new("states", states) };
        if (reverse) arguments.Add(new Argument("reverse", true));
        var scan = Add(new Term(TermKind.Scan, "Scan", arguments, value) { Cell = written });
        return (Parts(scan, 0, "Outputs", value.Outputs.Length), Parts(scan, 1, "States", value.States.Length));

        (Tensor[] Outputs, Tensor[] States) Step(Tensor[] parts, Tensor[] now)
        {
            terms = [];
            var steps = parts.Select((part, index) => new Term(TermKind.Input, parts.Length == 1 ? "step" : $"step{index + 1}", [], part)).ToArray();
            var before = now.Select((state, index) => new Term(TermKind.Input, now.Length == 1 ? "state" : $"state{index + 1}", [], state)).ToArray();
            beside = steps[0];
            var (outputs, next) = cell(steps, before);
            written = new Cell(steps, before, terms, outputs, next);
            return ([.. outputs.Select(output => output.Tensor)], [.. next.Select(state => state.Tensor)]);
        }
    }

    private Term[] Parts(Term scan, int index, string name, int count)
    {
        if (count == 0) return [];
        var all = Part(scan, index, name);
        return [.. Enumerable.Range(0, count).Select(i => Part(all, i, name))];
    }

    /// <summary>A weight of its own: a tensor of the file that no layer takes. The same one is declared once.</summary>
    public Term Parameter(Constant value)
    {
        var name = WeightNames.Clean(value.Name) ?? $"constant{parameters.Count + 1}";
        while (weights.TryGetValue(name, out var other) && !(ReferenceEquals(other, value) && parameters.ContainsKey(name))) name += "_";
        if (parameters.TryGetValue(name, out var known)) return known;
        var term = Layer("Parameter", Beside, [new Argument("name", name), new Argument("shape", value.Dims)], ("", value));
        term.Hint = name;
        term.HasMadeUpName = WeightNames.Clean(value.Name) is null;
        return parameters[name] = term;
    }

    /// <summary>A value as a tensor: tokens once for all who ask.</summary>
    public Term AsTensor(Term value)
    {
        if (value.Value is not Tokens) return value;
        return tensors.TryGetValue(value, out var known) ? known : tensors[value] = Call("ToTensor", value);
    }

    /// <summary>The numbers 0, 1, 2, … as an axis that has as many others behind it.</summary>
    public Term Places(Term beside, int count, int behind) => Column(Call("Arange", AsTensor(beside), new Argument("end", (float)count)), behind);

    /// <summary>A vector with axes of one element behind its own.</summary>
    public Term Column(Term vector, int behind) =>
        behind == 0 ? vector : Call("Reshape", vector, new Argument("shape", (int[])[-1, .. Enumerable.Repeat(1, behind)]));

    /// <summary>An operator between two values, or a value and a number.</summary>
    public Term Operator(string symbol, object left, object right)
    {
        object value = (symbol, Operand(left), Operand(right)) switch
        {
            ("+", Tensor a, Tensor b) => Refusing(() => a + b),
            ("+", Tensor a, float b) => a + b,
            ("+", float a, Tensor b) => a + b,
            ("-", Tensor a, Tensor b) => Refusing(() => a - b),
            ("-", Tensor a, float b) => a - b,
            ("-", float a, Tensor b) => a - b,
            ("*", Tensor a, Tensor b) => Refusing(() => a * b),
            ("*", Tensor a, float b) => a * b,
            ("*", float a, Tensor b) => a * b,
            ("/", Tensor a, Tensor b) => Refusing(() => a / b),
            ("/", Tensor a, float b) => a / b,
            ("/", float a, Tensor b) => a / b,
            _ => throw new InvalidOperationException($"{left} {symbol} {right}"),
        };
        return Add(new Term(TermKind.Operator, symbol, [new Argument("left", left), new Argument("right", right)], value));
    }

    /// <summary>The negated value.</summary>
    public Term Negate(Term value) => Add(new Term(TermKind.Operator, "-", [new Argument("value", value)], -value.Tensor));

    /// <summary>An element of what a term returns: of a tuple by its name, of an array by its index.</summary>
    public Term Part(Term whole, int index, string name)
    {
        var value = whole.Value is Tensor[] array ? array[index] : whole.Value.GetType().GetField($"Item{index + 1}")!.GetValue(whole.Value)!;
        return Add(new Term(TermKind.Part, whole.Value is Tensor[] ? $"[{index}]" : name, [new Argument("", whole), new Argument("index", index)], value));
    }

    /// <summary>The term of another definition once more.</summary>
    /// <param name="term">The term.</param>
    /// <param name="value">What stands here for a value of the other.</param>
    /// <param name="name">What the layer or the weight is called here.</param>
    public Term Again(Term term, Func<Term, Term> value, string? name)
    {
        Hint = term.Hint;
        var given = term.Arguments.Select(argument => argument with { Value = Mapped(argument.Value, value) }).ToArray();
        switch (term.Kind)
        {
            case TermKind.Operator when given.Length == 1: return Negate((Term)given[0].Value!);
            case TermKind.Operator: return Operator(term.Method, given[0].Value!, given[1].Value!);
            case TermKind.Part: return Part((Term)given[0].Value!, (int)given[1].Value!, term.Method);
            case TermKind.StaticCall: return Concat((IReadOnlyList<Term>)given[0].Value!, given.Length > 1 ? (int)given[1].Value! : 0);
            default:
                var stated = given.Skip(1).Where(argument => !argument.IsDefault && argument.Name != "name");
                if (name is not null) stated = stated.Append(new Argument("name", name));
                return term.Weights.Count == 0 ? Call(term.Method, (Term)given[0].Value!, [.. stated]) : Layer(term.Method, (Term)given[0].Value!, [.. stated], [.. term.Weights]);
        }
    }

    /// <summary>An argument with other values of the network in it.</summary>
    public static object? Mapped(object? argument, Func<Term, Term> value) => argument switch
    {
        Term term => value(term),
        ValueTuple<Term, Term> pair => (value(pair.Item1), value(pair.Item2)),
        IReadOnlyList<Term> terms => terms.Select(value).ToArray(),
        _ => argument,
    };

    private static object Operand(object value) => value is Term term ? term.Tensor : value;

    private Term Static(string method, Func<Tensor> call, IReadOnlyList<Argument> arguments) => Add(new Term(TermKind.StaticCall, method, arguments, Refusing(call)));

    private static Tensor Refusing(Func<Tensor> call)
    {
        try
        {
            return call();
        }
        catch (NetworkDefinitionException refused)
        {
            throw new OnnxException(refused.Message, refused);
        }
    }

    private Term Add(Term term)
    {
        term.Hint = Hint;
        terms.Add(term);
        return term;
    }
}
