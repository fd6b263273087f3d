namespace Sinter;

/// <summary>Adds <see cref="MovementLayers.Flatten"/>.</summary>
/// <param name="startAxis">The first of the axes, the batch not counted.</param>
/// <param name="endAxis">The last of the axes.</param>
public sealed class FlattenAttribute(int startAxis = 0, int endAxis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Flatten(startAxis, endAxis, Name);
}

/// <summary>Adds <see cref="MovementLayers.Reshape(Tensor, int[])"/>.</summary>
/// <param name="shape">The extents without the batch; one of them may be -1.</param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => MovementLayers.Reshape(x, shape, Name);
}
