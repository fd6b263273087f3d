using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>An optimizer's arithmetic with the numbers of one step and one group of parameters worked out.</summary>
internal interface IUpdateRule
{
    /// <summary>Updates the weights and their state from <paramref name="begin"/> to <paramref name="end"/>, both multiples of 16.</summary>
    void Run<V>(in UpdateArenas arenas, long begin, long end)
        where V : struct, ISimd<V>;
}

/// <summary>The arenas of one update: weights, gradients, and up to two values the optimizer keeps for each weight.</summary>
internal struct UpdateArenas
{
    public FloatBuffer Parameters, Gradients, First, Second;

    /// <summary>Floats in each arena.</summary>
    public long Length;

    /// <summary>What clipping by the global norm multiplies every gradient with; 1 leaves it as it is.</summary>
    public float Scale;

    /// <summary>What clipping by value limits every gradient to; infinity leaves it as it is.</summary>
    public float Limit;

    /// <summary>The clipped gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Gradient<V>(long index, V scale, V limit)
        where V : struct, ISimd<V> => V.Clamp(V.Load(Gradients, index) * scale, -limit, limit);
}

/// <summary>A run of parameters of one group, small enough to be shared out between threads.</summary>
internal readonly record struct UpdatePiece(long Begin, long End, int Group);

/// <summary>The learning rate and weight decay of one group in one step.</summary>
internal readonly record struct GroupRates(double LearningRate, double WeightDecay);

/// <summary>One update of all weights, handed to an optimizer that brings its rules.</summary>
internal readonly unsafe ref struct UpdatePass(Workers workers, UpdateArenas arenas, ReadOnlySpan<UpdatePiece> pieces, ReadOnlySpan<GroupRates> groups)
{
    private readonly UpdateArenas arenas = arenas;
    private readonly ReadOnlySpan<UpdatePiece> pieces = pieces;

    /// <summary>The rates of each group.</summary>
    public ReadOnlySpan<GroupRates> Groups { get; } = groups;

    /// <summary>Runs one rule for each group over that group's weights.</summary>
    public void Run<TRule>(ReadOnlySpan<TRule> rules)
        where TRule : unmanaged, IUpdateRule
    {
        fixed (UpdatePiece* piece = pieces)
        fixed (TRule* rule = rules)
        {
            const long WorkPerWeight = 10;
            var work = WorkPerWeight * arenas.Length;
            var job = new Job<TRule> { Arenas = arenas, Pieces = piece, Rules = rule };
            Widest.Run(new RunAction<TRule>(workers, &job, pieces.Length, work));
        }
    }

    private static void RunPieces<TRule, V>(void* state, int worker, long begin, long end)
        where TRule : unmanaged, IUpdateRule
        where V : struct, ISimd<V>
    {
        var job = (Job<TRule>*)state;
        for (var i = begin; i < end; i++)
        {
            var piece = job->Pieces[i];
            job->Rules[piece.Group].Run<V>(job->Arenas, piece.Begin, piece.End);
        }
    }

    private readonly struct RunAction<TRule>(Workers workers, Job<TRule>* job, int pieces, long work) : IVectorAction
        where TRule : unmanaged, IUpdateRule
    {
        void IVectorAction.Run<V>() => workers.Run(&RunPieces<TRule, V>, job, pieces, work: work);
    }

    private struct Job<TRule>
        where TRule : unmanaged
    {
        public UpdateArenas Arenas;
        public UpdatePiece* Pieces;
        public TRule* Rules;
    }
}
