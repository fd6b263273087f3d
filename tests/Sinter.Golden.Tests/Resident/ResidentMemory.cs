using System.Buffers.Binary;
using System.Reflection;
using Sinter.Runtime;

namespace Sinter.Golden.Resident;

/// <summary>Which pages of a network's weights are in memory, as the kernel's map of pages says. That of the process would count what other tests do.</summary>
internal static class ResidentMemory
{
    /// <summary>Bytes of the parameters as they are, and of what is prepared of them, that are in memory.</summary>
    public static (long Plain, long Prepared) Of(object network)
    {
        var weights = (Weights)network.GetType().GetField("weights", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(network)!;
        var result = (Of(weights.ParameterArena.Start, weights.Info.ParameterLength), Of(weights.PreparedStart, weights.Info.PreparedLength));
        GC.KeepAlive(weights);
        return result;
    }

    private static unsafe long Of(FloatBuffer start, long floats)
    {
        const ulong IsPresent = 1UL << 63;
        var size = Environment.SystemPageSize;
        var first = (long)(nuint)start.Pointer / size;
        var count = (((long)(nuint)start.Pointer + (sizeof(float) * floats) + size - 1) / size) - first;
        var entries = new byte[count * sizeof(ulong)];
        using var map = File.OpenHandle("/proc/self/pagemap");
        for (var read = 0; read < entries.Length;)
        {
            var part = RandomAccess.Read(map, entries.AsSpan(read), (first * sizeof(ulong)) + read);
            Assert.True(part > 0);
            read += part;
        }

        var present = 0L;
        for (var page = 0; page < count; page++)
        {
            if ((BinaryPrimitives.ReadUInt64LittleEndian(entries.AsSpan(page * sizeof(ulong))) & IsPresent) != 0) present++;
        }

        return present * size;
    }
}
