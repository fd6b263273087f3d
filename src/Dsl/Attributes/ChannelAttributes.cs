namespace Sinter;

/// <summary>Adds <see cref="ChannelLayers.PixelShuffle"/>.</summary>
/// <param name="upscaleFactor">How many times higher and wider the image becomes.</param>
public sealed class PixelShuffleAttribute(int upscaleFactor) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.PixelShuffle(upscaleFactor, Name);
}

/// <summary>Adds <see cref="ChannelLayers.PixelUnshuffle"/>.</summary>
/// <param name="downscaleFactor">How many times lower and narrower the image becomes.</param>
public sealed class PixelUnshuffleAttribute(int downscaleFactor) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.PixelUnshuffle(downscaleFactor, Name);
}

/// <summary>Adds <see cref="ChannelLayers.ChannelShuffle"/>.</summary>
/// <param name="groups">The number of groups; it divides the channels.</param>
public sealed class ChannelShuffleAttribute(int groups) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ChannelShuffle(groups, Name);
}
