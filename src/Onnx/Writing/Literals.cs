using System.Globalization;
using System.Text;
using Sinter.Onnx.Blocks;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Writing;

/// <summary>Values as C# writes them.</summary>
internal static class Literals
{
    public static string Text(object? value) => value switch
    {
        null => "null",
        int number => number.ToString(CultureInfo.InvariantCulture),
        float number => Text(number),
        bool flag => flag ? "true" : "false",
        string text => Quoted(text),
        Enum choice => $"{choice.GetType().Name}.{choice}",
        ValueTuple<int, int> pair => $"({Text((object)pair.Item1)}, {Text((object)pair.Item2)})",
        BlockValue { Like: int[] } block => $"[{string.Join(", ", block.Elements)}]",
        BlockValue { Elements.Count: 2 } pair => $"({pair.Elements[0]}, {pair.Elements[1]})",
        BlockValue block => block.Elements[0],
        int[] numbers => $"[{string.Join(", ", numbers.Select(number => Text((object)number)))}]",
        float[] numbers => $"[{string.Join(", ", numbers.Select(Text))}]",
        _ => throw new InvalidOperationException($"{value.GetType()}"),
    };

    /// <summary>The shortest text that is read as the same float.</summary>
    public static string Text(float value)
    {
        if (float.IsNaN(value)) return "float.NaN";
        if (float.IsInfinity(value)) return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        if (value == Math.Floor(value) && Math.Abs(value) < 1e7f) return (value == 0 && 1 / value < 0 ? "-0" : value.ToString("F0", CultureInfo.InvariantCulture)) + "f";
        for (var digits = 6; digits < 9; digits++)
        {
            var text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == value) return text.Replace("E", "e").Replace("e+", "e") + "f";
        }

        return value.ToString("G9", CultureInfo.InvariantCulture).Replace("E", "e").Replace("e+", "e") + "f";
    }

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => $"\\u{(int)character:X4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Text for a comment of one line.</summary>
    public static string Comment(string text) => new([.. text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)]);

    /// <summary>The arguments of a call: the first by its place, numbers behind it by their names.</summary>
    public static string Arguments(IEnumerable<Argument> arguments, Func<Term, string> operand)
    {
        var (texts, isPlaced) = (new List<string>(), true);
        foreach (var argument in arguments.Where(argument => !argument.IsDefault))
        {
            var text = argument.Value switch
            {
                Term term => operand(term),
                ValueTuple<Term, Term> pair => $"({operand(pair.Item1)}, {operand(pair.Item2)})",
                IReadOnlyList<Term> terms => $"[{string.Join(", ", terms.Select(operand))}]",
                _ => Text(argument.Value),
            };
            var isValue = argument.Value is Term or IReadOnlyList<Term>;
            isPlaced &= argument.Position == texts.Count;
            if (isPlaced && argument is { IsSpread: true, Value: int[] numbers })
            {
                texts.AddRange(numbers.Select(number => Text((object)number)));
                continue;
            }

            if (isPlaced && argument is { IsSpread: true, Value: BlockValue block })
            {
                texts.AddRange(block.Elements);
                continue;
            }

            isPlaced &= isValue || (texts.Count == 0 && !argument.IsOptional);
            texts.Add(isPlaced ? text : $"{argument.Name}: {text}");
        }

        return string.Join(", ", texts);
    }
}
