using Digits.Networks;
using Sinter.Claims.Data;
using Sinter.Claims.Page;

namespace Sinter.Claims.Convolution;

/// <summary>How large a window should be.</summary>
public sealed class KernelTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("Windows of one pixel see no shapes; those of 3, 5 and 7 do, at a cost that grows with their square", "LeCun et al. 1998; Simonyan and Zisserman 2014", IsRecorded = true, Data = LittleDigits.File)]
    public void Sizes()
    {
        var digits = LittleDigits.Take(Effort.Of(500, 5_000), Effort.Of(500, 5_000));
        var rows = Catalog.Sweep.Select(member => (
            member.Kernel, Parameters: member.Network.Info.ParameterCount, Accuracy: digits.Accuracy(member.Network.Create(1), epochs: Effort.Of(2, 1), batch: Effort.Of(20, 64), rate: 1e-3f))).ToArray();
        foreach (var row in rows) Print($"{row.Kernel}x{row.Kernel}: {row.Parameters,8:N0} parameters, {100 * row.Accuracy:F2} %");
        foreach (var row in rows[1..])
        {
            Assert.True(row.Accuracy > rows[0].Accuracy + 0.02, string.Join(", ", rows));
            Assert.Equal(rows[0].Parameters + (((row.Kernel * row.Kernel) - 1) * ((1 * 32) + (32 * 64))), row.Parameters);
        }

        Measured($"{digits.Training.Count:N0} images of {digits.Name}: {string.Join(", ", rows.Select(row => $"{row.Kernel}x{row.Kernel} {100 * row.Accuracy:F1} % ({row.Parameters:N0} parameters)"))}");
    }
}
