using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>
/// Prepares the weights of several programs in one arena: what one of them has computed, such as a matrix put in panels, the others read
/// where it is. Steps are the same if they do the same with the same values, which are weights, or what has been computed of them so far.
/// </summary>
internal sealed class SharePreparation
{
    private readonly Dictionary<Key, long[]> known = [];
    private long end;

    /// <summary>The programs with what they prepare behind one another, each value once.</summary>
    /// <param name="programs">Programs whose memory is planned, each from the start of an arena of its own.</param>
    public static PreparedProgram[] Run(PreparedProgram[] programs)
    {
        if (programs.Length == 1) return programs;
        var sharing = new SharePreparation();
        return [.. programs.Select(sharing.Place)];
    }

    private PreparedProgram Place(PreparedProgram program)
    {
        var (buffers, start) = (program.Buffers, end);
        var (places, steps) = (new Dictionary<int, long>(), new List<Step>());
        var written = program.Prepare.Steps.Select(step => Written(step, buffers)).ToArray();
        // What several steps write together is one value only when all of them are done.
        var writers = written.SelectMany(roots => roots).GroupBy(root => root).ToDictionary(root => root.Key, root => root.Count());
        foreach (var root in writers.Where(root => root.Value > 1 && IsPrepared(buffers[root.Key])).Select(root => root.Key).OrderBy(root => root)) places[root] = Take(buffers[root]);
        for (var index = 0; index < written.Length; index++)
        {
            var step = program.Prepare.Steps[index];
            var (key, results) = KeyOf(step, buffers, written[index], places);
            if (key is not null && known.TryGetValue(key, out var found))
            {
                for (var result = 0; result < results.Count; result++) places[results[result]] = found[result];
                continue;
            }

            foreach (var result in results) places[result] = Take(buffers[result]);
            if (key is not null) known[key] = [.. results.Select(result => places[result])];
            steps.Add(step);
        }

        return program with
        {
            Prepare = program.Prepare with { Steps = steps.ToEquatableArray(), PreparedLength = end - start },
            Main = program.Main with { PreparedLength = end - start },
            Buffers = buffers.Select((buffer, root) => places.TryGetValue(root, out var place) ? buffer with { Offset = place } : buffer).ToEquatableArray(),
        };
    }

    private long Take(PlannedBuffer buffer)
    {
        var place = end;
        end += ParameterLayout.Align(buffer.Length);
        return place;
    }

    private static bool IsPrepared(PlannedBuffer buffer) => buffer is { Storage: Storage.Prepared, Base: null };

    private static HashSet<int> Written(Step step, EquatableArray<PlannedBuffer> buffers)
    {
        var written = new HashSet<int>();
        StepAccesses.Visit(step, (buffer, isWritten) =>
        {
            if (isWritten) written.Add(PlannedBuffer.Whole(buffers, buffer));
        });
        return written;
    }

    // What a step does and what it reads; null for a step whose results other steps write, too, or which leaves some elsewhere.
    private static (Key? Key, List<int> Results) KeyOf(Step step, EquatableArray<PlannedBuffer> buffers, HashSet<int> written, Dictionary<int, long> places)
    {
        var form = StepForm.Of(step, buffers, out var roots);
        var results = roots.Where(root => written.Contains(root) && IsPrepared(buffers[root]) && !places.ContainsKey(root)).ToList();
        var isWhole = written.All(root => !IsPrepared(buffers[root]) || results.Contains(root))
            && roots.All(root => written.Contains(root) || buffers[root].Storage is Storage.Prepared or Storage.Parameter or Storage.State);
        // Other places that are written hold what the step itself reads.
        (Storage, long) Operand(int root) => written.Contains(root) ? (buffers[root].Storage, -1) : (buffers[root].Storage, IsPrepared(buffers[root]) ? places[root] : buffers[root].Offset);
        return (isWhole ? new Key(form, roots.Select(Operand).ToEquatableArray()) : null, results);
    }

    /// <summary>Steps of which one is enough.</summary>
    private sealed record Key(StepForm Form, EquatableArray<(Storage Storage, long Place)> Operands);
}
