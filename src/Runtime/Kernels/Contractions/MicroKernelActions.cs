using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>What <see cref="Widest"/> is asked to run: each the method of its name, on the lanes of one width.</summary>
internal static unsafe partial class MicroKernel
{
    private struct BlockAction<TEpilogue> : ILanesAction
        where TEpilogue : struct, IEpilogue
    {
        public TileArguments* Tile;
        public FloatPointer Output;
        public long Stride;
        public long Rows;
        public int Columns;
        public EpilogueOperands Operands;
        public EpiloguePlace Place;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void ILanesAction.Run<TLanes, T, V>() => Block<TLanes, T, V, TEpilogue>(Tile, Output, Stride, Rows, Columns, Operands.Span, Place);
    }

    private struct SumsAction : ILanesAction
    {
        public TileArguments* Tile;
        public long Rows;
        public int Columns;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void ILanesAction.Run<TLanes, T, V>() => Block<TLanes, T>(Tile, Rows, Columns);
    }

    /// <summary>The same on lanes that multiply column by column.</summary>
    private struct DepthwiseAction<TAction> : ILanesAction
        where TAction : struct, ILanesAction
    {
        public TAction Action;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void ILanesAction.Run<TLanes, T, V>() => Action.Run<ElementwiseLanes<TLanes, T>, T, V>();
    }

    private struct FinishAction<TEpilogue> : IVectorAction
        where TEpilogue : struct, IEpilogue
    {
        public FloatPointer Sums;
        public FloatPointer Output;
        public long Stride;
        public int Rows;
        public int Columns;
        public EpilogueOperands Operands;
        public EpiloguePlace Place;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void IVectorAction.Run<V>() => Finish<V, TEpilogue>(new(Sums), new(Output), Stride, Rows, Columns, Operands.Span, Place);
    }

    private ref struct GridAction<TEpilogue> : ILanesAction
        where TEpilogue : struct, IEpilogue
    {
        public TileArguments* Tile;
        public ref readonly PixelGrid Grid;
        public FloatPointer Output;
        public int Columns;
        public EpilogueOperands Operands;
        public EpiloguePlace Place;
        public bool IsBuffer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void ILanesAction.Run<TLanes, T, V>() =>
            MicroKernel.Grid<TLanes, T, V, TEpilogue>(Tile, Grid, Output, Columns, Operands.Span, Place, IsBuffer);
    }

    private readonly struct RowAction(RowArguments* row, bool narrow) : ILanesAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void ILanesAction.Run<TLanes, T, V>()
        {
            if (narrow) Row<TLanes, T, One>(row);
            else Row<TLanes, T, Two>(row);
        }
    }

    private readonly struct LanesNumber : ILanesNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static int ILanesNumber.Of<TLanes, T>() => TLanes.Count;
    }

    private readonly struct TileRowsNumber : ILanesNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static int ILanesNumber.Of<TLanes, T>() => TLanes.TileRows;
    }
}
