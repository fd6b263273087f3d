using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>The terms that are wanted, in an order in which blocks lie in one piece: weights stand beside what reads them.</summary>
internal static class TermOrder
{
    /// <summary>What is read again as far behind belongs to no block.</summary>
    private const int FarAway = 40;

    /// <summary>As many steps as masks and tables of positions are made in.</summary>
    private const int MostPrepared = 16;

    public static IReadOnlyList<Term> Of(IReadOnlyList<Term> terms, IEnumerable<Term> outputs)
    {
        var wanted = new HashSet<Term>(outputs);
        var readers = new Dictionary<Term, (int First, int Last)>();
        for (var i = terms.Count - 1; i >= 0; i--)
        {
            if (!wanted.Contains(terms[i])) continue;
            foreach (var read in terms[i].Reads)
            {
                wanted.Add(read);
                readers[read] = readers.TryGetValue(read, out var known) ? (i, known.Last) : (i, i);
            }
        }

        // Masks and tables that every block reads stand in front of the first.
        var shared = new HashSet<Term>();
        foreach (var term in terms.Where(wanted.Contains))
        {
            if (!readers.TryGetValue(term, out var places)) continue;
            if (places.Last - places.First > FarAway && Preparation(term) is { } made) shared.UnionWith(made);
        }

        var own = new Dictionary<int, List<Term>>();
        foreach (var term in terms.Where(term => IsSource(term) && wanted.Contains(term) && !shared.Contains(term)))
        {
            if (!readers.TryGetValue(term, out var places)) shared.Add(term);
            else if (own.TryGetValue(places.First, out var beside)) beside.Add(term);
            else own[places.First] = [term];
        }

        var order = terms.Where(shared.Contains).ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            if (!wanted.Contains(terms[i]) || IsSource(terms[i]) || shared.Contains(terms[i])) continue;
            if (own.TryGetValue(i, out var beside)) order.AddRange(beside);
            order.Add(terms[i]);
        }

        return order;
    }

    // A term and all that it is made of, if that is a few steps without a layer.
    private static HashSet<Term>? Preparation(Term term)
    {
        var (made, open) = (new HashSet<Term>(), new Stack<Term>([term]));
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next.Kind == TermKind.Input || !made.Add(next)) continue;
            if (made.Count > MostPrepared || (next.Weights.Count > 0 && !IsSource(next))) return null;
            foreach (var read in next.Reads) open.Push(read);
        }

        return made;
    }

    /// <summary>Whether a term makes its value of nothing: it is called on any value of the network.</summary>
    public static bool IsSource(Term term) =>
        term is { Kind: TermKind.Call, Method: "Parameter" or "Constant" or "Arange", Value: Tensor tensor } && tensor.Shape.IsConstant && term.Reads.All(read => read.Kind == TermKind.Input);
}
