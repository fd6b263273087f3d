namespace Sinter.Runtime;

/// <summary>What kernels can take: each number once, for them and for the generator, which links this file and asks for nothing more.</summary>
internal static class KernelLimits
{
    /// <summary>The axes of a strided copy, those of a single element not counted.</summary>
    public const int CopyAxes = 8;

    /// <summary>The symbols that a call binds besides the batch.</summary>
    public const int Symbols = 8;

    /// <summary>The numbers that a loop is told besides what a call binds.</summary>
    public const int Numbers = 8;

    /// <summary>Columns of one packed panel of a matrix.</summary>
    public const int PanelWidth = 32;

    /// <summary>Floats of the widest vector: loops may read so many behind the last, and write them where they are told that they may.</summary>
    public const int WidestVector = 16;

    /// <summary>Values begin at multiples of so many floats.</summary>
    public const int Alignment = 16;

    /// <summary>Columns of a matrix and of a reduction over rows, and the floats of a packed matrix: they are counted in 32 bits.</summary>
    public const int Columns = int.MaxValue;

    /// <summary>The floats from which on a parameter is worth being given back to the system where calls read only what is prepared of it: some pages.</summary>
    public const int LargeParameter = 1 << 14;
}
