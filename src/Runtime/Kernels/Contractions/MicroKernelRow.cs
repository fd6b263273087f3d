using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>What four streams of a single row compute. Strides are in bytes.</summary>
internal unsafe struct RowArguments
{
    /// <summary>The row of A.</summary>
    public FloatPointer A;

    /// <summary>Where each stream begins in B: at columns of its own, or at a k of its own.</summary>
    public BytePointer B0;
    public BytePointer B1;
    public BytePointer B2;
    public BytePointer B3;

    public nint StepB;

    /// <summary>Products per stream; an even number for narrow ones.</summary>
    public nint Inner;

    /// <summary>Each stream begins with its last products.</summary>
    public bool Reversed;

    /// <summary>Where the other streams begin behind A: 0 for columns of their own, else their k.</summary>
    public nint A1;
    public nint A2;
    public nint A3;

    /// <summary>Receives two vectors per stream; of a narrow one, the sums over even k and over odd k.</summary>
    public BytePointer C;

    /// <summary>Adds the sums to what C holds instead of replacing it.</summary>
    public bool Accumulate;
}

internal static unsafe partial class MicroKernel
{
    /// <summary>Streams a single row runs at once: enough independent sums to keep the multiply-add units and the memory busy.</summary>
    public const int RowStreams = 4;

    /// <summary>Columns of one stream: two vectors.</summary>
    public static int StreamColumns => 2 * Widest.NumberOf<LanesNumber>();

    /// <summary>
    /// Runs four streams in blocks of their products, which may be parts of a long sum; <paramref name="narrow"/> ones have columns for one
    /// vector only.
    /// </summary>
    [SkipLocalsInit]
    public static void RowBlocks(RowArguments* row, bool narrow, bool isLong)
    {
        var sums = new TileSums(row->Inner, isLong);
        if (!sums.HasBlocks)
        {
            Row(row, narrow);
            return;
        }

        const int Vectors = 2 * RowStreams;
        FloatPointer room = stackalloc float[TileSums.Room(Vectors)];
        Planned.Limit(ref room, TileSums.Room(Vectors), "sums of blocks");
        var floats = RowStreams * StreamColumns;
        var target = row->C;
        var (step, products, reversed) = (row->StepB, row->Inner, row->Reversed);
        row->C = (BytePointer)room;
        nint place = 0;
        for (nint done = 0; done < products; done += row->Inner)
        {
            row->Inner = sums.NextOf(products - done);
            var first = reversed ? products - done - row->Inner : done;
            row->A += first - place;
            row->B0 += (first - place) * step;
            row->B1 += (first - place) * step;
            row->B2 += (first - place) * step;
            row->B3 += (first - place) * step;
            place = first;
            row->Accumulate = sums.Continues;
            Row(row, narrow);
            sums.End(room, Vectors, floats);
        }

        sums.Finish(room, Vectors, floats);
        Transfer.Readable(room, floats).CopyTo(Transfer.Writable((FloatPointer)target, floats));
    }

    /// <summary>Runs four streams; <paramref name="narrow"/> ones have columns for one vector only.</summary>
    private static void Row(RowArguments* row, bool narrow) => Widest.RunOnLanes(new RowAction(row, narrow));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TLanes, T, TWidth>(RowArguments* row)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        T left0 = default, right0 = default;
        T left1 = default, right1 = default;
        T left2 = default, right2 = default;
        T left3 = default, right3 = default;
        var b0 = row->B0;
        var b1 = row->B1;
        var b2 = row->B2;
        var b3 = row->B3;
        var a0 = (BytePointer)row->A;
        var a1 = a0 + row->A1;
        var a2 = a0 + row->A2;
        var a3 = a0 + row->A3;
        var step = row->StepB;
        var elements = TWidth.Value > 1 ? 1 : 2;
        nint nextA = elements * sizeof(float);
        var nextB = elements * step;
        if (row->Reversed)
        {
            var last = row->Inner - elements;
            a0 += last * sizeof(float);
            a1 += last * sizeof(float);
            a2 += last * sizeof(float);
            a3 += last * sizeof(float);
            b0 += last * step;
            b1 += last * step;
            b2 += last * step;
            b3 += last * step;
            (nextA, nextB) = (-nextA, -nextB);
        }

        for (var k = row->Inner; k > 0; k -= elements)
        {
            MultiplyAddStream<TLanes, T, TWidth>(a0, b0, step, ref left0, ref right0);
            MultiplyAddStream<TLanes, T, TWidth>(a1, b1, step, ref left1, ref right1);
            MultiplyAddStream<TLanes, T, TWidth>(a2, b2, step, ref left2, ref right2);
            MultiplyAddStream<TLanes, T, TWidth>(a3, b3, step, ref left3, ref right3);
            a0 += nextA;
            a1 += nextA;
            a2 += nextA;
            a3 += nextA;
            b0 += nextB;
            b1 += nextB;
            b2 += nextB;
            b3 += nextB;
        }

        var c = row->C;
        if (row->Accumulate)
        {
            var held = c;
            Add<TLanes, T, Two>(ref held, 2 * TLanes.Count * sizeof(float), ref left0, ref right0);
            Add<TLanes, T, Two>(ref held, 2 * TLanes.Count * sizeof(float), ref left1, ref right1);
            Add<TLanes, T, Two>(ref held, 2 * TLanes.Count * sizeof(float), ref left2, ref right2);
            Add<TLanes, T, Two>(ref held, 2 * TLanes.Count * sizeof(float), ref left3, ref right3);
        }

        Store<TLanes, T, Two>(ref c, 2 * TLanes.Count * sizeof(float), left0, right0);
        Store<TLanes, T, Two>(ref c, 2 * TLanes.Count * sizeof(float), left1, right1);
        Store<TLanes, T, Two>(ref c, 2 * TLanes.Count * sizeof(float), left2, right2);
        Store<TLanes, T, Two>(ref c, 2 * TLanes.Count * sizeof(float), left3, right3);
    }

    /// <summary>One element of A and two vectors of B; narrow, two elements of A and a vector of B each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAddStream<TLanes, T, TWidth>(BytePointer a, BytePointer b, nint step, ref T left, ref T right)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        var x = TLanes.LoadA(a);
        left = TLanes.MultiplyAdd(x, TLanes.Load(b), left);
        if (TWidth.Value > 1) right = TLanes.MultiplyAdd(x, TLanes.Load(b + (TLanes.Count * sizeof(float))), right);
        else right = TLanes.MultiplyAdd(TLanes.LoadA(a + sizeof(float)), TLanes.Load(b + step), right);
    }
}
