using System.Globalization;

namespace Sinter.Benchmarks.Resident;

/// <summary>What this process holds in memory, in bytes, as Linux counts it.</summary>
/// <param name="All">All of it.</param>
/// <param name="Anonymous">What belongs to no file: weights, workspaces, the collector's heap, machine code.</param>
/// <param name="Peak">The most it has held so far.</param>
internal readonly record struct ProcessMemory(long All, long Anonymous, long Peak)
{
    /// <summary>Pages of files: assemblies and libraries.</summary>
    public long OfFiles => All - Anonymous;

    /// <summary>As it is now.</summary>
    public static ProcessMemory Now()
    {
        var rows = File.ReadLines("/proc/self/smaps_rollup").Concat(File.ReadLines("/proc/self/status")).ToArray();
        return new(Read("Rss:"), Read("Anonymous:"), Read("VmHWM:"));

        long Read(string name)
        {
            var row = rows.First(row => row.StartsWith(name, StringComparison.Ordinal));
            return 1024 * long.Parse(row[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
    }
}
