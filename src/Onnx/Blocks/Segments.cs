using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>Pieces of the network of which there are several: the same calls reading each other in the same way.</summary>
/// <param name="Length">How many terms they have.</param>
/// <param name="Starts">Where they begin, one behind the other.</param>
internal sealed record Repetition(int Length, IReadOnlyList<int> Starts);

/// <summary>Looks for pieces that only their last value leaves, and that are alike.</summary>
internal sealed class Segments
{
    private const int MostTerms = 400;

    private const long MostPieces = 4_000_000;

    private const int MostValues = 6;

    /// <summary>Shorter pieces stay where they are.</summary>
    private const int FewestTerms = 4;

    private readonly IReadOnlyList<Term> order;
    private readonly Dictionary<Term, int> places = [];
    private readonly int[] symbols;
    private readonly int[][] reads;
    private readonly int[] lastReader;

    public Segments(IReadOnlyList<Term> order, IReadOnlyCollection<Term> outputs)
    {
        this.order = order;
        var table = new TermSymbols();
        (symbols, reads, lastReader) = (new int[order.Count], new int[order.Count][], new int[order.Count]);
        for (var i = 0; i < order.Count; i++)
        {
            symbols[i] = table.Of(order[i]);
            places[order[i]] = i;
            reads[i] = TermOrder.IsSource(order[i]) ? [] : [.. order[i].Reads.Select(read => PlaceOf(read))];
            foreach (var read in reads[i])
            {
                if (read >= 0) lastReader[read] = i;
            }
        }

        foreach (var output in outputs)
        {
            if (places.TryGetValue(output, out var place) && place >= 0) lastReader[place] = int.MaxValue;
        }
    }

    /// <summary>Where a term is; inputs lie before the first.</summary>
    public int PlaceOf(Term term)
    {
        if (!places.TryGetValue(term, out var place)) places[term] = place = -1 - places.Count;
        return place;
    }

    /// <summary>The values from outside that a piece reads, in the order in which it does.</summary>
    public IReadOnlyList<Term> Outside(int start, int length)
    {
        var outside = new List<Term>();
        for (var i = start; i < start + length; i++)
        {
            if (TermOrder.IsSource(order[i])) continue;
            var index = 0;
            foreach (var read in order[i].Reads)
            {
                var place = reads[i][index++];
                if (place < start && !outside.Contains(read)) outside.Add(read);
            }
        }

        return outside;
    }

    /// <summary>All repetitions among the terms that are free, those first that save most at best.</summary>
    public IEnumerable<Repetition> Find(bool[] isTaken)
    {
        var found = new Dictionary<(int Length, ulong Hash), List<int>>();
        var most = (int)Math.Min(MostTerms, Math.Max(FewestTerms, MostPieces / Math.Max(order.Count, 1)));
        for (var start = 0; start < order.Count; start++) AddFrom(start, most, isTaken, found);
        return found.Where(piece => piece.Value.Count > 1)
            .Select(piece => new Repetition(piece.Key.Length, Disjoint(piece.Value, piece.Key.Length)))
            .Where(repetition => repetition.Starts.Count > 1)
            .OrderByDescending(repetition => (repetition.Starts.Count - 1) * repetition.Length)
            .ThenByDescending(repetition => repetition.Starts[0]);
    }

    private void AddFrom(int start, int most, bool[] isTaken, Dictionary<(int Length, ulong Hash), List<int>> found)
    {
        var (hash, outside, last) = (14695981039346656037UL, new List<int>(), -1);
        for (var i = start; i < order.Count && i < start + most && !isTaken[i]; i++)
        {
            hash = Mixed(hash, symbols[i]);
            foreach (var read in reads[i])
            {
                if (read < start && !outside.Contains(read)) outside.Add(read);
                hash = Mixed(hash, read < start ? -1 - outside.IndexOf(read) : read - start);
            }

            if (outside.Count > MostValues) return;
            // What lies before the end may be read up to here, and no further.
            if (last <= i && i - start + 1 >= FewestTerms && order[i].Value is Tensor && !TermOrder.IsSource(order[i]))
            {
                var key = (i - start + 1, hash);
                if (found.TryGetValue(key, out var starts)) starts.Add(start);
                else found[key] = [start];
            }

            last = Math.Max(last, lastReader[i]);
        }
    }

    private static ulong Mixed(ulong hash, int value) => unchecked((hash ^ (uint)value) * 1099511628211UL ^ (hash >> 29));

    private static List<int> Disjoint(List<int> starts, int length)
    {
        var (result, end) = (new List<int>(), 0);
        foreach (var start in starts)
        {
            if (start < end) continue;
            result.Add(start);
            end = start + length;
        }

        return result;
    }
}
