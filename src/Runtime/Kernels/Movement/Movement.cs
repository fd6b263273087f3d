using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>Elements that change their places. All of them move 32-bit patterns, so integers and NaNs arrive as they left.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Movement
{
    // Elements per unit of work: small enough to share out evenly, large enough that finding a unit costs nothing.
    private const long UnitLength = 4096;

    // Shorter rows are not worth beginning one by one.
    private const long ShortRow = 4;

    private enum Pattern
    {
        Run,
        Repeat,
        Transpose,
        Strided,
    }

    /// <summary>Copies an N-dimensional box between two places that do not overlap.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">Where the first element goes.</param>
    /// <param name="input">Where the first element comes from.</param>
    /// <param name="extents">The extents of the box, at most 8.</param>
    /// <param name="outputStrides">The distance in elements between neighbours along each axis of the output; no two elements meet.</param>
    /// <param name="inputStrides">The distance along each axis of the input: 0 repeats, a negative one reverses.</param>
    public static void Copy(
        Workers workers, FloatBuffer output, FloatBuffer input,
        ReadOnlySpan<long> extents, ReadOnlySpan<long> outputStrides, ReadOnlySpan<long> inputStrides)
    {
        var count = 1L;
        foreach (var extent in extents) count *= extent;
        if (count == 0) return;

        var box = MovementBox.Simplify(extents, outputStrides, inputStrides);
        var job = new CopyJob { Output = output.Pointer, Input = input.Pointer, Box = box };
        if (job.Box.Rank <= 1)
        {
            job.SetColumns(job.Box.Rank - 1);
            workers.Run(&CopyLine, &job, count, UnitLength, count);
            return;
        }

        job.SetColumns(job.Box.Rank - 1);
        job.Box.Rank--;
        var rowAxis = job.Pattern == Pattern.Strided && job.OutputColumn == 1 ? job.FindContiguousInput() : -1;
        if (rowAxis >= 0) job.Pattern = Pattern.Transpose;
        else rowAxis = job.Box.Rank - 1;
        job.SetRows(rowAxis);
        job.Box.Remove(rowAxis);
        workers.Run(&CopyUnits, &job, count / (job.Rows * job.Columns) * job.UnitsPerPlane, 1, count);
    }

    /// <summary>Writes one value <paramref name="count"/> times.</summary>
    public static void Fill(Workers workers, FloatBuffer output, long count, float value)
    {
        var job = new CopyJob { Output = output.Pointer, Input = &value, Pattern = Pattern.Repeat, OutputColumn = 1 };
        Planned.Limit(ref job.Input, 1, "the value");
        workers.Run(&CopyLine, &job, count, UnitLength, count);
    }

    private static void CopyLine(void* state, int worker, long begin, long end)
    {
        var job = (CopyJob*)state;
        CopyRow(job, job->Output + (begin * job->OutputColumn), job->Input + (begin * job->InputColumn), end - begin);
    }

    // A unit is some rows of one plane; planes are walked with one counter per axis, as an odometer does.
    private static void CopyUnits(void* state, int worker, long begin, long end)
    {
        var job = (CopyJob*)state;
        var counters = stackalloc long[MovementBox.MaxRank];
        var (plane, part) = Math.DivRem(begin, job->UnitsPerPlane);
        var output = job->Output;
        var input = job->Input;
        for (var axis = job->Box.Rank - 1; axis >= 0; axis--)
        {
            (plane, counters[axis]) = Math.DivRem(plane, job->Box.Extents[axis]);
            output += counters[axis] * job->Box.OutputStrides[axis];
            input += counters[axis] * job->Box.InputStrides[axis];
        }

        for (var unit = begin; unit < end; unit++)
        {
            var first = part * job->RowsPerUnit;
            CopyPlane(job, output, input, first, Math.Min(job->Rows, first + job->RowsPerUnit));
            if (++part < job->UnitsPerPlane) continue;
            part = 0;
            for (var axis = job->Box.Rank - 1; axis >= 0; axis--)
            {
                output += job->Box.OutputStrides[axis];
                input += job->Box.InputStrides[axis];
                if (++counters[axis] < job->Box.Extents[axis]) break;
                counters[axis] = 0;
                output -= job->Box.OutputStrides[axis] * job->Box.Extents[axis];
                input -= job->Box.InputStrides[axis] * job->Box.Extents[axis];
            }
        }
    }

    private static void CopyPlane(CopyJob* job, FloatPointer output, FloatPointer input, long begin, long end)
    {
        output += begin * job->OutputRow;
        input += begin * job->InputRow;
        if (job->Pattern == Pattern.Transpose)
        {
            Transpose(output, job->OutputRow, input, job->InputColumn, end - begin, job->Columns);
            return;
        }

        // Rows of a few elements, such as pairs: down the columns, or most of the time would go into beginning rows.
        if (job->Columns < ShortRow && job->Columns < end - begin)
        {
            for (var column = 0L; column < job->Columns; column++)
                CopyColumn(output + (column * job->OutputColumn), job->OutputRow, input + (column * job->InputColumn), job->InputRow, end - begin);
            return;
        }

        for (var row = begin; row < end; row++)
        {
            CopyRow(job, output, input, job->Columns);
            output += job->OutputRow;
            input += job->InputRow;
        }
    }

    private static void CopyColumn(FloatPointer output, long outputRow, FloatPointer input, long inputRow, long rows)
    {
        for (; rows > 0; rows--)
        {
            output[0] = input[0];
            output += outputRow;
            input += inputRow;
        }
    }

    private static void CopyRow(CopyJob* job, FloatPointer output, FloatPointer input, long count)
    {
        switch (job->Pattern)
        {
            case Pattern.Run when count >= 8:
                Buffer.MemoryCopy(input, output, count * sizeof(float), count * sizeof(float));
                break;
            case Pattern.Run:
                for (var i = 0L; i < count; i++) output[i] = input[i];
                break;
            case Pattern.Repeat:
                FillRow(output, count, input[0]);
                break;
            default:
                var (outputStride, inputStride) = (job->OutputColumn, job->InputColumn);
                for (; count > 0; count--)
                {
                    output[0] = input[0];
                    output += outputStride;
                    input += inputStride;
                }

                break;
        }
    }

    private static void FillRow(FloatPointer output, long count, float value)
    {
        const int SpanLength = 1 << 30;
        for (; count > SpanLength; count -= SpanLength, output += SpanLength) Transfer.Writable(output, SpanLength).Fill(value);
        Transfer.Writable(output, (int)count).Fill(value);
    }

    // The two innermost axes are rows and columns of a plane; the box keeps the axes around them.
    private struct CopyJob
    {
        public FloatPointer Output;
        public FloatPointer Input;
        public MovementBox Box;
        public Pattern Pattern;
        public long Rows;
        public long OutputRow;
        public long InputRow;
        public long Columns;
        public long OutputColumn;
        public long InputColumn;
        public long RowsPerUnit;
        public long UnitsPerPlane;

        public void SetColumns(int axis)
        {
            if (axis >= 0) (Columns, OutputColumn, InputColumn) = (Box.Extents[axis], Box.OutputStrides[axis], Box.InputStrides[axis]);
            else (Columns, OutputColumn, InputColumn) = (1, 1, 1);
            Pattern = (OutputColumn, InputColumn) switch { (1, 1) => Pattern.Run, (1, 0) => Pattern.Repeat, _ => Pattern.Strided };
        }

        public void SetRows(int axis)
        {
            (Rows, OutputRow, InputRow) = (Box.Extents[axis], Box.OutputStrides[axis], Box.InputStrides[axis]);
            var rows = Math.Max(1, UnitLength / Columns);
            if (Pattern == Pattern.Transpose) rows = Math.Max(TileRows, rows / TileRows * TileRows);
            RowsPerUnit = Math.Min(Rows, rows);
            UnitsPerPlane = (Rows + RowsPerUnit - 1) / RowsPerUnit;
        }

        public readonly int FindContiguousInput()
        {
            for (var axis = Box.Rank - 1; axis >= 0; axis--)
            {
                if (Box.InputStrides[axis] == 1) return axis;
            }

            return -1;
        }
    }
}
