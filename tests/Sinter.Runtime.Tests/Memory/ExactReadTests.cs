using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Memory;

/// <summary>
/// Kernels that may be given the caller's memory read nothing behind its end, on any path. A failure ends the process of the tests.
/// </summary>
public sealed class ExactReadTests
{
    private static readonly Workers Two = new(2);

    [UnixFact]
    public void ProductsReadNothingBehindA() => Isa.ForEach(() =>
    {
        foreach (var rows in (int[])[1, 2, 5, 12, 13, 64])
        foreach (var inner in (int[])[1, 3, 16, 63, 784, 2100])
        foreach (var columns in (int[])[1, 10, 40])
        foreach (var transposed in (bool[])[false, true])
        foreach (var packed in (bool[])[false, true])
            Multiply(new(1, rows, inner, columns, transposed, packed, SharedB: true));
    });

    [UnixFact]
    public void MovesReadNothingBehindTheInput() => Isa.ForEach(() =>
    {
        for (var rows = 1L; rows <= 40; rows++)
        {
            for (var columns = 1L; columns <= 20; columns++)
            {
                using var input = new ProtectedBuffer(rows * columns);
                using var output = new NativeArena(rows * columns);
                Movement.Copy(Workers.Single, output.Start, input.Start, [columns, rows], [1, columns], [rows, 1]);
                Movement.Copy(Two, output.Start, input.Start, [columns, rows], [rows, 1], [rows, 1]);
                if (rows > 2) Movement.Copy(Workers.Single, output.Start, input.Start.At(2), [columns, rows - 2], [rows - 2, 1], [rows, 1]);
            }
        }
    });

    private static void Multiply(MatMulShape shape)
    {
        using var a = new ProtectedBuffer(shape.Rows * shape.Inner);
        using var b = new NativeArena(MatMul.PackedLength(shape.Inner, shape.Columns));
        using var output = new NativeArena(shape.Rows * shape.Columns);
        using var scratch = new NativeArena(ScratchSizes.MatMulSplit(shape));
        MatMul.Run<Identity>(Two, output.Start, a.Start, b.Start, shape, []);
        MatMul.RunSplit(Two, output.Start, a.Start, b.Start, shape, scratch.Start);
    }
}
