using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>The numbers an argument is drawn from; both ends may occur.</summary>
internal readonly record struct Choice(int Low, int High)
{
    public static implicit operator Choice((int Low, int High) range) => new(range.Low, range.High);
}

/// <summary>
/// A way to compute a value from others: an expression over operands <c>x</c>, <c>y</c>, <c>z</c> and numbers <c>n[0]</c>,
/// <c>n[1]</c>, … It is written once: the compiler hands over the text of the lambda, which becomes the printed source.
/// </summary>
internal sealed partial class Form
{
    private readonly string parameters;
    private readonly string body;

    private Form(Func<object[], int[], Tensor> build, string text, Choice[] numbers)
    {
        Build = build;
        Numbers = numbers;
        var arrow = text.IndexOf("=>", StringComparison.Ordinal);
        parameters = text[..arrow];
        body = Whitespace().Replace(text[(arrow + 2)..].Trim(), " ");
    }

    /// <summary>Computes the value; throws <c>NetworkDefinitionException</c> when operands and numbers do not fit.</summary>
    public Func<object[], int[], Tensor> Build { get; }

    public IReadOnlyList<Choice> Numbers { get; }

    /// <summary>What the operands besides the first should look like; null for those of any shape.</summary>
    public Func<Random, Shape, int[]>? Partner { get; private init; }

    /// <summary>The number of operands.</summary>
    public int Arity { get; private init; } = 1;

    /// <summary>Whether the first operand is <c>Tokens</c>.</summary>
    public bool TakesTokens { get; private init; }

    /// <summary>Whether the second operand is labels.</summary>
    public bool TakesLabels { get; private init; }

    /// <summary>The attribute that adds it to a list of layers; null for what has none.</summary>
    public string? Attribute { get; private set; }

    /// <summary>How often it is chosen, compared with others.</summary>
    public int Weight { get; init; } = 2;

    /// <summary>Whether the expression uses public names only.</summary>
    public bool HasSpelling => !body.Contains(".Builder", StringComparison.Ordinal) && !body.Contains("Internal.", StringComparison.Ordinal) && !body.Contains("Cells.", StringComparison.Ordinal);

    public static Form Of(Func<Tensor, int[], Tensor> build, Choice[] numbers, int weight = 2, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, n) => build((Tensor)operands[0], n), text, numbers) { Weight = weight };

    public static Form Of(Func<Tensor, Tensor> build, int weight = 1, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, _) => build((Tensor)operands[0]), text, []) { Weight = weight };

    public static Form Of(
        Func<Random, Shape, int[]> partner, Func<Tensor, Tensor, int[], Tensor> build, Choice[] numbers, int weight = 2, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, n) => build((Tensor)operands[0], (Tensor)operands[1], n), text, numbers) { Partner = partner, Arity = 2, Weight = weight };

    public static Form Of(
        Func<Random, Shape, int[]> partner, Func<Tensor, Tensor, Tensor> build, int weight = 2, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, _) => build((Tensor)operands[0], (Tensor)operands[1]), text, []) { Partner = partner, Arity = 2, Weight = weight };

    public static Form Of(
        Func<Random, Shape, int[]> partner, Func<Tensor, Tensor, Tensor, Tensor> build, int weight = 2, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, _) => build((Tensor)operands[0], (Tensor)operands[1], (Tensor)operands[2]), text, []) { Partner = partner, Arity = 3, Weight = weight };

    public static Form OfTokens(Func<Tokens, int[], Tensor> build, Choice[] numbers, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, n) => build((Tokens)operands[0], n), text, numbers) { TakesTokens = true, Weight = 6 };

    public static Form OfTokens(
        Func<Random, Shape, int[]> partner, Func<Tokens, Tensor, Tensor> build, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, _) => build((Tokens)operands[0], (Tensor)operands[1]), text, []) { Partner = partner, Arity = 2, TakesTokens = true, Weight = 6 };

    public static Form OfLabels(Func<Tensor, Tokens, int[], Tensor> build, Choice[] numbers, [CallerArgumentExpression(nameof(build))] string text = "") =>
        new((operands, n) => build((Tensor)operands[0], (Tokens)operands[1], n), text, numbers) { Arity = 2, TakesLabels = true };

    /// <summary>Whether the expression begins with its first operand and has it nowhere else.</summary>
    public bool IsChained => Names()[0] is var first && body.StartsWith(first + ".", StringComparison.Ordinal) && Name().Matches(body).Count(match => match.Value == first) == 1;

    /// <summary>Says which attribute adds the same to a list of layers.</summary>
    public Form Listed(string attribute)
    {
        Attribute = attribute;
        return this;
    }

    /// <summary>The expression with names and numbers put in.</summary>
    public string Print(IReadOnlyList<string> operands, IReadOnlyList<int> numbers) => Print(operands, With(body, numbers));

    /// <summary>The expression with names put in, and its numbers as elements of an array <c>n</c>.</summary>
    public string Print(IReadOnlyList<string> operands) => Print(operands, body);

    /// <summary>The attribute with numbers put in.</summary>
    public string PrintAttribute(IReadOnlyList<int> numbers) => With(Attribute!, numbers);

    public override string ToString() => body;

    private string Print(IReadOnlyList<string> operands, string text) =>
        Name().Replace(text, match => Names().ToList().IndexOf(match.Value) is var index and >= 0 ? operands[index] : match.Value);

    private static string With(string text, IReadOnlyList<int> numbers) => Number().Replace(text, match =>
        numbers[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)].ToString(CultureInfo.InvariantCulture));

    /// <summary>What the expression calls its operands.</summary>
    public IReadOnlyList<string> Names() => [.. Name().Matches(parameters).Select(match => match.Value)];

    [GeneratedRegex(@"\bn\[(\d+)\]")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b[xyzt]\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
