using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>What a method is told of where its values are.</summary>
/// <param name="Offsets">The parameters that are the offsets of buffers.</param>
/// <param name="Lengths">Those that are their lengths, which are told where they are stated.</param>
/// <param name="IsShared">Whether it does the same for other values elsewhere.</param>
internal sealed record MethodPlaces(IReadOnlyDictionary<int, string> Offsets, IReadOnlyDictionary<int, string> Lengths, bool IsShared)
{
    /// <summary>Of a method that is told nothing.</summary>
    public static MethodPlaces None { get; } = new(new Dictionary<int, string>(), new Dictionary<int, string>(), IsShared: false);
}

/// <summary>Where a planned buffer is, as code.</summary>
internal static class BufferText
{
    /// <param name="buffers">The buffers of the program.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="sizes">The names of the batch and the symbols.</param>
    /// <param name="frame">The name of the frame.</param>
    /// <param name="places">What the code is told of where values are; other offsets stand in it.</param>
    public static string Of(EquatableArray<PlannedBuffer> buffers, int index, SizeNames sizes, string frame = "frame", MethodPlaces? places = null)
    {
        var buffer = buffers[index];
        if (buffer.Base is not { } larger) return $"{frame}.{buffer.Storage}({Offset(buffers, new CallPlace(index, Start: 0), places)}{(buffer.IsStated ? $", length: {Length(buffers, new CallPlace(index, Start: 0), sizes, places)}" : "")}{(buffer.IsStated ? $", {Literal.Of(places is { IsShared: true } ? buffer.Role : buffer.Name)}" : "")})";
        var whole = Of(buffers, larger, sizes, frame, places);
        if (buffer.Step is { } step)
        {
            var entry = buffer.Start == 0 ? step : $"({step} + {sizes.Of(Extent.Of(buffer.Start))})";
            return $"{whole}.At({IndexText.Scaled(entry, buffer.Stride, sizes)}{Stated(buffer, sizes)})";
        }

        if (buffer.Start == 0 && !buffer.IsStated) return whole;
        return $"{whole}.At({sizes.Of(Extent.Of(buffer.Start) * buffer.Stride)}{Stated(buffer, sizes)})";
    }

    /// <summary>The offset of a place in a buffer with memory of its own.</summary>
    public static string Offset(EquatableArray<PlannedBuffer> buffers, CallPlace place, MethodPlaces? places)
    {
        if (places is null || !places.Offsets.TryGetValue(place.Buffer, out var name)) return Literal.Of(buffers[place.Buffer].Offset + place.Start);
        return place.Start == 0 ? name : $"{name} + {Literal.Of(place.Start)}";
    }

    /// <summary>The floats of a buffer with memory of its own from a place on.</summary>
    public static string Length(EquatableArray<PlannedBuffer> buffers, CallPlace place, SizeNames sizes, MethodPlaces? places)
    {
        var whole = places is not null && places.Lengths.TryGetValue(place.Buffer, out var name) ? name : sizes.Of(buffers[place.Buffer].Count);
        return place.Start == 0 ? whole : $"{whole} - {Literal.Of(place.Start)}";
    }

    private static string Stated(PlannedBuffer buffer, SizeNames sizes) => buffer.IsStated ? $", length: {sizes.Of(buffer.Count)}" : "";
}
