using Sinter.Graphs;

namespace Sinter.Generator.Summary;

/// <summary>
/// Which positions along one axis of an input each position along an axis of a value sees: position <c>i</c> those from
/// <c>At(i).First</c> to <c>At(i).Last</c>. Position <c>i + Period</c> sees what position <c>i</c> sees, moved by
/// <see cref="Shift"/>: as on an image without borders.
/// </summary>
internal sealed class PositionMap
{
    /// <summary>Longer patterns than any upsampling makes are not followed.</summary>
    private const int LongestPeriod = 256;

    private readonly (long First, long Last)[] phases;

    private PositionMap((long First, long Last)[] phases, long shift) => (this.phases, Shift) = (phases, shift);

    /// <summary>Every position sees itself.</summary>
    public static PositionMap Identity { get; } = new([(0, 0)], 1);

    public int Period => phases.Length;

    public long Shift { get; }

    /// <summary>The most positions that one sees, gaps between them counted.</summary>
    public long Span => phases.Max(phase => phase.Last - phase.First + 1);

    public (long First, long Last) At(long position)
    {
        var turn = position >= 0 ? position / Period : -((-position + Period - 1) / Period);
        var (first, last) = phases[position - (turn * Period)];
        return checked((first + (turn * Shift), last + (turn * Shift)));
    }

    /// <summary>What <paramref name="length"/> positions from 0 on see together.</summary>
    public (long First, long Last) Total(long length) => Together(0, length, 1);

    /// <summary>Position <c>j</c> sees what <paramref name="kernel"/> positions from <c>j * stride - before</c> on see.</summary>
    public PositionMap? Window(long kernel, long stride, long before, long dilation)
    {
        var period = Period / Dim.Divisor(Period, stride);
        return Make(period, checked(Shift * (stride * period / Period)), position => Together(checked((position * stride) - before), kernel, dilation));
    }

    /// <summary>Position <c>j</c> sees what position <c>length - 1 - j</c> sees.</summary>
    public PositionMap? Reversed(long length) => Make(Period, -Shift, position => At(length - 1 - position));

    /// <summary>Every position <paramref name="times"/> times.</summary>
    public PositionMap? Repeated(long times) => times > LongestPeriod ? null : Make(Period * times, Shift, position => At(position / times));

    /// <summary>What positions of two maps see together, or null where they move at different speeds.</summary>
    public PositionMap? Union(PositionMap other)
    {
        var period = (long)Period / Dim.Divisor(Period, other.Period) * other.Period;
        var shift = Shift * (period / Period);
        if (shift != other.Shift * (period / other.Period)) return null;
        return Make(period, shift, position => Hull(At(position), other.At(position)));
    }

    /// <summary>Whether every position sees at least what it sees in <paramref name="other"/>.</summary>
    public bool Contains(PositionMap other) => Union(other) is { } union && union.IsSameAs(this);

    private bool IsSameAs(PositionMap other)
    {
        for (var position = 0; position < Math.Max(Period, other.Period); position++)
        {
            if (At(position) != other.At(position)) return false;
        }

        return true;
    }

    // What a run of positions sees lies between what its first and its last turns of the pattern see.
    private (long First, long Last) Together(long start, long count, long step)
    {
        var result = At(start);
        for (var i = 1L; i < count; i++)
        {
            if (i == Period && count > 2 * Period) i = count - Period;
            result = Hull(result, At(checked(start + (i * step))));
        }

        return result;
    }

    private static (long First, long Last) Hull((long First, long Last) left, (long First, long Last) right) =>
        (Math.Min(left.First, right.First), Math.Max(left.Last, right.Last));

    private static PositionMap? Make(long period, long shift, Func<long, (long First, long Last)> at)
    {
        if (period > LongestPeriod) return null;
        var phases = new (long First, long Last)[period];
        for (var position = 0; position < phases.Length; position++) phases[position] = at(position);
        return new PositionMap(phases, shift);
    }
}
