using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    /// <summary>Transforms a weight for <see cref="ForwardWinograd"/>, in double precision, into panels of 32 output channels.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="transformed">
    /// <see cref="ScratchSizes.WinogradWeight"/> floats, <c>[panel][position][input channel][32]</c>; must not overlap the weight.
    /// </param>
    /// <param name="weight"><c>[outChannels, 3, 3, inChannels]</c>.</param>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="outChannels">Output channels.</param>
    public static void TransformWeight(Workers workers, FloatBuffer transformed, FloatBuffer weight, int inChannels, int outChannels)
    {
        var job = new WinogradWeightJob { Transformed = transformed.Pointer, Weight = weight.Pointer, In = inChannels, Out = outChannels };
        var panels = (outChannels + MatMul.PanelWidth - 1) / MatMul.PanelWidth;
        workers.Run(&TransformPanels, &job, panels, 1, (long)outChannels * inChannels * ScratchSizes.WinogradPositions);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformPanels(void* state, int worker, long begin, long end)
    {
        var job = (WinogradWeightJob*)state;
        var rows = stackalloc double[Winograd.Span * 3];
        var points = stackalloc double[Winograd.Span];
        for (var panel = begin; panel < end; panel++)
        {
            var target = job->Transformed + (panel * ScratchSizes.WinogradPositions * job->In * MatMul.PanelWidth);
            var first = (int)panel * MatMul.PanelWidth;
            for (var column = 0; column < MatMul.PanelWidth; column++)
            for (var channel = 0; channel < job->In; channel++)
            {
                var place = target + ((long)channel * MatMul.PanelWidth) + column;
                var stride = (long)job->In * MatMul.PanelWidth;
                if (first + column >= job->Out)
                {
                    for (var position = 0; position < ScratchSizes.WinogradPositions; position++) place[position * stride] = 0;
                    continue;
                }

                var window = job->Weight + ((long)(first + column) * 9 * job->In) + channel;
                for (var x = 0; x < 3; x++)
                {
                    Evaluate(window[x * job->In], window[(3 + x) * job->In], window[(6 + x) * job->In], points);
                    for (var i = 0; i < Winograd.Span; i++) rows[(i * 3) + x] = points[i];
                }

                for (var i = 0; i < Winograd.Span; i++)
                {
                    Evaluate(rows[i * 3], rows[(i * 3) + 1], rows[(i * 3) + 2], points);
                    for (var k = 0; k < Winograd.Span; k++) place[((i * Winograd.Span) + k) * stride] = (float)points[k];
                }
            }
        }
    }

    /// <summary>The polynomial with these coefficients at the six points, each divided by its distances to the other finite ones.</summary>
    private static void Evaluate(double w0, double w1, double w2, double* points)
    {
        const double A = Winograd.A, B = Winograd.B;
        const double AtA = 1 / (2 * A * A * ((A * A) - (B * B))), AtB = 1 / (2 * B * B * ((B * B) - (A * A)));
        points[0] = w0 / (A * A * B * B);
        points[1] = (w0 + (A * w1) + (A * A * w2)) * AtA;
        points[2] = (w0 - (A * w1) + (A * A * w2)) * AtA;
        points[3] = (w0 + (B * w1) + (B * B * w2)) * AtB;
        points[4] = (w0 - (B * w1) + (B * B * w2)) * AtB;
        points[5] = w2;
    }

    private struct WinogradWeightJob
    {
        public FloatPointer Transformed;
        public FloatPointer Weight;
        public int In;
        public int Out;
    }
}
