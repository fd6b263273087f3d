#if SINTER_CHECKED
namespace Sinter.Runtime;

/// <summary>What may be done beside the range of a place, or not within it.</summary>
[Flags]
internal enum PlaceTraits
{
    None = 0,

    /// <summary>Nothing may be written.</summary>
    ReadOnly = 1,

    /// <summary>Vectors may be written up to the next multiple of 16 floats: the plan keeps them free.</summary>
    Padded = 2,

    /// <summary>Vectors may not read on behind the last float.</summary>
    ExactReads = 4,

    /// <summary>A register tile: it may read as many vectors as a panel has, whose first may lie behind the last float.</summary>
    Panel = 8,
}

/// <summary>The memory that was planned for a place. The default value is none at all.</summary>
internal readonly unsafe struct PlannedRange(byte* start, byte* end, PlaceTraits traits, int name)
{
    /// <summary>Loops store whole vectors: what is planned is a multiple of the widest.</summary>
    public const int PaddedFloats = 16;

    private readonly byte* start = start;
    private readonly byte* end = end;
    private readonly PlaceTraits traits = traits;
    private readonly int name = name;

    public bool IsStated => start != null;

    public PlannedRange With(PlaceTraits more) => new(start, end, traits | more, name);

    public PlannedRange Following(long bytes) => new(start + bytes, end + bytes, traits, name);

    /// <summary>A part of the range, or, where there is none yet, a range.</summary>
    public PlannedRange Part(byte* first, long bytes, string? partName, PlaceTraits more = PlaceTraits.None)
    {
        var part = new PlannedRange(first, first + bytes, (traits & ~PlaceTraits.Padded) | more, partName is null ? name : PlaceNames.IdOf(partName));
        if (bytes < 0 || (IsStated && bytes > 0 && (first < start || first + bytes > end)))
            throw Outside($"A place of {bytes / sizeof(float):N0} floats was planned{(partName is null ? "" : $" for '{partName}'")}", first, bytes);
        return part;
    }

    /// <summary>Tests one element.</summary>
    public void TestElement(byte* first, int bytes)
    {
        var overrun = (traits & PlaceTraits.Panel) != 0 ? (ScratchSizes.PanelWidth - 1) * sizeof(float) : 0;
        if (!IsStated || first < start || first + bytes > end + overrun) throw Outside("One element is read or written", first, bytes);
    }

    /// <summary>Tests a vector that is read.</summary>
    public void TestRead(byte* first, long bytes)
    {
        var overrun = (traits & PlaceTraits.ExactReads) != 0 ? 0 : (traits & PlaceTraits.Panel) != 0 ? (ScratchSizes.PanelWidth - 1) * sizeof(float) : bytes - sizeof(float);
        if (!IsStated || first < start || first + bytes > end + overrun) throw Outside($"{bytes / sizeof(float):N0} floats are read", first, bytes);
    }

    /// <summary>Tests elements that are read and all of them used.</summary>
    public void TestExactRead(byte* first, long bytes)
    {
        if (!IsStated || first < start || first + bytes > end) throw Outside($"{bytes / sizeof(float):N0} floats are read", first, bytes);
    }

    /// <summary>Tests elements that are written.</summary>
    public void TestWrite(byte* first, long bytes)
    {
        const int Unit = PaddedFloats * sizeof(float);
        var last = (traits & PlaceTraits.Padded) != 0 ? start + ((end - start + Unit - 1) / Unit * Unit) : end;
        if (!IsStated || (traits & PlaceTraits.ReadOnly) != 0 || first < start || first + bytes > last)
            throw Outside($"{bytes / sizeof(float):N0} floats are written", first, bytes);
    }

    private PlannedRangeException Outside(string what, byte* first, long bytes)
    {
        if (!IsStated) return new PlannedRangeException($"{what} at a place for which no range is stated.");
        var place = PlaceNames.Of(name);
        var only = (traits & PlaceTraits.ReadOnly) != 0 ? ", to be read only" : "";
        return new PlannedRangeException(
            $"{what} from index {(first - start) / sizeof(float):N0} to {((first + bytes - start) / sizeof(float)) - 1:N0} of '{place}', " +
            $"for which {(end - start) / sizeof(float):N0} floats are planned{only}.");
    }
}

/// <summary>The names of places by number: a range has to be unmanaged.</summary>
internal static class PlaceNames
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Ids = new() { [""] = 0 };
    private static readonly List<string> Names = ["a place without a name"];

    public static int IdOf(string name)
    {
        lock (Gate)
        {
            if (Ids.TryGetValue(name, out var id)) return id;
            Names.Add(name);
            return Ids[name] = Names.Count - 1;
        }
    }

    public static string Of(int id)
    {
        lock (Gate) return Names[id];
    }
}
#endif
