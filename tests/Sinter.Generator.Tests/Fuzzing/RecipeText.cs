using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Prints a recipe as the class an author would write.</summary>
internal static class RecipeText
{
    /// <summary>The class; one that uses primitives without a spelling calls <see cref="Internal"/> in their place.</summary>
    public static string Of(Recipe recipe, string className = "Net")
    {
        var define = new StringBuilder();
        var loss = new StringBuilder();
        var first = recipe.Entries.First(entry => entry is Leaf { Kind: LeafKind.Input or LeafKind.Tokens });
        var firstName = Name(recipe.Entries.ToList().IndexOf(first));
        for (var index = 0; index < recipe.Entries.Count; index++)
        {
            switch (recipe.Entries[index])
            {
                case Leaf { Kind: LeafKind.Parameter } leaf:
                    define.Append($"        var {Name(index)} = {firstName}.Parameter(\"{Name(index)}\", [{string.Join(", ", leaf.Shape)}], Initializer.Uniform(-1, 1));\n");
                    break;
                case Line line when !RecipeBuilder.IsOfLoss(recipe, line):
                    define.Append($"        var {Name(index)} = {Text(line)};\n");
                    break;
            }
        }

        var outputs = recipe.Outputs.Select(Name).ToArray();
        define.Append($"        return {(outputs.Length == 1 ? outputs[0] : $"({string.Join(", ", outputs)})")};\n");
        var result = outputs.Length == 1 ? "Tensor" : $"({string.Join(", ", outputs.Select(name => "Tensor " + name))})";
        var symbol = recipe.HasSymbol ? $", Dim(\"{SymbolCode.Symbol}\", Max = {SymbolCode.Symbol.Max})" : "";
        var text = $"[Network{symbol}]\npublic partial class {className}\n{{\n    static {result} Define({Arguments(recipe, LeafKind.Input, LeafKind.Tokens)})\n    {{\n{define}    }}\n";
        if (recipe.Losses.Count > 0)
        {
            var terms = recipe.Losses.Select(index => Text((Line)recipe.Entries[index]));
            var parameters = string.Join(", ", outputs.Select(name => "Tensor " + name).Append(Arguments(recipe, LeafKind.Target, LeafKind.Labels)));
            loss.Append($"\n    static Tensor Loss({parameters}) =>\n        {string.Join(" +\n        ", terms)};\n");
        }

        return text + loss + "}\n";
    }

    private static string Arguments(Recipe recipe, LeafKind floats, LeafKind integers) => string.Join(", ", Enumerable.Range(0, recipe.Entries.Count)
        .Where(index => recipe.Entries[index] is Leaf leaf && (leaf.Kind == floats || leaf.Kind == integers))
        .Select(index => (Leaf: (Leaf)recipe.Entries[index], Name: Name(index)))
        .Select(item => $"[Shape{(item.Leaf.Shape.Count == 0 ? "" : $"({string.Join(", ", item.Leaf.Shape.Select(SymbolCode.Text))})")}] {(item.Leaf.Kind == integers ? "Tokens" : "Tensor")} {item.Name}"));

    private static string Text(Line line) => line.Form.Print([.. line.Operands.Select(Name)], [.. line.Numbers]);

    private static string Name(int index) => RecipeBuilder.NameOf(index);
}
