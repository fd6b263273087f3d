using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Prints a recipe as the class an author would write: with one variable for each value, or as loops, lambdas, methods and chains of calls.</summary>
internal sealed class RecipeText
{
    private readonly Recipe recipe;
    private readonly Random? random;
    private readonly int[] uses;
    private readonly StringBuilder define = new();
    private readonly StringBuilder methods = new();
    private readonly Dictionary<int, string> expressions = [];

    private RecipeText(Recipe recipe, Random? random)
    {
        (this.recipe, this.random, uses) = (recipe, random, new int[recipe.Entries.Count]);
        foreach (var operand in recipe.Entries.OfType<Line>().SelectMany(line => line.Operands)) uses[operand]++;
        foreach (var output in recipe.Outputs) uses[output]++;
    }

    /// <summary>The class; one that uses primitives without a spelling calls <see cref="Internal"/> in their place.</summary>
    /// <param name="recipe">The network.</param>
    /// <param name="className">The name of the class.</param>
    /// <param name="random">Decides how it is written; null for the plainest way.</param>
    public static string Of(Recipe recipe, string className = "Net", Random? random = null) => new RecipeText(recipe, random).Write(className);

    private string Write(string className)
    {
        var first = recipe.Entries.First(entry => entry is Leaf { Kind: LeafKind.Input or LeafKind.Tokens });
        var firstName = Name(recipe.Entries.ToList().IndexOf(first));
        for (var index = 0; index < recipe.Entries.Count; index++)
        {
            switch (recipe.Entries[index])
            {
                case Leaf { Kind: LeafKind.Parameter } leaf:
                    Statement($"var {Name(index)} = {firstName}.Parameter(\"{Name(index)}\", [{string.Join(", ", leaf.Shape)}], Initializer.Uniform(-1, 1));");
                    break;
                case Line line when !RecipeBuilder.IsOfLoss(recipe, line):
                    index = Write(line, index);
                    break;
            }
        }

        var outputs = recipe.Outputs.Select(Name).ToArray();
        Statement($"return {(outputs.Length == 1 ? outputs[0] : $"({string.Join(", ", outputs)})")};");
        var result = outputs.Length == 1 ? "Tensor" : $"({string.Join(", ", outputs.Select(name => "Tensor " + name))})";
        return $"{Attributes()}public partial class {className}\n{{\n    static {result} Define({Arguments(LeafKind.Input, LeafKind.Tokens)})\n    {{\n{define}    }}\n{methods}{Loss(outputs)}}}\n";
    }

    private string Attributes()
    {
        var attributes = new StringBuilder("[Network");
        foreach (var symbol in recipe.Symbols) attributes.Append(", " + SymbolCode.Declaration(symbol));
        if (recipe.DecodeCapacity > 0) attributes.Append($", Decode({recipe.DecodeCapacity})");
        attributes.Append("]\n");
        if (!recipe.IsFiltered) return attributes.ToString();
        var graph = RecipeBuilder.Build(recipe).Graph;
        foreach (var layer in graph.Nodes.Where(node => node.Op is ConvolutionOp { Algorithm: ConvolutionAlgorithm.Winograd }).Select(node => graph.Layers[node.Layer].Name).Distinct())
            attributes.Append($"[Algorithm(\"{layer}\", ConvolutionAlgorithm.Winograd)]\n");
        return attributes.ToString();
    }

    private string Loss(string[] outputs)
    {
        if (recipe.Losses.Count == 0) return "";
        var terms = recipe.Losses.Select(index => Text((Line)recipe.Entries[index]));
        var parameters = string.Join(", ", outputs.Select(name => "Tensor " + name).Append(Arguments(LeafKind.Target, LeafKind.Labels)));
        return $"\n    static Tensor Loss({parameters}) =>\n        {string.Join(" +\n        ", terms)};\n";
    }

    // Returns the last of the values it has written.
    private int Write(Line line, int index)
    {
        var way = random?.Next(6) ?? 0;
        var last = index + Repeats(line, index);
        if (last > index && way > 1)
        {
            WriteLoop(line, index, last);
            return last;
        }

        var (form, name) = (line.Form, Name(index));
        var parameters = form.Names().Take(form.Arity).Select((parameter, i) => $"{TypeOf(line.Operands[i])} {parameter}").ToArray();
        var body = form.Print(form.Names(), [.. line.Numbers]);
        switch (way)
        {
            case 1 or 2 when uses[index] == 1 && IsChainedTo(index):
                expressions[index] = Text(line);
                break;
            case 3:
                methods.Append($"\n    static Tensor Step{index}({string.Join(", ", parameters.Concat(line.Numbers.Count > 0 ? ["int[] n"] : []))}) => {form};\n");
                var numbers = line.Numbers.Count > 0 ? [$"new[] {{ {string.Join(", ", line.Numbers)} }}"] : Array.Empty<string>();
                Statement($"var {name} = Step{index}({string.Join(", ", Operands(line).Concat(numbers))});");
                break;
            case 4:
                Statement($"Func<{string.Join(", ", line.Operands.Select(TypeOf))}, Tensor> step{index} = ({string.Join(", ", form.Names().Take(form.Arity))}) => {body};");
                Statement($"var {name} = step{index}({string.Join(", ", Operands(line))});");
                break;
            case 5:
                Statement($"Tensor Step{index}({string.Join(", ", parameters)})");
                Statement("{");
                Statement($"    return {body};");
                Statement("}");
                Statement($"var {name} = Step{index}({string.Join(", ", Operands(line))});");
                break;
            default:
                Statement($"var {name} = {Text(line)};");
                break;
        }

        return index;
    }

    // The same expression over and over, with the same numbers or with others.
    private void WriteLoop(Line line, int first, int last)
    {
        var name = Name(last);
        var lines = Enumerable.Range(first, last - first + 1).Select(index => (Line)recipe.Entries[index]).ToArray();
        Statement($"var {name} = {Operands(line)[0]};");
        if (lines.All(other => other.Numbers.Equals(line.Numbers)))
        {
            Statement($"for (var i{last} = 0; i{last} < {lines.Length}; i{last}++) {name} = {line.Form.Print([name], [.. line.Numbers])};");
            return;
        }

        Statement($"foreach (var n in new[] {{ {string.Join(", ", lines.Select(other => $"new[] {{ {string.Join(", ", other.Numbers)} }}"))} }})");
        Statement("{");
        Statement($"    {name} = {line.Form.Print([name])};");
        Statement("}");
    }

    // How many lines behind it do the same to its result, which nothing else reads.
    private int Repeats(Line line, int index)
    {
        var count = 0;
        while (index + count + 1 < recipe.Entries.Count && line.Form is { Arity: 1, TakesTokens: false } && uses[index + count] == 1
            && recipe.Entries[index + count + 1] is Line next && ReferenceEquals(next.Form, line.Form) && next.Operands[0] == index + count) count++;
        return count;
    }

    // Whether the next line begins with this value, so that nothing is computed between them.
    private bool IsChainedTo(int index) =>
        index + 1 < recipe.Entries.Count && recipe.Entries[index + 1] is Line next && !RecipeBuilder.IsOfLoss(recipe, next) && next.Operands[0] == index && next.Form.IsChained && Repeats(next, index + 1) == 0;

    private string TypeOf(int index) => recipe.Entries[index] is Leaf { Kind: LeafKind.Tokens or LeafKind.Labels } ? "Tokens" : "Tensor";

    private void Statement(string text) => define.Append("        ").Append(text).Append('\n');

    private string Arguments(LeafKind floats, LeafKind integers) => string.Join(", ", Enumerable.Range(0, recipe.Entries.Count)
        .Where(index => recipe.Entries[index] is Leaf leaf && (leaf.Kind == floats || leaf.Kind == integers))
        .Select(index => (Leaf: (Leaf)recipe.Entries[index], Name: Name(index)))
        .Select(item => $"[Shape{(item.Leaf.Shape.Count == 0 ? "" : $"({string.Join(", ", item.Leaf.Shape.Select(SymbolCode.Text))})")}] {(item.Leaf.Kind == integers ? "Tokens" : "Tensor")} {item.Name}"));

    private string Text(Line line) => line.Form.Print(Operands(line), [.. line.Numbers]);

    private string[] Operands(Line line) => [.. line.Operands.Select(Operand)];

    private string Operand(int index) => !expressions.TryGetValue(index, out var text) ? Name(index) : IsPrimary(text) ? text : $"({text})";

    // Outside of parentheses, operators stand between spaces.
    private static bool IsPrimary(string text)
    {
        var depth = 0;
        foreach (var character in text)
        {
            depth += character is '(' or '[' ? 1 : character is ')' or ']' ? -1 : 0;
            if (depth == 0 && character is ' ' or '-') return false;
        }

        return true;
    }

    private static string Name(int index) => RecipeBuilder.NameOf(index);
}
