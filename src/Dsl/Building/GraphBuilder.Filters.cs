namespace Sinter.Graphs;

/// <content>The filters of convolutions that go the other way.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>
    /// The filters of the convolution that leads from the results of another back to its images: reversed in height and width, with input
    /// and output channels exchanged. <c>[a, b/groups, KH, KW]</c> becomes <c>[b, a/groups, KH, KW]</c>; done twice, nothing has changed.
    /// </summary>
    public int ReversedFilters(int weight, int groups, bool channelsLast = false)
    {
        var shape = ShapeOf(weight);
        var (first, perGroup, height, width) = ImageShape.Read(shape, channelsLast, "Convolution");
        var (kernelHeight, kernelWidth) = (height.Value, width.Value);
        if (kernelHeight * kernelWidth > 1)
        {
            // Both axes at once: they are neighbours in either memory order.
            var taps = channelsLast ? Shape.Of(first, kernelHeight * kernelWidth, perGroup) : Shape.Of(first, perGroup, kernelHeight * kernelWidth);
            weight = Reshape(Add(new FlipOp(channelsLast ? 1 : 2), Reshape(weight, taps)), shape);
        }

        if (groups == 1) return Transpose(weight, channelsLast ? [3, 1, 2, 0] : [1, 0, 2, 3]);
        var firstPerGroup = first.Value / groups;
        var grouped = channelsLast
            ? Shape.Of(groups, firstPerGroup, kernelHeight, kernelWidth, perGroup)
            : Shape.Of(groups, firstPerGroup, perGroup, kernelHeight, kernelWidth);
        weight = Transpose(Reshape(weight, grouped), channelsLast ? [0, 4, 2, 3, 1] : [0, 2, 1, 3, 4]);
        return Reshape(weight, ImageShape.Write(groups * perGroup, firstPerGroup, kernelHeight, kernelWidth, channelsLast));
    }
}
