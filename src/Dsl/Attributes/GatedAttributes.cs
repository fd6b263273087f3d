namespace Sinter;

/// <summary>Adds <see cref="GatedLayers.Glu"/>.</summary>
/// <param name="axis">The axis that is halved, the batch not counted.</param>
public sealed class GluAttribute(int axis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Glu(axis, Name);
}

/// <summary>Adds <see cref="GatedLayers.GeGlu"/>.</summary>
/// <param name="axis">The axis that is halved, the batch not counted.</param>
/// <param name="approximate">Exact by default.</param>
public sealed class GeGluAttribute(int axis = -1, GeluApproximation approximate = GeluApproximation.None) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.GeGlu(axis, approximate, Name);
}

/// <summary>Adds <see cref="GatedLayers.SwiGlu"/>.</summary>
/// <param name="axis">The axis that is halved, the batch not counted.</param>
public sealed class SwiGluAttribute(int axis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.SwiGlu(axis, Name);
}

/// <summary>Adds <see cref="GatedLayers.ReGlu"/>.</summary>
/// <param name="axis">The axis that is halved, the batch not counted.</param>
public sealed class ReGluAttribute(int axis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ReGlu(axis, Name);
}
