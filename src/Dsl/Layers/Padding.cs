namespace Sinter;

/// <summary>Zero padding of a convolution by intent rather than by number.</summary>
public enum Padding
{
    /// <summary>None: the window stays within the image.</summary>
    Valid,

    /// <summary>
    /// As much as keeps height and width; of an odd total the larger half goes to the bottom and right. With a stride, as much as TensorFlow
    /// adds for as many windows as there are steps, <c>⌈height / stride⌉</c>; PyTorch has no such padding. It depends on the size of the
    /// image then, so that along an extent that every call chooses the stride has to be 1.
    /// </summary>
    Same,

    /// <summary>
    /// Of a sequence: as much before it as lets every window end where it stands, <c>dilation·(kernel - 1)</c>, and nothing behind it. No
    /// element of the result is computed from one that comes later (van den Oord et al. 2016).
    /// </summary>
    Causal,
}
