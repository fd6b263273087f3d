/// <summary>flip: [B, 4, 6] → [B, 4, 6]</summary>
private static void StepFlip(in Frame frame, long output, long input)
{
    Movement.Copy(
        frame.Workers, output: frame.Batched(output), input: frame.Input(input).At(5), extents: [4 * frame.Batch, 6],
        outputStrides: [6, 1], inputStrides: [6, -1]);
}
