using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Arrays of sums, each kept as two floats as in <see cref="BlockSum{V}"/>: the sum, and what rounding took from it.</summary>
internal static class CompensatedSums
{
    /// <summary>Adds terms to sums; whole vectors are read and written.</summary>
    public static void Add(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length) =>
        Widest.Run(new AddAction(terms, high, low, length));

    /// <summary>Begins sums with their first terms; whole vectors are read and written.</summary>
    public static void Begin(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length) =>
        Widest.Run(new BeginAction(terms, high, low, length));

    /// <summary>The sums as one float each; whole vectors are read and written.</summary>
    public static void Join(FloatBuffer high, FloatBuffer low, FloatBuffer output, long length) =>
        Widest.Run(new JoinAction(high, low, output, length));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<V>(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count)
        {
            var (sum, lost) = (V.Load(high, i), V.Load(low, i));
            BlockSum<V>.Fold(V.Load(terms, i), ref sum, ref lost);
            V.Store(sum, high, i);
            V.Store(lost, low, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin<V>(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count)
        {
            V.Store(V.Load(terms, i), high, i);
            V.Store(V.Fill(0f), low, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join<V>(FloatBuffer high, FloatBuffer low, FloatBuffer output, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count) V.Store(BlockSum<V>.Join(V.Load(high, i), V.Load(low, i)), output, i);
    }

    private readonly struct AddAction(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length) : IVectorAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorAction.Run<V>() => Add<V>(terms, high, low, length);
    }

    private readonly struct BeginAction(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length) : IVectorAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorAction.Run<V>() => Begin<V>(terms, high, low, length);
    }

    private readonly struct JoinAction(FloatBuffer high, FloatBuffer low, FloatBuffer output, long length) : IVectorAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorAction.Run<V>() => Join<V>(high, low, output, length);
    }
}
