using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>
/// The machine code of the register tile. Nothing but its speed shows when an accumulator is spilled, and a new runtime or one more local
/// is all it takes; so the loop is read as the just-in-time compiler of this machine writes it.
/// </summary>
public class DisassemblyTests
{
    private static readonly (string Name, string Value)[] WithoutAvx512 = [("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")];

    [CpuFact(CpuLevel.Avx512)]
    public void TwelveRowsStayInRegistersOf512Bits()
    {
        var tiles = Disassembly.OfContractions("Tile");
        Check(tiles, Instance("Lanes512", "Twelve", "Two"), rows: 12, vectors: 2, products: [1, 2]);
        Check(tiles, Instance("ElementwiseLanes", "Twelve", "One"), rows: 12, vectors: 1, products: [1]);
    }

    [CpuFact(CpuLevel.Avx2)]
    public void SixRowsStayInRegistersOf256Bits()
    {
        var tiles = Disassembly.OfContractions("Tile", WithoutAvx512);
        Check(tiles, Instance("Lanes256", "Six", "Two"), rows: 6, vectors: 2, products: [1, 2]);
        Check(tiles, Instance("ElementwiseLanes", "Twelve", "One"), rows: 12, vectors: 1, products: [1]);
    }

    /// <summary>Nine products of an output, whose weights are in registers: nothing but the pixels and the output is in memory.</summary>
    [CpuFact(CpuLevel.Avx2)]
    public void NineWeightsStayInRegisters()
    {
        var windows = Disassembly.OfContractions("Multiply");
        var window = windows.Single(method => method.Method.Contains("DepthwiseWindow", StringComparison.Ordinal) && method.Method.Contains("Sinter.Runtime.Three]", StringComparison.Ordinal));
        var loop = window.InnermostLoopsWith("vfmadd")[0];
        var sums = loop.Where(line => line.StartsWith("vfmadd", StringComparison.Ordinal)).ToArray();
        var found = $"{sums.Length} multiply-adds in {window.Method}:\n{string.Join('\n', loop)}";
        Assert.True(sums.Length == 9 && !loop.Any(window.IsOfStack) && loop.Count(line => line.StartsWith('v') && Target(line).Contains('[')) == 1, found);
    }

    private static string[] Instance(string lanes, string rows, string width) =>
        [$":Tile[Sinter.Runtime.{lanes}", $",Sinter.Runtime.{rows},Sinter.Runtime.{width}]"];

    // One loop for each number of products that it takes at a time.
    private static void Check(IReadOnlyList<Disassembly> tiles, string[] parts, int rows, int vectors, int[] products)
    {
        var tile = tiles.FirstOrDefault(tile => parts.All(part => tile.Method.Contains(part, StringComparison.Ordinal)));
        Assert.True(tile is not null, $"No method has {string.Join(" and ", parts)} in its name:\n{string.Join('\n', tiles.Select(other => other.Method))}");
        var loops = tile.InnermostLoopsWith("vfmadd");
        Assert.True(loops.Count == products.Length, $"{loops.Count} loops, not {products.Length}, in {tile}");
        foreach (var (loop, times) in loops.Zip(products))
        {
            var sums = loop.Where(line => line.StartsWith("vfmadd", StringComparison.Ordinal)).ToArray();
            var accumulators = sums.Select(Target).Distinct().Count();
            var stores = loop.Count(line => line.StartsWith('v') && Target(line).Contains('['));
            var copies = loop.Count(line => line.StartsWith("vmov", StringComparison.Ordinal) && !line.Contains('['));
            var stack = loop.Count(tile.IsOfStack);
            var found = $"{sums.Length} multiply-adds into {accumulators} registers, {stores} stores and {copies} copies of vectors, {stack} operands on " +
                $"the stack, {loop.Count - sums.Length} other instructions in {tile.Method}:\n{string.Join('\n', loop)}";
            Assert.True(sums.Length == times * rows * vectors && accumulators == rows * vectors, found);
            Assert.True(stores == 0 && copies == 0 && stack == 0, found);

            // An element of A for each row; B, what lies ahead of it, four pointers to rows, and the end of the loop.
            Assert.True(loop.Count - sums.Length <= (times * (rows + 2)) + 12, found);
        }
    }

    private static string Target(string line) => line[line.IndexOf(' ')..].Split(',')[0].Trim();
}
