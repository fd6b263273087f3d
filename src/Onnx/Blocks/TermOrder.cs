using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>The terms that are wanted, in an order in which blocks lie in one piece: weights stand beside what reads them.</summary>
internal static class TermOrder
{
    /// <summary>A weight that is read again as far behind is nobody's own.</summary>
    private const int FarAway = 40;

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

        var shared = new List<Term>();
        var own = new Dictionary<int, List<Term>>();
        foreach (var term in terms.Where(term => IsSource(term) && wanted.Contains(term)))
        {
            if (!readers.TryGetValue(term, out var places) || places.Last - places.First > FarAway) shared.Add(term);
            else if (own.TryGetValue(places.First, out var beside)) beside.Add(term);
            else own[places.First] = [term];
        }

        var order = new List<Term>(shared);
        for (var i = 0; i < terms.Count; i++)
        {
            if (!wanted.Contains(terms[i]) || IsSource(terms[i])) continue;
            if (own.TryGetValue(i, out var beside)) order.AddRange(beside);
            order.Add(terms[i]);
        }

        return order;
    }

    /// <summary>Whether a term makes its value of nothing: it is called on any value of the network.</summary>
    public static bool IsSource(Term term) =>
        term is { Kind: TermKind.Call, Method: "Parameter" or "Constant" or "Arange", Value: Tensor tensor } && tensor.Shape.IsConstant && term.Reads.All(read => read.Kind == TermKind.Input);
}
