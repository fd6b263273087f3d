/// <summary>concat: [B, 4, 6] → [B, 4, 18]</summary>
private static void StepConcat(in Frame frame, long output, long input, long input2)
{
    Movement.Copy(
        frame.Workers, output: frame.Batched(output), input: frame.Batched(input), extents: [4 * frame.Batch, 6], outputStrides: [18, 1],
        inputStrides: [6, 1]);
    Movement.Copy(
        frame.Workers, output: frame.Batched(output).At(6), input: frame.Batched(input2), extents: [4 * frame.Batch, 6],
        outputStrides: [18, 1], inputStrides: [6, 1]);
    Movement.Copy(
        frame.Workers, output: frame.Batched(output).At(12), input: frame.Batched(input), extents: [4 * frame.Batch, 6],
        outputStrides: [18, 1], inputStrides: [6, 1]);
}
