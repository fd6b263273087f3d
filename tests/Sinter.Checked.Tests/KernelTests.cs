using Sinter.Runtime;
using Sinter.Tests;

namespace Sinter.Checked;

/// <summary>Kernels whose operands are exactly as long as they state, and one of which is not.</summary>
public sealed class KernelTests
{
    // A vector may read on behind the last float; so may a register tile, by less than the width of a panel.
    private const int MoreThanAnyTile = 2 * ScratchSizes.PanelWidth;

    public static TheoryData<string> Kernels => [.. KernelCases.All.Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Operands_OfTheLengthsStated_AreEnough(string name)
    {
        var kernel = KernelCases.All.Single(kernel => kernel.Name == name);
        using var workers = Workers.CreatePrivate(KernelCases.Threads);
        Isa.ForEach(() =>
        {
            kernel.RunShort(Workers.Single, operand: -1, by: 0);
            kernel.RunShort(workers, operand: -1, by: 0);
        });
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void AnOperandTooShort_IsFound(string name)
    {
        var kernel = KernelCases.All.Single(kernel => kernel.Name == name);
        using var workers = Workers.CreatePrivate(KernelCases.Threads);
        Isa.ForEach(() =>
        {
            for (var i = 0; i < kernel.Operands.Length; i++)
            {
                var operand = kernel.Operands[i];
                if (operand.IsUpperBound) continue;
                var by = operand.IsWritten || operand.Integers is not null ? 1 : Math.Min(MoreThanAnyTile, operand.Length);
                foreach (var threads in new[] { Workers.Single, workers })
                {
                    var exception = Assert.Throws<PlannedRangeException>(() => kernel.RunShort(threads, i, by));
                    Assert.Contains($"'{operand.Name}', for which {operand.Length - by:N0} floats are planned", exception.Message, StringComparison.Ordinal);
                    Assert.Matches(" (Kernel|Step): ", exception.Message);
                }
            }
        });
    }
}
