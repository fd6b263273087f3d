using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Makes a failing network smaller as long as it fails.</summary>
internal static class Shrinker
{
    // Candidates of one round are compiled together; more would mostly be for nothing, because the first that fails is taken.
    private const int Together = 24;

    /// <summary>The smallest network found within the time, and what is wrong with it.</summary>
    public static (Trial Trial, string Problem) Shrink(Trial trial, string problem, TimeSpan limit) => Shrink(trial, problem, limit, Trials.Run);

    /// <summary>The same of what is judged otherwise.</summary>
    public static (Trial Trial, string Problem) Shrink(Trial trial, string problem, TimeSpan limit, Func<IReadOnlyList<Trial>, IReadOnlyList<Verdict>> run)
    {
        var end = DateTime.UtcNow + limit;
        var isRunning = true;
        while (isRunning)
        {
            isRunning = false;
            foreach (var candidates in Candidates(trial).Where(candidate => RecipeGenerator.IsTame(candidate.Recipe, candidate.Seed)).Chunk(Together))
            {
                if (DateTime.UtcNow > end) return (trial, problem);
                var verdicts = run(candidates);
                var failing = Enumerable.Range(0, candidates.Length).FirstOrDefault(i => verdicts[i].Problem is { } other && Kind(other) == Kind(problem), -1);
                if (failing < 0) continue;
                (trial, problem, isRunning) = (candidates[failing], verdicts[failing].Problem!, true);
                break;
            }
        }

        return (trial, problem);
    }

    // A crash must stay a crash: on the way to a smaller network one bug could turn into another.
    private static string Kind(string problem) =>
        problem.Contains("Exception", StringComparison.Ordinal) ? "exception" : problem.Contains("compile cleanly", StringComparison.Ordinal) ? "code" : "result";

    private static IEnumerable<Trial> Candidates(Trial trial)
    {
        if (trial.Options.Caches != CacheSizes.Usual) yield return trial with { Options = trial.Options with { Caches = CacheSizes.Usual } };
        foreach (var pass in trial.Options.Disabled)
            yield return trial with { Options = trial.Options with { Disabled = trial.Options.Disabled.Where(other => other != pass).ToEquatableArray() } };
        foreach (var smaller in Smaller(trial.Recipe))
        {
            var recipe = smaller.Pruned();
            if (!recipe.Equals(trial.Recipe)) yield return trial with { Recipe = recipe };
        }
    }

    private static IEnumerable<Recipe> Smaller(Recipe recipe)
    {
        foreach (var loss in recipe.Losses)
        {
            if (recipe.Losses.Count > 1) yield return recipe with { Losses = recipe.Losses.Where(other => other != loss).ToEquatableArray() };
        }

        foreach (var output in recipe.Outputs)
        {
            var losses = recipe.Losses.Where(loss => ((Line)recipe.Entries[loss]).Operands[0] != output).ToEquatableArray();
            if (recipe.Outputs.Count > 1 && losses.Count > 0) yield return recipe with { Outputs = recipe.Outputs.Where(other => other != output).ToEquatableArray(), Losses = losses };
        }

        var values = RecipeBuilder.Build(recipe).Values;
        for (var index = recipe.Entries.Count - 1; index >= 0; index--)
        {
            if (recipe.Entries[index] is not Line line || RecipeBuilder.IsOfLoss(recipe, line)) continue;
            var shape = ((Tensor)values[index]).Shape;
            foreach (var operand in line.Operands)
            {
                if (values[operand] is Tensor tensor && tensor.Shape.Equals(shape)) yield return Replace(recipe, index, operand);
            }

            if (recipe.Outputs.Contains(index) || shape.FullRank != shape.Rank + (shape.IsBatched ? 1 : 0)) continue;
            var extents = Partners.Extents(shape).ToEquatableArray();
            yield return With(recipe, index, new Leaf(shape.IsBatched ? LeafKind.Input : LeafKind.Parameter, extents));
        }

        // An output that only moves or scales its operand: the operand may serve as well, with a target of its own shape.
        foreach (var output in recipe.Outputs)
        {
            foreach (var smaller in Shortened(recipe, output, values)) yield return smaller;
        }

        for (var index = 0; index < recipe.Entries.Count; index++)
        {
            foreach (var entry in SmallerEntries(recipe.Entries[index])) yield return With(recipe, index, entry);
        }
    }

    // Loss terms of the output become products with a new target.
    private static IEnumerable<Recipe> Shortened(Recipe recipe, int output, object[] values)
    {
        foreach (var operand in ((recipe.Entries[output] as Line)?.Operands ?? default).Distinct())
        {
            if (values[operand] is not Tensor { Shape.IsBatched: true } tensor || recipe.Outputs.Contains(operand) || recipe.Entries[operand] is Leaf) continue;
            var entries = recipe.Entries.ToList();
            entries.Add(new Leaf(LeafKind.Target, Partners.Extents(tensor.Shape).ToEquatableArray()));
            entries.Add(new Line(Forms.Losses[0], EquatableArray.Of(operand, entries.Count - 1), default));
            yield return recipe with
            {
                Entries = entries.ToEquatableArray(),
                Outputs = recipe.Outputs.Select(other => other == output ? operand : other).ToEquatableArray(),
                Losses = recipe.Losses.Where(loss => ((Line)recipe.Entries[loss]).Operands[0] != output).Append(entries.Count - 1).ToEquatableArray(),
            };
        }
    }

    private static IEnumerable<Entry> SmallerEntries(Entry entry)
    {
        if (entry is Leaf leaf)
        {
            for (var axis = 0; axis < leaf.Shape.Count; axis++)
            {
                foreach (var extent in SymbolCode.IsSymbol(leaf.Shape[axis]) ? [5] : Less(leaf.Shape[axis], 1)) yield return leaf with { Shape = leaf.Shape.Select((old, i) => i == axis ? extent : old).ToEquatableArray() };
            }
        }
        else if (entry is Line line)
        {
            for (var at = 0; at < line.Numbers.Count; at++)
            {
                foreach (var number in Less(line.Numbers[at], Math.Max(line.Form.Numbers[at].Low, Math.Min(line.Numbers[at], 0))))
                    yield return line with { Numbers = line.Numbers.Select((old, i) => i == at ? number : old).ToEquatableArray() };
            }
        }
    }

    private static IEnumerable<int> Less(int value, int least)
    {
        if (value <= least) yield break;
        yield return least;
        var half = (value + least) / 2;
        if (half != least) yield return half;
        if (value - 1 != half && value - 1 != least) yield return value - 1;
    }

    private static Recipe With(Recipe recipe, int index, Entry entry) => recipe with { Entries = recipe.Entries.Select((old, i) => i == index ? entry : old).ToEquatableArray() };

    private static Recipe Replace(Recipe recipe, int index, int by)
    {
        var entries = recipe.Entries.Select(entry => entry is Line line ? line with { Operands = line.Operands.Select(operand => operand == index ? by : operand).ToEquatableArray() } : entry);
        var outputs = recipe.Outputs.Select(output => output == index ? by : output).Distinct();
        return recipe with { Entries = entries.ToEquatableArray(), Outputs = outputs.ToEquatableArray() };
    }
}
