using System.Runtime.InteropServices;

namespace Sinter.Peers;

/// <summary>The edges of a graph: where each begins and where it ends.</summary>
internal sealed record Edges(int[] Source, int[] Target)
{
    /// <summary>Those in the folder of a file of weights: all beginnings, then all ends.</summary>
    public static Edges Beside(string weights)
    {
        var numbers = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(weights)!, "edges.bin")));
        return new(numbers[..(numbers.Length / 2)].ToArray(), numbers[(numbers.Length / 2)..].ToArray());
    }
}
