namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Prints a chain of layers as a list of attributes.</summary>
internal static class RecipeList
{
    public static string Of(Recipe recipe, string className)
    {
        var leaf = (Leaf)recipe.Entries[0];
        var input = leaf.Shape.Select(SymbolCode.Text).Concat(leaf.Kind == LeafKind.Tokens ? ["Tokens = true"] : []);
        var layers = recipe.Entries.Skip(1).SkipLast(2).Cast<Line>().Select(Text);
        var head = string.Concat(recipe.Symbols.Select(symbol => ", " + SymbolCode.Declaration(symbol)));
        return $"[Network{head}, Input({string.Join(", ", input)})]\n[{string.Join(", ", layers)}]\n[{Text((Line)recipe.Entries[^1])}]\npublic partial class {className};\n";
    }

    private static string Text(Line line) => line.Form.PrintAttribute([.. line.Numbers]);
}
