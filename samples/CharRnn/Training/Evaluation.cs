using CharRnn.Data;
using CharRnn.Networks;

namespace CharRnn.Training;

/// <summary>Measures a model on text that it is not trained on.</summary>
internal sealed class Evaluation : IDisposable
{
    private const int Batch = 16;

    private readonly Windows windows;
    private readonly IDisposable session;
    private readonly Forward forward;
    private readonly float[] logits;

    public Evaluation(TextModel model, int context, int[] text, int threads)
    {
        windows = new Windows(text, context, Batch);
        (session, forward) = model.CreateSession(Batch, threads);
        logits = new float[Batch * context * Sizes.Characters];
    }

    /// <summary>The loss over the whole text, cut into windows that are read each on its own, in nats per character.</summary>
    public float Loss() => Loss(windows.Count);

    /// <summary>The loss over no more than <paramref name="limit"/> windows, taken in groups from all over the text.</summary>
    public float Loss(int limit)
    {
        var groups = Math.Max(1, Math.Min(limit, windows.Count) / Batch);
        var (sum, count) = (0.0, 0L);
        if (limit >= windows.Count)
        {
            for (var first = 0; first < windows.Count; first += Batch) Add(first, ref sum, ref count);
        }
        else
        {
            for (var group = 0; group < groups; group++) Add((int)((long)windows.Count * group / groups), ref sum, ref count);
        }
        return (float)(sum / count);
    }

    public void Dispose() => session.Dispose();

    private void Add(int first, ref double sum, ref long count)
    {
        windows.Take(first, Batch, out var characters, out var following);
        var rows = logits.AsSpan(0, characters.Length * Sizes.Characters);
        forward(characters, rows);
        for (var i = 0; i < following.Length; i++) sum += Loss(rows.Slice(i * Sizes.Characters, Sizes.Characters), following[i]);
        count += following.Length;
    }

    private static float Loss(ReadOnlySpan<float> logits, int right)
    {
        var highest = logits[0];
        foreach (var logit in logits) highest = Math.Max(highest, logit);
        var sum = 0f;
        foreach (var logit in logits) sum += MathF.Exp(logit - highest);
        return highest + MathF.Log(sum) - logits[right];
    }
}
