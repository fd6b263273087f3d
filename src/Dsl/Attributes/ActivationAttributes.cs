namespace Sinter;

/// <summary>Adds <see cref="ActivationLayers.Relu"/>.</summary>
public sealed class ReluAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Relu(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Relu6"/>.</summary>
public sealed class Relu6Attribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Relu6(Name);
}

/// <summary>Adds <see cref="ActivationLayers.LeakyRelu"/>.</summary>
/// <param name="negativeSlope">The slope below 0.</param>
public sealed class LeakyReluAttribute(float negativeSlope = 0.01f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LeakyRelu(negativeSlope, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Sigmoid"/>.</summary>
public sealed class SigmoidAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Sigmoid(Name);
}

/// <summary>Adds <see cref="ActivationLayers.HardSigmoid"/>.</summary>
public sealed class HardSigmoidAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.HardSigmoid(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Tanh"/>.</summary>
public sealed class TanhAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Tanh(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Gelu"/>.</summary>
/// <param name="approximate">Exact by default.</param>
public sealed class GeluAttribute(GeluApproximation approximate = GeluApproximation.None) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Gelu(approximate, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Silu"/>.</summary>
public sealed class SiluAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Silu(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Elu"/>.</summary>
/// <param name="alpha">The negative of the limit at -∞.</param>
public sealed class EluAttribute(float alpha = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Elu(alpha, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Softplus"/>.</summary>
/// <param name="beta">The larger, the nearer to ReLU.</param>
public sealed class SoftplusAttribute(float beta = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Softplus(beta, Name);
}

/// <summary>Adds <see cref="ActivationLayers.HardSwish"/>.</summary>
public sealed class HardSwishAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.HardSwish(Name);
}

/// <summary>Adds <see cref="SoftmaxLayers.Softmax"/>.</summary>
/// <param name="axis">The axis, the batch not counted.</param>
public sealed class SoftmaxAttribute(int axis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Softmax(axis, Name);
}

/// <summary>Adds <see cref="SoftmaxLayers.LogSoftmax"/>.</summary>
/// <param name="axis">The axis, the batch not counted.</param>
public sealed class LogSoftmaxAttribute(int axis = -1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LogSoftmax(axis, Name);
}
