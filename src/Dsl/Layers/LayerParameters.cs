using Sinter.Graphs;

namespace Sinter;

/// <summary>The parameters that layers have in common, with PyTorch's names and default initialisation.</summary>
internal static class LayerParameters
{
    /// <summary>PyTorch's <c>kaiming_uniform_(a=√5)</c>: a gain of √(2 / (1 + 5)).</summary>
    private const float DefaultGain = 0.57735027f;

    /// <summary>A weight of two axes or more.</summary>
    public static Tensor Weight(this Tensor x, string name, Shape shape, Initializer? initializer) =>
        x.With(x.Builder.Parameter(name, shape, initializer ?? Initializer.KaimingUniform(DefaultGain)));

    /// <summary>A number for each output, uniform within ±1/√<paramref name="fanIn"/>, without weight decay.</summary>
    public static Tensor Bias(this Tensor x, int outputs, long fanIn, Initializer? initializer)
    {
        var bound = (float)(1 / Math.Sqrt(fanIn));
        return x.With(x.Builder.Parameter("bias", Shape.Of(outputs), initializer ?? Initializer.Uniform(-bound, bound), decays: false));
    }

    /// <summary>The scale of a normalisation: ones, without weight decay.</summary>
    public static Tensor Scale(this Tensor x, Shape shape) => x.With(x.Builder.Parameter("weight", shape, Initializer.Ones, decays: false));

    /// <summary>The offset of a normalisation: zeros, without weight decay.</summary>
    public static Tensor Offset(this Tensor x, Shape shape) => x.With(x.Builder.Parameter("bias", shape, Initializer.Zeros, decays: false));

    /// <summary>A value per channel, <c>[C]</c>, with as many trailing axes of 1 as it takes to meet <c>[B, C, …]</c>.</summary>
    public static Tensor PerChannel(this Tensor value, Tensor like) =>
        value.With(value.Builder.Reshape(value.Id, new Shape(value.Shape.Dims.Concat(Enumerable.Repeat<Dim>(1, like.Shape.Rank - 1)))));
}
