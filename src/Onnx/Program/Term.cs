using Sinter.Graphs;
using Sinter.Onnx.Constants;

namespace Sinter.Onnx.Program;

/// <summary>An argument of a call by the name of its parameter; <see cref="Term"/>s stand for values of the network.</summary>
internal sealed record Argument(string Name, object? Value)
{
    /// <summary>Which of the parameters it is.</summary>
    public int Position { get; init; }

    /// <summary>Whether it is the name of a layer or a weight.</summary>
    public bool IsName => Name == "name" && Value is string or null;

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is what the parameter has without it, so that it is not written.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether the elements of an array are arguments of their own (<c>params</c>).</summary>
    public bool IsSpread { get; init; }
}

/// <summary>How a term is written.</summary>
internal enum TermKind
{
    /// <summary>A parameter of Define.</summary>
    Input,

    /// <summary>A call of the Dsl, on the first argument.</summary>
    Call,

    /// <summary>A call of a static method of <see cref="Tensor"/>.</summary>
    StaticCall,

    /// <summary>An operator of C#.</summary>
    Operator,

    /// <summary>An element of a tuple or of an array that another term returns.</summary>
    Part,

    /// <summary>A call of a method that is written as well: a block of which there are several.</summary>
    Block,

    /// <summary>A cell that runs over the steps of sequences.</summary>
    Scan,
}

/// <summary>
/// A step of the definition that is written: the text will call the Dsl so, and the Dsl has been called so already. Its shape is what the
/// compiler will find.
/// </summary>
internal sealed class Term
{
    public Term(TermKind kind, string method, IReadOnlyList<Argument> arguments, object value) => (Kind, Method, Arguments, Value) = (kind, method, arguments, value);

    public TermKind Kind { get; }

    /// <summary>The method, the operator, the parameter, or the part.</summary>
    public string Method { get; }

    /// <summary>What it is called with, in the order of the parameters.</summary>
    public IReadOnlyList<Argument> Arguments { get; }

    /// <summary>Which of the methods called so it is.</summary>
    public string Overload { get; init; } = "";

    /// <summary>What a scan does at each step.</summary>
    public Cell? Cell { get; init; }

    /// <summary>What the weights of a layer hold.</summary>
    public IReadOnlyList<(string Key, Constant? Value)> Weights { get; init; } = [];

    /// <summary>What the layer or the weight is called, where that is said.</summary>
    public string? Name => Arguments.FirstOrDefault(argument => argument.IsName)?.Value as string;

    /// <summary>Whether the file has no name for the weight.</summary>
    public bool HasMadeUpName { get; set; }

    /// <summary>What stands in front of the names of a block's weights; null where it has none.</summary>
    public string? Prefix { get; init; }

    /// <summary>Whether the shape is the same wherever the term is written: then a comment says it.</summary>
    public bool HasOneShape { get; set; } = true;

    /// <summary>What the Dsl has returned: a tensor, tokens, a tuple or an array.</summary>
    public object Value { get; }

    public Tensor Tensor => (Tensor)Value;

    public Tokens Tokens => (Tokens)Value;

    public Shape Shape => Value is Tokens tokens ? tokens.Shape : Tensor.Shape;

    /// <summary>The number that all elements are, if it is known.</summary>
    public float? Number { get; set; }

    /// <summary>What the model calls the value; a variable may be called so.</summary>
    public string? Hint { get; set; }

    /// <summary>The values that are read.</summary>
    public IEnumerable<Term> Reads => Arguments.SelectMany(argument => argument.Value switch
    {
        Term term => [term],
        ValueTuple<Term, Term> pair => [pair.Item1, pair.Item2],
        IEnumerable<Term> terms => terms,
        _ => [],
    }).Concat(Cell?.Outside ?? []);
}

/// <summary>One step of a scan.</summary>
/// <param name="Steps">The parts of the sequences.</param>
/// <param name="States">The states before the step.</param>
/// <param name="Terms">What is computed.</param>
/// <param name="Outputs">The outputs of the step.</param>
/// <param name="Next">The states behind the step.</param>
internal sealed record Cell(IReadOnlyList<Term> Steps, IReadOnlyList<Term> States, IReadOnlyList<Term> Terms, IReadOnlyList<Term> Outputs, IReadOnlyList<Term> Next)
{
    /// <summary>The values from outside that the step reads.</summary>
    public IEnumerable<Term> Outside
    {
        get
        {
            var own = new HashSet<Term>(Steps.Concat(States).Concat(Terms));
            return Terms.SelectMany(term => term.Reads).Concat(Outputs).Concat(Next).Where(term => !own.Contains(term)).Distinct().ToArray();
        }
    }
}
