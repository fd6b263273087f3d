using Sinter.Onnx.Program;
using Sinter.Onnx.Writing;

namespace Sinter.Onnx.Blocks;

/// <summary>What a term is, but for its numbers, its name, and what it reads.</summary>
internal sealed class TermSymbols
{
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);

    public int Of(Term term)
    {
        var text = $"{term.Kind} {term.Method} {term.Overload}({string.Join(",", term.Arguments.Select(argument => argument.IsName ? "" : Of(argument.Value)))})";
        if (!known.TryGetValue(text, out var symbol)) known[text] = symbol = known.Count;
        return symbol;
    }

    /// <summary>The numbers of an argument that may differ from block to block.</summary>
    public static object[] Numbers(Argument argument) => argument.Value switch
    {
        int or float => [argument.Value],
        ValueTuple<int, int> pair => [pair.Item1, pair.Item2],
        int[] numbers => [.. numbers.Cast<object>()],
        _ => [],
    };

    private static string Of(object? value) => value switch
    {
        Term => "value",
        ValueTuple<Term, Term> => "two values",
        IReadOnlyList<Term> terms => $"{terms.Count} values",
        int => "int",
        float => "float",
        ValueTuple<int, int> => "two ints",
        int[] numbers => $"{numbers.Length} ints",
        Array array => $"{array.GetType().GetElementType()}[{string.Join(",", array.Cast<object>())}]",
        string text => text,
        null or bool or Enum => Literals.Text(value),
        _ => value.ToString(),
    };
}
