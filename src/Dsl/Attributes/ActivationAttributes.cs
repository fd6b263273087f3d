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

/// <summary>Adds <see cref="ActivationLayers.Hardtanh"/>.</summary>
/// <param name="minVal">The smallest value of the result.</param>
/// <param name="maxVal">The largest value of the result.</param>
public sealed class HardtanhAttribute(float minVal = -1, float maxVal = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Hardtanh(minVal, maxVal, Name);
}

/// <summary>Adds <see cref="ActivationLayers.PRelu"/>.</summary>
/// <param name="numParameters">1 for one slope, or the number of channels.</param>
/// <param name="init">What the slopes begin with.</param>
public sealed class PReluAttribute(int numParameters = 1, float init = 0.25f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.PRelu(numParameters, init, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Selu"/>.</summary>
public sealed class SeluAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Selu(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Celu"/>.</summary>
/// <param name="alpha">The negative of the limit at -∞.</param>
public sealed class CeluAttribute(float alpha = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Celu(alpha, Name);
}

/// <summary>Adds <see cref="ActivationLayers.LogSigmoid"/>.</summary>
public sealed class LogSigmoidAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LogSigmoid(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Mish"/>.</summary>
public sealed class MishAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Mish(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Threshold"/>.</summary>
/// <param name="threshold">What an element has to be above.</param>
/// <param name="value">What stands for all the rest.</param>
public sealed class ThresholdAttribute(float threshold, float value) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Threshold(threshold, value, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Softsign"/>.</summary>
public sealed class SoftsignAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Softsign(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Tanhshrink"/>.</summary>
public sealed class TanhshrinkAttribute : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Tanhshrink(Name);
}

/// <summary>Adds <see cref="ActivationLayers.Softshrink"/>.</summary>
/// <param name="lambd">How much is taken away.</param>
public sealed class SoftshrinkAttribute(float lambd = 0.5f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Softshrink(lambd, Name);
}

/// <summary>Adds <see cref="ActivationLayers.Hardshrink"/>.</summary>
/// <param name="lambd">The largest magnitude that becomes 0.</param>
public sealed class HardshrinkAttribute(float lambd = 0.5f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Hardshrink(lambd, Name);
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
