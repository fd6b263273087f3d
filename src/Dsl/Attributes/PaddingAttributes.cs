namespace Sinter;

/// <summary>Adds <see cref="PaddingLayers.ZeroPad2d(Tensor, int, string)"/>.</summary>
/// <param name="padding">Rows and columns on each side: zeros.</param>
public sealed class ZeroPad2dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ZeroPad2d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.ZeroPad1d"/>.</summary>
/// <param name="padding">Elements at each end: zeros.</param>
public sealed class ZeroPad1dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ZeroPad1d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.ReflectionPad2d(Tensor, int, string)"/>.</summary>
/// <param name="padding">Rows and columns on each side: the elements next to each end in reverse order.</param>
public sealed class ReflectionPad2dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ReflectionPad2d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.ReflectionPad1d"/>.</summary>
/// <param name="padding">Elements at each end: the elements next to each end in reverse order.</param>
public sealed class ReflectionPad1dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ReflectionPad1d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.ReplicationPad2d(Tensor, int, string)"/>.</summary>
/// <param name="padding">Rows and columns on each side: the last element at each end.</param>
public sealed class ReplicationPad2dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ReplicationPad2d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.ReplicationPad1d"/>.</summary>
/// <param name="padding">Elements at each end: the last element at each end.</param>
public sealed class ReplicationPad1dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ReplicationPad1d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.CircularPad2d(Tensor, int, string)"/>.</summary>
/// <param name="padding">Rows and columns on each side: the elements of the other end.</param>
public sealed class CircularPad2dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.CircularPad2d(padding, Name);
}

/// <summary>Adds <see cref="PaddingLayers.CircularPad1d"/>.</summary>
/// <param name="padding">Elements at each end: the elements of the other end.</param>
public sealed class CircularPad1dAttribute(int padding) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.CircularPad1d(padding, Name);
}
