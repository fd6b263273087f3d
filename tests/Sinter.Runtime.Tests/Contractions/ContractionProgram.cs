using Sinter.Runtime;

namespace Sinter.Tests.Contractions;

/// <summary>
/// What this assembly does as a program: a product and two convolutions that fill the largest register tile of every vector, so that
/// <see cref="Disassembly"/> can read what the just-in-time compiler made of it. Test hosts do not call it.
/// </summary>
internal static class ContractionProgram
{
    private static void Main()
    {
        using var x = GuardedBuffer.Random(50_000);
        using var weight = GuardedBuffer.Random(50_000);
        using var output = new GuardedBuffer(50_000);

        // Rows, and the columns of pixels that no padding is near, are a multiple of the height of every tile.
        var product = new MatMulShape(1, Rows: 24, Inner: 40, Columns: 64, TransposedA: false, PackedB: true, SharedB: true);
        MatMul.Run<Identity>(Workers.Single, output.Start, x.Start, weight.Start, product, []);

        var window = new ConvolutionShape
        {
            InHeight = 24, InWidth = 24, InChannels = 32, OutHeight = 24, OutWidth = 24, OutChannels = 32,
            KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1,
        };
        using var scratch = new GuardedBuffer(ScratchSizes.ConvolutionForward(window, workers: 1));
        Convolution.Forward<Identity>(Workers.Single, output.Start, x.Start, weight.Start, window, 1, scratch.Start, []);

        // Windows of 3 x 3 have a kernel of their own, all others go through tiles.
        foreach (var kernel in (int[])[3, 5])
        {
            var width = 24 + kernel - 1;
            var depthwise = window with
            {
                InWidth = width, OutWidth = width, Groups = 32, KernelHeight = kernel, KernelWidth = kernel, PadTop = kernel / 2, PadLeft = kernel / 2,
            };
            Convolution.Depthwise<Identity>(Workers.Single, output.Start, x.Start, weight.Start, depthwise, 1, default, []);
        }
    }
}
