/// <summary>transpose: [B, 4, 5, 6] → [B, 6, 4, 5]</summary>
private static void StepTranspose(in Frame frame, long output, long input)
{
    Movement.Copy(
        frame.Workers, output: frame.Batched(output), input: frame.Input(input), extents: [frame.Batch, 6, 20],
        outputStrides: [120, 20, 1], inputStrides: [120, 1, 6]);
}
