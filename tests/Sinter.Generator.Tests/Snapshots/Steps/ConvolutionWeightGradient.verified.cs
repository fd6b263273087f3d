/// <summary>conv: gradient of conv.weight, transpose: [4, 3, 3, 3]</summary>
private static void ConvTranspose2(in Frame frame, long output, long input)
{
    Movement.Copy(
        frame.Workers, output: frame.Gradient(output), input: frame.Fixed(input), extents: [4, 3, 9], outputStrides: [27, 9, 1],
        inputStrides: [27, 1, 3]);
}
