using Sinter.Runtime;

namespace Sinter.Checked;

/// <summary>An operand of a kernel: as many floats as it takes, and not one more.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Length">In floats.</param>
/// <param name="IsWritten">Whether the kernel writes it, and so to the very last float.</param>
internal sealed record Operand(string Name, long Length, bool IsWritten = false)
{
    /// <summary>For integers, the values.</summary>
    public int[]? Integers { get; init; }

    /// <summary>Whether the kernel takes less of it for some sizes, so that one that is too short is not always found.</summary>
    public bool IsUpperBound { get; init; }
}

/// <summary>A kernel with sizes that follow from its documentation.</summary>
internal sealed record KernelCase(string Name, Action<Workers, FloatBuffer[]> Run, params Operand[] Operands)
{
    /// <summary>Runs it with one of the operands too short, or with none (-1).</summary>
    public void RunShort(Workers workers, int operand, long by)
    {
        const int Around = 64;
        using var arena = new NativeArena(Operands.Sum(each => Round(each.Length) + Around));
        var places = new FloatBuffer[Operands.Length];
        var offset = 0L;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = arena.Start.At(offset);
            offset += Round(Operands[i].Length) + Around;
            if (Operands[i].Integers is { } integers) Transfer.Copy(integers, places[i]);
            else if (!Operands[i].IsWritten) Fill(places[i], Operands[i].Length);
            Planned.Limit(ref places[i], Operands[i].Length - (i == operand ? by : 0), Operands[i].Name);
            if (!Operands[i].IsWritten) Planned.ReadOnly(ref places[i]);
        }

        Run(workers, places);
    }

    public override string ToString() => Name;

    private static long Round(long length) => (length + 15) & ~15L;

    private static void Fill(FloatBuffer place, long length)
    {
        for (var i = 0L; i < length; i++) place[i] = ((i * 37 % 101) - 50) / 64f;
    }
}
