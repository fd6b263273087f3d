using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Build.Framework;

/// <summary>Compresses a package again, as small as it gets: it is packed once, and fetched often.</summary>
/// <remarks>MSBuild compiles this file by itself, as C# 7.3: see Recompress.targets.</remarks>
public sealed class Recompress : Microsoft.Build.Utilities.Task
{
    /// <summary>The package, which is replaced.</summary>
    [Required]
    public string Package { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var entries = Read(Package);
        Parallel.ForEach(entries, entry => entry.Compress());
        var small = Package + ".tmp";
        using (var file = File.Create(small)) Write(file, entries);
        File.Delete(Package);
        File.Move(small, Package);
        return true;
    }

    private static Entry[] Read(string package)
    {
        using (var source = new ZipArchive(File.OpenRead(package), ZipArchiveMode.Read)) return source.Entries.Select(entry => new Entry(entry)).ToArray();
    }

    // APPNOTE.TXT of the format, 4.3: each entry behind a head of its own, and a directory of all at the end.
    private static void Write(Stream file, Entry[] entries)
    {
        const int LocalHeader = 0x04034b50, DirectoryHeader = 0x02014b50, DirectoryEnd = 0x06054b50;
        using (var writer = new BinaryWriter(file))
        {
            var offsets = new List<long>();
            foreach (var entry in entries)
            {
                offsets.Add(file.Position);
                writer.Write(LocalHeader);
                entry.WriteHeader(writer);
                writer.Write(entry.Name);
                writer.Write(entry.Compressed);
            }

            var start = file.Position;
            for (var i = 0; i < entries.Length; i++)
            {
                writer.Write(DirectoryHeader);
                writer.Write((ushort)20);
                entries[i].WriteHeader(writer);

                // No comment, on the first disk, no attributes.
                writer.Write((ushort)0);
                writer.Write((ushort)0);
                writer.Write((ushort)0);
                writer.Write(0);
                writer.Write((uint)offsets[i]);
                writer.Write(entries[i].Name);
            }

            var length = file.Position - start;
            writer.Write(DirectoryEnd);
            writer.Write(0);
            writer.Write((ushort)entries.Length);
            writer.Write((ushort)entries.Length);
            writer.Write((uint)length);
            writer.Write((uint)start);
            writer.Write((ushort)0);
        }
    }

    private sealed class Entry
    {
        private readonly byte[] data;
        private readonly DateTime time;
        private readonly uint check;
        private ushort method;

        public Entry(ZipArchiveEntry entry)
        {
            Name = Encoding.UTF8.GetBytes(entry.FullName);
            time = entry.LastWriteTime.DateTime;
            using (var content = entry.Open())
            using (var copy = new MemoryStream())
            {
                content.CopyTo(copy);
                data = copy.ToArray();
            }

            check = Check(data);
        }

        public byte[] Name { get; }

        public byte[] Compressed { get; private set; }

        public void Compress()
        {
            (Compressed, method) = (SmallDeflate.Compress(data), 8);
            using (var stream = new DeflateStream(new MemoryStream(Compressed), CompressionMode.Decompress))
            using (var copy = new MemoryStream())
            {
                stream.CopyTo(copy);
                if (!copy.ToArray().SequenceEqual(data)) throw new InvalidDataException(Encoding.UTF8.GetString(Name) + " is not what was compressed.");
            }

            if (Compressed.Length >= data.Length) (Compressed, method) = (data, 0);
        }

        // What both heads of an entry have in common; names are UTF-8.
        public void WriteHeader(BinaryWriter writer)
        {
            writer.Write((ushort)20);
            writer.Write((ushort)0x800);
            writer.Write(method);
            writer.Write((ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
            writer.Write((ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day));
            writer.Write(check);
            writer.Write(Compressed.Length);
            writer.Write(data.Length);
            writer.Write((ushort)Name.Length);
            writer.Write((ushort)0);
        }

        // CRC-32 of the format.
        private static uint Check(byte[] data)
        {
            var check = uint.MaxValue;
            foreach (var value in data)
            {
                check ^= value;
                for (var bit = 0; bit < 8; bit++) check = (check >> 1) ^ (0xEDB88320u & (uint)-(int)(check & 1));
            }

            return ~check;
        }
    }
}

/// <summary>
/// Compresses as small as the format allows within reason (RFC 1951): of all ways to write data as literals and matches, the one that takes the
/// fewest bits with codes that fit it, found by turns of shortest paths and new codes (as Alakuijala and Vandevenne, 2013), in blocks that are cut
/// where their statistics change. What is packed once and fetched often is worth the seconds.
/// </summary>
internal sealed class SmallDeflate
{
    private const int Shortest = 3, Longest = 258, Window = 1 << 15, MostChained = 1024, Literals = 286, Distances = 30, EndOfBlock = 256;
    private const int Turns = 12, MostBlocks = 64;

    private static readonly int[] LengthBase = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
    private static readonly int[] LengthExtra = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
    private static readonly int[] DistanceBase = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
    private static readonly int[] DistanceExtra = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13 };
    private static readonly int[] HeaderOrder = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
    private static readonly byte[] LengthCode = Codes(LengthBase, Longest + 1);
    private static readonly byte[] DistanceCode = Codes(DistanceBase, Window + 1);

    private readonly byte[] data;

    // For each place its matches, each longer and further away than the one before: from the start of the place to that of the next.
    private readonly int[] firstMatch;
    private readonly List<ushort> matchLengths = new List<ushort>(), matchDistances = new List<ushort>();

    private readonly List<byte> output = new List<byte>();
    private int bits, bitCount;

    private SmallDeflate(byte[] data)
    {
        this.data = data;
        firstMatch = new int[data.Length + 1];
        FindMatches();
    }

    /// <summary>The data as a deflate stream.</summary>
    public static byte[] Compress(byte[] data) => new SmallDeflate(data).Run();

    private byte[] Run()
    {
        var whole = Optimized(0, data.Length, null);
        var cuts = new List<int> { 0, whole.Count };
        Split(whole, 0, whole.Count, cuts);
        cuts.Sort();
        var place = 0;
        for (var block = 0; block + 1 < cuts.Count; block++)
        {
            var part = whole.GetRange(cuts[block], cuts[block + 1] - cuts[block]);
            var length = part.Sum(symbol => symbol.Length == 0 ? 1 : symbol.Length);
            WriteBlock(Optimized(place, place + length, Statistics(part, 0, part.Count)), block + 2 == cuts.Count);
            place += length;
        }

        if (bitCount > 0) output.Add((byte)bits);
        return output.ToArray();
    }

    private void FindMatches()
    {
        var last = new int[1 << 16];
        var previous = new int[data.Length];
        for (var i = 0; i < last.Length; i++) last[i] = -1;
        for (var place = 0; place < data.Length; place++)
        {
            firstMatch[place] = matchLengths.Count;
            if (place + Shortest > data.Length) continue;
            var hash = (int)(((uint)(data[place] | (data[place + 1] << 8) | (data[place + 2] << 16)) * 2654435761u) >> 16);
            var (best, most) = (Shortest - 1, Math.Min(Longest, data.Length - place));
            for (int other = last[hash], steps = 0; other >= 0 && place - other <= Window && steps < MostChained && best < most; other = previous[other], steps++)
            {
                if (data[other + best] != data[place + best]) continue;
                var length = 0;
                while (length < most && data[other + length] == data[place + length]) length++;
                if (length <= best) continue;
                best = length;
                matchLengths.Add((ushort)length);
                matchDistances.Add((ushort)(place - other));
            }

            previous[place] = last[hash];
            last[hash] = place;
        }

        firstMatch[data.Length] = matchLengths.Count;
    }

    // The cheapest way from one place to another, by turns with the costs that follow from it.
    private List<Symbol> Optimized(int start, int end, int[][] statistics)
    {
        List<Symbol> best = null;
        var least = double.MaxValue;
        for (var turn = 0; turn < Turns; turn++)
        {
            var symbols = ShortestPath(start, end, statistics == null ? null : Costs(statistics[0]), statistics == null ? null : Costs(statistics[1]));
            var next = Statistics(symbols, 0, symbols.Count);
            var size = SizeOf(next);
            if (size < least) (least, best) = (size, symbols);
            else if (turn > 2) break;

            // Half of the old ones keeps the turns from going back and forth.
            statistics = statistics == null ? next : new[] { Mixed(statistics[0], next[0]), Mixed(statistics[1], next[1]) };
        }

        return best;
    }

    private static int[] Mixed(int[] old, int[] now) => old.Select((count, symbol) => (count + (2 * now[symbol]) + 1) / 3).ToArray();

    private List<Symbol> ShortestPath(int start, int end, float[] literals, float[] distances)
    {
        // To begin with, as the codes that the format has by itself.
        if (literals == null) (literals, distances) = (Enumerable.Range(0, Literals).Select(symbol => symbol < 144 ? 8f : symbol < 256 ? 9f : symbol < 280 ? 7f : 8f).ToArray(), Enumerable.Repeat(5f, Distances).ToArray());
        var count = end - start;
        var (cost, length, distance) = (new float[count + 1], new ushort[count + 1], new ushort[count + 1]);
        for (var i = 1; i <= count; i++) cost[i] = float.MaxValue;
        var ofLength = new float[Longest + 1];
        for (var i = Shortest; i <= Longest; i++) ofLength[i] = literals[257 + LengthCode[i]] + LengthExtra[LengthCode[i]];
        for (var i = 0; i < count; i++)
        {
            var (place, here) = (start + i, cost[i]);
            if (here + literals[data[place]] < cost[i + 1]) (cost[i + 1], length[i + 1]) = (here + literals[data[place]], 0);
            var shortest = Shortest;
            for (var match = firstMatch[place]; match < firstMatch[place + 1]; match++)
            {
                var code = DistanceCode[matchDistances[match]];
                var before = here + distances[code] + DistanceExtra[code];
                var longest = Math.Min(matchLengths[match], count - i);
                for (; shortest <= longest; shortest++)
                {
                    var total = before + ofLength[shortest];
                    if (total < cost[i + shortest]) (cost[i + shortest], length[i + shortest], distance[i + shortest]) = (total, (ushort)shortest, matchDistances[match]);
                }
            }
        }

        var symbols = new List<Symbol>();
        for (var i = count; i > 0; i -= Math.Max(1, (int)length[i])) symbols.Add(new Symbol(length[i] == 0 ? data[start + i - 1] : distance[i], length[i]));
        symbols.Reverse();
        return symbols;
    }

    private static int[][] Statistics(List<Symbol> symbols, int from, int to)
    {
        var (literals, distances) = (new int[Literals], new int[Distances]);
        literals[EndOfBlock] = 1;
        for (var i = from; i < to; i++)
        {
            var symbol = symbols[i];
            if (symbol.Length == 0) literals[symbol.Value]++;
            else
            {
                literals[257 + LengthCode[symbol.Length]]++;
                distances[DistanceCode[symbol.Value]]++;
            }
        }

        return new[] { literals, distances };
    }

    private static float[] Costs(int[] counts)
    {
        var total = Math.Max(1, counts.Sum());
        return counts.Select(count => (float)Math.Log(total / (double)Math.Max(1, count), 2)).ToArray();
    }

    // The bits of a block with these symbols.
    private static double SizeOf(int[][] statistics)
    {
        var (literals, distances) = (Lengths(statistics[0], 15), Lengths(statistics[1], 15));
        double size = Header(literals, distances).Sum(entry => (double)entry.Bits);
        for (var symbol = 0; symbol < Literals; symbol++) size += (double)statistics[0][symbol] * (literals[symbol] + (symbol > EndOfBlock ? LengthExtra[symbol - 257] : 0));
        for (var symbol = 0; symbol < Distances; symbol++) size += (double)statistics[1][symbol] * (distances[symbol] + DistanceExtra[symbol]);
        return size;
    }

    // Cuts where it saves most, as long as it saves anything.
    private static void Split(List<Symbol> symbols, int from, int to, List<int> cuts)
    {
        const int Smallest = 512, Tried = 12;
        if (cuts.Count > MostBlocks || to - from < 2 * Smallest) return;
        var whole = SizeOf(Statistics(symbols, from, to));
        double With(int cut) => SizeOf(Statistics(symbols, from, cut)) + SizeOf(Statistics(symbols, cut, to));
        var (low, high, best, least) = (from + Smallest, to - Smallest, -1, whole);
        while (high - low > Tried)
        {
            var step = (high - low) / Tried;
            var nearest = -1;
            var nearestSize = double.MaxValue;
            for (var i = 0; i <= Tried; i++)
            {
                var size = With(low + (i * step));
                if (size < nearestSize) (nearestSize, nearest) = (size, low + (i * step));
            }

            if (nearestSize < least) (least, best) = (nearestSize, nearest);
            (low, high) = (Math.Max(low, nearest - step), Math.Min(high, nearest + step));
            if (step < 32) break;
        }

        if (best < 0) return;
        cuts.Add(best);
        Split(symbols, from, best, cuts);
        Split(symbols, best, to, cuts);
    }

    private void WriteBlock(List<Symbol> symbols, bool isLast)
    {
        var statistics = Statistics(symbols, 0, symbols.Count);
        var (literals, distances) = (Lengths(statistics[0], 15), Lengths(statistics[1], 15));
        var (literalCodes, distanceCodes) = (Codes(literals), Codes(distances));
        Write(isLast ? 1 : 0, 1);
        Write(2, 2);
        foreach (var (value, count) in Header(literals, distances)) Write(value, count);
        foreach (var symbol in symbols)
        {
            if (symbol.Length == 0)
            {
                Write(literalCodes[symbol.Value], literals[symbol.Value]);
                continue;
            }

            var (length, distance) = (LengthCode[symbol.Length], DistanceCode[symbol.Value]);
            Write(literalCodes[257 + length], literals[257 + length]);
            Write(symbol.Length - LengthBase[length], LengthExtra[length]);
            Write(distanceCodes[distance], distances[distance]);
            Write(symbol.Value - DistanceBase[distance], DistanceExtra[distance]);
        }

        Write(literalCodes[EndOfBlock], literals[EndOfBlock]);
    }

    private void Write(int value, int count)
    {
        bits |= value << bitCount;
        for (bitCount += count; bitCount >= 8; bitCount -= 8)
        {
            output.Add((byte)bits);
            bits = (int)((uint)bits >> 8);
        }
    }

    // The lengths of both codes, runs of them as one number each, in a code of its own.
    private static List<(int Value, int Bits)> Header(int[] literals, int[] distances)
    {
        var (literalCount, distanceCount) = (Math.Max(257, 1 + Array.FindLastIndex(literals, length => length > 0)), Math.Max(1, 1 + Array.FindLastIndex(distances, length => length > 0)));
        var all = literals.Take(literalCount).Concat(distances.Take(distanceCount)).ToArray();
        var runs = new List<(int Code, int Extra, int Bits)>();
        for (var i = 0; i < all.Length;)
        {
            var run = 1;
            while (i + run < all.Length && all[i + run] == all[i]) run++;
            var left = run;
            if (all[i] == 0)
            {
                for (; left >= 11; left -= Math.Min(138, left)) runs.Add((18, Math.Min(138, left) - 11, 7));
                for (; left >= 3; left -= Math.Min(10, left)) runs.Add((17, Math.Min(10, left) - 3, 3));
            }
            else
            {
                runs.Add((all[i], 0, 0));
                for (left--; left >= 3; left -= Math.Min(6, left)) runs.Add((16, Math.Min(6, left) - 3, 2));
            }

            for (; left > 0; left--) runs.Add((all[i], 0, 0));
            i += run;
        }

        var counts = new int[19];
        foreach (var run in runs) counts[run.Code]++;
        var lengths = Lengths(counts, 7);
        var codes = Codes(lengths);
        var stated = Math.Max(4, 1 + Array.FindLastIndex(HeaderOrder, symbol => lengths[symbol] > 0));
        var header = new List<(int, int)> { (literalCount - 257, 5), (distanceCount - 1, 5), (stated - 4, 4) };
        header.AddRange(HeaderOrder.Take(stated).Select(symbol => (lengths[symbol], 3)));
        foreach (var run in runs)
        {
            header.Add((codes[run.Code], lengths[run.Code]));
            header.Add((run.Extra, run.Bits));
        }

        return header;
    }

    // The lengths of the best code with none longer than a limit (Larmore and Hirschberg 1990): the cheapest pairs of each level are merged into the next.
    private static int[] Lengths(int[] counts, int limit)
    {
        var lengths = new int[counts.Length];
        var used = Enumerable.Range(0, counts.Length).Where(symbol => counts[symbol] > 0).OrderBy(symbol => counts[symbol]).ToArray();
        if (used.Length < 2)
        {
            foreach (var symbol in used) lengths[symbol] = 1;
            return lengths;
        }

        var leaves = used.Select(symbol => new Package { Weight = counts[symbol], Symbol = symbol }).ToArray();
        var level = leaves;
        for (var depth = 1; depth < limit; depth++)
        {
            var next = new List<Package>(leaves.Length + (level.Length / 2));
            int leaf = 0, pair = 0;
            while (leaf < leaves.Length || pair + 1 < level.Length)
            {
                var weight = pair + 1 < level.Length ? level[pair].Weight + level[pair + 1].Weight : long.MaxValue;
                if (leaf < leaves.Length && leaves[leaf].Weight <= weight) next.Add(leaves[leaf++]);
                else
                {
                    next.Add(new Package { Weight = weight, Symbol = -1, Left = level[pair], Right = level[pair + 1] });
                    pair += 2;
                }
            }

            level = next.ToArray();
        }

        var open = new Stack<Package>(level.Take((2 * used.Length) - 2));
        while (open.Count > 0)
        {
            var package = open.Pop();
            if (package.Symbol >= 0) lengths[package.Symbol]++;
            else
            {
                open.Push(package.Left);
                open.Push(package.Right);
            }
        }

        return lengths;
    }

    // Codes in the order of the format, with their first bit last as they are written.
    private static int[] Codes(int[] lengths)
    {
        var codes = new int[lengths.Length];
        var code = 0;
        for (var length = 1; length <= 15; length++)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length) continue;
                for (var bit = 0; bit < length; bit++) codes[symbol] |= ((code >> bit) & 1) << (length - 1 - bit);
                code++;
            }

            code <<= 1;
        }

        return codes;
    }

    private static byte[] Codes(int[] bases, int count)
    {
        var codes = new byte[count];
        for (int value = bases[0], code = 0; value < count; value++)
        {
            while (code + 1 < bases.Length && bases[code + 1] <= value) code++;
            codes[value] = (byte)code;
        }

        return codes;
    }

    private readonly struct Symbol
    {
        public Symbol(int value, int length) => (Value, Length) = ((ushort)value, (ushort)length);

        /// <summary>A byte, or how far back a match lies.</summary>
        public ushort Value { get; }

        /// <summary>The length of a match; 0 for a byte.</summary>
        public ushort Length { get; }
    }

    private sealed class Package
    {
        public long Weight { get; set; }

        public int Symbol { get; set; }

        public Package Left { get; set; }

        public Package Right { get; set; }
    }
}
