/// <summary>pad: [B, 4, 6] → [B, 4, 11]</summary>
private static void StepPad(in Frame frame, long output, long input)
{
    Movement.Fill(
        frame.Workers, output: frame.Batched(output), count: 44 * frame.Batch, value: -1f);
    Movement.Copy(
        frame.Workers, output: frame.Batched(output).At(2), input: frame.Input(input), extents: [4 * frame.Batch, 6],
        outputStrides: [11, 1], inputStrides: [6, 1]);
}
