using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Draws random networks. The same seed gives the same network.</summary>
internal sealed class RecipeGenerator
{
    private const int MostNodes = 300;
    private const int MostElements = 3000;
    private const double LargestValue = 1e4;

    private readonly Random random;
    private readonly bool hasSymbol;
    private readonly List<Entry> entries = [];
    private object[] values = [];

    private RecipeGenerator(int seed, bool hasSymbol) => (random, this.hasSymbol) = (new Random(seed), hasSymbol);

    /// <summary>A valid network whose values are neither huge nor undefined.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="hasSymbol">Whether an input has an extent that is bound at a call.</param>
    public static Recipe Draw(int seed, bool hasSymbol = false)
    {
        for (var attempt = 0; ; attempt++)
        {
            var recipe = new RecipeGenerator(unchecked((seed * 1000) + attempt), hasSymbol).Draw();
            if (recipe is not null && recipe.HasSymbol == hasSymbol && IsTame(recipe, seed)) return recipe;
        }
    }

    /// <summary>Whether the network can be built, is small, and computes moderate numbers only.</summary>
    public static bool IsTame(Recipe recipe, int seed)
    {
        if (TryBuild(recipe) is not { } built || built.Graph.Nodes.Count > MostNodes || recipe.Outputs.Count == 0 || recipe.Losses.Count == 0) return false;
        var sample = new Sample(built.Graph, new Bindings(3, new Dictionary<string, int> { [SymbolCode.Symbol.Name] = 7 }), seed);
        foreach (var phase in new[] { Phase.Training, Phase.Inference })
        {
            // The side of a phase that does not count may well be undefined.
            var graph = ResolvePhase.Run(built.Graph, phase, keepOutputs: true);
            var run = sample.Interpreter(RemoveDead.Run(graph), phase).Run();
            for (var id = 0; id < RemoveDead.Run(graph).Nodes.Count; id++)
            {
                if (run[id].Data.Length > MostElements || run[id].Data.Any(value => !(Math.Abs(value) < LargestValue))) return false;
            }
        }

        return true;
    }

    private static (Graph Graph, object[] Values)? TryBuild(Recipe recipe)
    {
        try
        {
            return RecipeBuilder.Build(recipe);
        }
        catch (NetworkDefinitionException)
        {
            return null;
        }
        catch (Exception exception)
        {
            // What does not fit has to be refused with a message for the author.
            throw new InvalidOperationException("The Dsl fails on\n" + string.Join("\n", recipe.Entries), exception);
        }
    }

    private Recipe? Draw()
    {
        var arguments = 1 + (random.Next(3) == 0 ? 1 : 0);
        for (var i = 0; i < arguments; i++) AddArgument();
        var lines = 1 + random.Next(random.Next(6) == 0 ? 24 : 9);
        for (var made = 0; made < lines;)
        {
            if (TryAddLine()) made++;
            else if (random.Next(200) == 0) break;
        }

        var outputs = Outputs();
        if (outputs.Length == 0) return null;
        var losses = new List<int>();
        foreach (var output in outputs)
        {
            if ((losses.Count == 0 || random.Next(4) > 0) && AddLoss(output, outputs, losses) is { } loss) losses.Add(loss);
        }

        return losses.Count == 0 ? null : new Recipe(entries.ToEquatableArray(), outputs.ToEquatableArray(), losses.ToEquatableArray()).Pruned();
    }

    // Tokens without axes serve as lengths.
    private void AddArgument()
    {
        var isTokens = random.Next(6) == 0;
        AddLeaf(isTokens ? LeafKind.Tokens : LeafKind.Input, isTokens && random.Next(3) == 0 ? [] : ArgumentShape());
    }

    private int[] ArgumentShape()
    {
        var shape = ConstantShape();
        if (hasSymbol && shape.Length > 0) shape[random.Next(3) == 0 ? random.Next(shape.Length) : 0] = SymbolCode.Plain;
        return shape;
    }

    private int[] ConstantShape() => random.Next(10) switch
    {
        0 => [],
        <= 3 => [Extent(12)],
        <= 5 => [Extent(6), Extent(9)],
        <= 8 => [random.Next(1, 6), Extent(9), Extent(9)],
        _ => [random.Next(1, 4), random.Next(1, 4), random.Next(1, 5), random.Next(1, 5)],
    };

    private int Extent(int most) => random.Next(6) switch { 0 => 1, 1 => random.Next(14, 20), _ => random.Next(1, most + 1) };

    private void AddLeaf(LeafKind kind, int[] shape)
    {
        entries.Add(new Leaf(kind, new(shape)));
        values = RecipeBuilder.Build(Current()).Values;
    }

    private Recipe Current(params ReadOnlySpan<Entry> more) => new((EquatableArray<Entry>)new([.. entries, .. more]), default, default);

    // The last values of the network, so that most of what was drawn is used.
    private int[] Outputs()
    {
        var used = new HashSet<int>(entries.OfType<Line>().SelectMany(line => line.Operands));
        var free = Enumerable.Range(0, entries.Count).Where(index => entries[index] is Line && IsBatched(index) && !used.Contains(index)).ToList();
        var outputs = free.TakeLast(3).ToList();
        if (random.Next(4) == 0 && Pick(index => entries[index] is Line && IsBatched(index) && !outputs.Contains(index)) is { } inner) outputs.Add(inner);
        return [.. outputs];
    }

    private bool IsBatched(int index) => values[index] is Tensor { Shape.IsBatched: true };

    private int? Pick(Func<int, bool> condition)
    {
        var candidates = Enumerable.Range(0, entries.Count).Where(condition).ToArray();
        if (candidates.Length == 0) return null;

        // Mostly one of the last, or networks would be wide rather than deep.
        return random.Next(3) == 0 ? candidates[random.Next(candidates.Length)] : candidates[^(1 + random.Next(Math.Min(candidates.Length, 2)))];
    }

    private bool TryAddLine()
    {
        // Sequences need a certain number of axes, so that most attempts fail.
        var form = Choose(random.Next(4) == 0 ? SequenceForms.All : Forms.Values);
        var first = form.TakesTokens ? Pick(index => values[index] is Tokens) : Pick(index => values[index] is Tensor);
        if (first is null) return false;
        var added = new List<Entry>();
        var operands = new List<int> { first.Value };
        while (operands.Count < form.Arity) operands.Add(Partner(form, ShapeOf(first.Value), added));
        var numbers = form.Numbers.Select(choice => random.Next(choice.Low, choice.High + 1)).ToEquatableArray();
        added.Add(new Line(form, operands.ToEquatableArray(), numbers));
        var recipe = Current([.. added]);
        if (TryBuild(recipe) is not { } built || built.Values[^1] is not Tensor value) return false;
        if (value.Shape.Dims.Skip(1).Any(dim => dim.IsBatch || dim.Scale > 4)) return false;
        if (built.Graph.Nodes.Count > MostNodes / 2 || Sinter.Graphs.Extent.Of(value.Shape).MaximumPerSample * 3 > MostElements || value.Shape.FullRank > 6) return false;
        entries.AddRange(added);
        values = built.Values;
        return true;
    }

    private Shape ShapeOf(int index) => values[index] is Tokens tokens ? tokens.Shape : ((Tensor)values[index]).Shape;

    // Another value of the network, or a new weight or input of a shape that fits.
    private int Partner(Form form, Shape shape, List<Entry> added)
    {
        if (random.Next(3) == 0 && Pick(index => values[index] is Tensor) is { } other) return other;
        var extents = form.Partner!(random, shape);
        var kind = random.Next(5) > 0 && !extents.Any(SymbolCode.IsSymbol) ? LeafKind.Parameter : LeafKind.Input;
        added.Add(new Leaf(kind, new(extents)));
        return entries.Count + added.Count - 1;
    }

    private int? AddLoss(int output, int[] outputs, List<int> losses)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var form = Choose(Forms.Losses);
            var shape = ShapeOf(output);
            var extents = Partners.Extents(shape);
            var numbers = form.Numbers.Select(choice => random.Next(choice.Low, choice.High + 1)).ToEquatableArray();
            if (form.TakesLabels)
            {
                if (extents.Length == 0) continue;
                var axis = numbers[1] < 0 ? extents.Length + numbers[1] : numbers[1];
                if (axis < 0 || axis >= extents.Length) continue;
                extents = [.. extents.Where((_, i) => i != axis)];
            }

            Entry[] added =
            [
                new Leaf(form.TakesLabels ? LeafKind.Labels : LeafKind.Target, new(extents)),
                new Line(form, EquatableArray.Of(output, entries.Count), numbers),
            ];
            var recipe = Current(added) with { Outputs = new(outputs), Losses = new([.. losses, entries.Count + 1]) };
            if (TryBuild(recipe) is not { } built) continue;
            entries.AddRange(added);
            values = built.Values;
            return entries.Count - 1;
        }

        return null;
    }

    private Form Choose(IReadOnlyList<Form> forms)
    {
        var left = random.Next(forms.Sum(form => form.Weight));
        return forms.First(form => (left -= form.Weight) < 0);
    }
}
