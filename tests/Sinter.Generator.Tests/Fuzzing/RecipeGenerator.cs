using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Draws random networks. The same seed gives the same network.</summary>
internal sealed class RecipeGenerator
{
    private const int MostNodes = 300;
    private const double LargestValue = 1e4;

    private readonly Random random;
    private readonly Style style;
    private readonly int capacity;
    private readonly List<Entry> entries = [];
    private object[] values = [];

    private RecipeGenerator(int seed, Style style)
    {
        (random, this.style) = (new Random(seed), style);
        capacity = style == Style.Causal ? random.Next(1, 30) : 0;
    }

    /// <summary>A valid network whose values are neither huge nor undefined.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="style">What it is made of; by default the seed decides that too.</param>
    public static Recipe Draw(int seed, Style? style = null)
    {
        var chosen = style ?? Styles.Of(seed);
        for (var attempt = 0; ; attempt++)
        {
            var recipe = new RecipeGenerator(unchecked((seed * 1000) + attempt), chosen).Draw();
            if (recipe is not null && recipe.HasSymbol == (chosen is Style.Symbols or Style.Causal) && IsTame(recipe, seed)) return recipe;
        }
    }

    /// <summary>Whether the network can be built, is small, and computes moderate numbers only.</summary>
    public static bool IsTame(Recipe recipe, int seed)
    {
        if (TryBuild(recipe) is not { } built || built.Graph.Nodes.Count > MostNodes || recipe.Outputs.Count == 0 || recipe.Losses.Count == 0) return false;
        if (recipe.DecodeCapacity > 0 && !CanDecode(built.Graph, recipe.DecodeCapacity)) return false;
        var sizes = SymbolCode.Symbols.ToDictionary(symbol => symbol.Name, symbol => (symbol.MinUnits + symbol.MaxUnits) / 2 * symbol.MultipleOf);
        var isLarge = SampleLength(built.Graph) > MostElements(Style.Filtered) / 3;
        var sample = new Sample(built.Graph, new Bindings(isLarge ? 1 : 3, sizes), seed);
        foreach (var phase in new[] { Phase.Training, Phase.Inference })
        {
            // The side of a phase that does not count may well be undefined.
            var graph = RemoveDead.Run(ResolvePhase.Run(built.Graph, phase, keepOutputs: true));
            var run = sample.Interpreter(graph, phase).Run();
            for (var id = 0; id < graph.Nodes.Count; id++)
            {
                if (run[id].Data.Any(value => !(Math.Abs(value) < LargestValue))) return false;
            }
        }

        return true;
    }

    /// <summary>The floats of the largest value of a network, for one sample.</summary>
    public static long SampleLength(Graph graph) => graph.Nodes.Max(node => Sinter.Graphs.Extent.Of(node.Shape).MaximumPerSample);

    // Three samples of each value, so that the yardstick takes no longer than the compiler.
    private static long MostElements(Style style) => style switch { Style.Large => 3_000_000, Style.Images or Style.Filtered => 30_000, _ => 3000 };

    private static bool CanDecode(Graph graph, int capacity)
    {
        try
        {
            CacheAttention.Check(graph, capacity);
            return true;
        }
        catch (NetworkDefinitionException)
        {
            return false;
        }
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
        var arguments = style is Style.List or Style.Filtered or Style.Large ? 1 : 1 + (random.Next(3) == 0 ? 1 : 0);
        for (var i = 0; i < arguments; i++) AddArgument();
        var lines = 1 + random.Next(style switch { Style.Large => 4, Style.Images or Style.Filtered => 8, _ => random.Next(6) == 0 ? 24 : 9 });
        for (var made = 0; made < lines;)
        {
            if (TryAddLine()) made += 1 + Repeat();
            else if (random.Next(200) == 0) break;
        }

        var outputs = Outputs();
        if (outputs.Length == 0) return null;
        var losses = new List<int>();
        foreach (var output in outputs)
        {
            if ((losses.Count == 0 || random.Next(4) > 0) && AddLoss(output, outputs, losses) is { } loss) losses.Add(loss);
        }

        return losses.Count == 0 ? null : (Current() with { Outputs = outputs.ToEquatableArray(), Losses = losses.ToEquatableArray() }).Pruned();
    }

    // Tokens without axes serve as lengths.
    private void AddArgument()
    {
        var isTokens = style is not (Style.Images or Style.Filtered or Style.Large) && random.Next(style == Style.Causal ? 3 : 6) == 0;
        AddLeaf(isTokens ? LeafKind.Tokens : LeafKind.Input, isTokens && style != Style.Causal && random.Next(3) == 0 ? [] : ArgumentShape(isTokens));
    }

    private int[] ArgumentShape(bool isTokens)
    {
        switch (style)
        {
            case Style.Causal:
                return isTokens ? [SymbolCode.Plain()] : random.Next(8) == 0 ? [SymbolCode.Plain(), random.Next(1, 4), random.Next(1, 4)] : [SymbolCode.Plain(), random.Next(1, 13)];
            case Style.Images:
                return [random.Next(1, 7), 4 * random.Next(2, 7), random.Next(5, 25)];
            case Style.Filtered:
                return [16 * random.Next(1, 3), random.Next(2, 11), random.Next(2, 11)];
            case Style.Large:
                return [random.Next(1, 4), 16 * random.Next(8, 12), 16 * random.Next(8, 12)];
        }

        var shape = random.Next(25) == 0 ? [random.Next(100, 900)] : ConstantShape();
        if (style != Style.Symbols || shape.Length == 0) return shape;
        shape[random.Next(3) == 0 ? random.Next(shape.Length) : 0] = SymbolCode.Plain(random.Next(4) == 0 ? random.Next(SymbolCode.Symbols.Count) : 0);
        if (random.Next(3) == 0) shape[random.Next(shape.Length)] = SymbolCode.Plain(random.Next(SymbolCode.Symbols.Count));
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

    private Recipe Current(params ReadOnlySpan<Entry> more) =>
        new((EquatableArray<Entry>)new([.. entries, .. more]), default, default) { DecodeCapacity = capacity, IsFiltered = style == Style.Filtered };

    // The last values of the network, so that most of what was drawn is used.
    private int[] Outputs()
    {
        var used = new HashSet<int>(entries.OfType<Line>().SelectMany(line => line.Operands));
        var free = Enumerable.Range(0, entries.Count).Where(index => entries[index] is Line && IsBatched(index) && !used.Contains(index)).ToList();
        var outputs = free.TakeLast(3).ToList();
        if (style != Style.List && random.Next(4) == 0 && Pick(index => entries[index] is Line && IsBatched(index) && !outputs.Contains(index)) is { } inner) outputs.Add(inner);
        return [.. outputs];
    }

    private bool IsBatched(int index) => values[index] is Tensor { Shape.IsBatched: true };

    private int? Pick(Func<int, bool> condition)
    {
        // A list of layers is a chain.
        if (style == Style.List) return condition(entries.Count - 1) ? entries.Count - 1 : null;
        var candidates = Enumerable.Range(0, entries.Count).Where(condition).ToArray();
        if (candidates.Length == 0) return null;

        // Mostly one of the last, or networks would be wide rather than deep.
        return random.Next(3) == 0 ? candidates[random.Next(candidates.Length)] : candidates[^(1 + random.Next(Math.Min(candidates.Length, 2)))];
    }

    // Sequences need a certain number of axes, so that most attempts fail.
    private IReadOnlyList<Form> FormsOfStyle() => style switch
    {
        Style.List => StyledForms.List,
        Style.Filtered => StyledForms.Filtered,
        Style.Large => StyledForms.Large,
        Style.Images when random.Next(8) > 0 => StyledForms.Images,
        Style.Causal when random.Next(6) > 0 => StyledForms.Causal,
        Style.Symbols when random.Next(3) == 0 => StyledForms.Windows,
        _ => random.Next(4) == 0 ? SequenceForms.All : Forms.Values,
    };

    private bool TryAddLine()
    {
        var form = Choose(FormsOfStyle());
        var first = form.TakesTokens ? Pick(index => values[index] is Tokens) : Pick(index => values[index] is Tensor);
        if (first is null) return false;
        var added = new List<Entry>();
        var operands = new List<int> { first.Value };
        while (operands.Count < form.Arity) operands.Add(Partner(form, ShapeOf(first.Value), added));
        added.Add(new Line(form, operands.ToEquatableArray(), Numbers(form)));
        return TryAdd(added);
    }

    // The same once more on its own result, as loops do; perhaps with other numbers.
    private int Repeat()
    {
        if (random.Next(5) > 0 || entries[^1] is not Line { Form: { Arity: 1, TakesTokens: false } form } line) return 0;
        var made = 0;
        for (var wanted = random.Next(1, 4); made < wanted; made++)
        {
            if (!TryAdd([line with { Operands = EquatableArray.Of(entries.Count - 1), Numbers = random.Next(3) == 0 ? Numbers(form) : line.Numbers }])) break;
        }

        return made;
    }

    private EquatableArray<int> Numbers(Form form) => form.Numbers.Select(choice => random.Next(choice.Low, choice.High + 1)).ToEquatableArray();

    private bool TryAdd(List<Entry> added)
    {
        var recipe = Current([.. added]);
        if (TryBuild(recipe) is not { } built || built.Values[^1] is not Tensor value) return false;
        if (value.Shape.Dims.Skip(1).Any(dim => dim.IsBatch || dim.Scale > 4)) return false;
        if (built.Graph.Nodes.Count > MostNodes / 2 || Sinter.Graphs.Extent.Of(value.Shape).MaximumPerSample * 3 > MostElements(style) || value.Shape.FullRank > 6) return false;
        if (capacity > 0 && value.Shape.IsBatched)
        {
            var output = recipe with { Outputs = EquatableArray.Of(recipe.Entries.Count - 1) };
            if (TryBuild(output) is not { } decoded || !CanDecode(decoded.Graph, capacity)) return false;
        }

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
        var isInput = extents.Any(SymbolCode.IsSymbol) || (random.Next(5) == 0 && capacity == 0);
        added.Add(new Leaf(isInput ? LeafKind.Input : LeafKind.Parameter, new(extents)));
        return entries.Count + added.Count - 1;
    }

    private int? AddLoss(int output, int[] outputs, List<int> losses)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var form = Choose(style == Style.List ? StyledForms.ListLosses : Forms.Losses);
            var shape = ShapeOf(output);
            var extents = Partners.Extents(shape);
            var numbers = Numbers(form);
            if (form.TakesLabels)
            {
                if (extents.Length == 0) continue;
                var axis = numbers[1] < 0 ? extents.Length + numbers[1] : numbers[1];
                if (axis < 0 || axis >= extents.Length) continue;

                // The attribute wants to be told from which end.
                if (style == Style.List && numbers[1] == 0 && extents.Length == 2) numbers = EquatableArray.Of(numbers[0], -2);
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
