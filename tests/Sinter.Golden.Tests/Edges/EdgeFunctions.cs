namespace Sinter.Golden.Edges;

/// <summary>What each function is in PyTorch stands under its name in eng/goldens/edges.py. The compiler reads these tables.</summary>
internal static class EdgeFunctions
{
    public static (string Name, Func<Tensor, Tensor> Function)[] Scalars() => new (string Name, Func<Tensor, Tensor> Function)[]
    {
        ("relu", x => x.Relu()),
        ("relu6", x => x.Relu6()),
        ("leaky_relu", x => x.LeakyRelu(0.1f)),
        ("sigmoid", x => x.Sigmoid()),
        ("hardsigmoid", x => x.HardSigmoid()),
        ("tanh", x => x.Tanh()),
        ("gelu", x => x.Gelu()),
        ("gelu_tanh", x => x.Gelu(GeluApproximation.Tanh)),
        ("silu", x => x.Silu()),
        ("elu", x => x.Elu()),
        ("elu_half", x => x.Elu(0.5f)),
        ("selu", x => x.Selu()),
        ("celu", x => x.Celu(2)),
        ("softplus", x => x.Softplus()),
        ("softplus_small", x => x.Softplus(0.01f)),
        ("softplus_large", x => x.Softplus(100)),
        ("logsigmoid", x => x.LogSigmoid()),
        ("mish", x => x.Mish()),
        ("hardswish", x => x.HardSwish()),
        ("exp", x => x.Exp()),
        ("log", x => x.Log()),
        ("log1p", x => x.Log1p()),
        ("sqrt", x => x.Sqrt()),
        ("rsqrt", x => x.Rsqrt()),
        ("reciprocal", x => 1 / x),
        ("erf", x => x.Erf()),
        ("abs", x => x.Abs()),
        ("sign", x => x.Sign()),
        ("floor", x => x.Floor()),
        ("ceil", x => x.Ceil()),
        ("round", x => x.Round()),
        ("sin", x => x.Sin()),
        ("cos", x => x.Cos()),
        ("tan", x => x.Tan()),
        ("asin", x => x.Asin()),
        ("acos", x => x.Acos()),
        ("atan", x => x.Atan()),
        ("sinh", x => x.Sinh()),
        ("cosh", x => x.Cosh()),
        ("reciprocal_function", x => x.Reciprocal()),
        ("mod_2.5", x => x.Mod(2.5f)),
        ("mod_-1.5", x => x.Mod(-1.5f)),
        ("mod_by", x => x.Clamp(-5, 5).Mod(x)),
        ("clamp", x => x.Clamp(-1, 2.5f)),
        ("clamp_min", x => x.Maximum(0.5f)),
        ("clamp_max", x => x.Minimum(-1)),
        ("maximum", x => x.Maximum(-x)),
        ("minimum", x => x.Minimum(x.Abs())),
        ("pow_-2.5", x => x.Pow(-2.5f)),
        ("pow_-2", x => x.Pow(-2)),
        ("pow_-1", x => x.Pow(-1)),
        ("pow_-0.5", x => x.Pow(-0.5f)),
        ("pow_-0.25", x => x.Pow(-0.25f)),
        ("pow_0.3", x => x.Pow(0.3f)),
        ("pow_0.5", x => x.Pow(0.5f)),
        ("pow_1", x => x.Pow(1)),
        ("pow_1.5", x => x.Pow(1.5f)),
        ("pow_2", x => x.Pow(2)),
        ("pow_2.5", x => x.Pow(2.5f)),
        ("pow_3", x => x.Pow(3)),
        ("negate", x => -x),
        ("plus_zero", x => x + 0f),
        ("plus_minus_zero", x => x + -0f),
        ("minus_zero", x => x - 0f),
        ("minus_minus_zero", x => x - -0f),
        ("zero_minus", x => 0f - x),
        ("times_zero", x => x * 0f),
        ("difference", x => -(x - x.Abs())),
        ("signs_of_zero", x => (1 / x.Greater(0).Where(0f, -0f)) + (x * 0f)),
    };

    public static (string Name, Func<Tensor, Tensor> Function)[] OfRows() => new (string Name, Func<Tensor, Tensor> Function)[]
    {
        ("softmax", x => x.Softmax()),
        ("log_softmax", x => x.LogSoftmax()),
        ("amax", x => FourTimes(x.Max(1, keepDims: true))),
        ("max_pool", x => TwiceAside(x.Unsqueeze(0).MaxPool2d((1, 2)).Reshape(9, 2))),
    };

    /// <summary>A function of each of the points, less a parameter of zeros that shows its gradient: <c>[functions · points]</c>.</summary>
    public static Tensor All(this Tensor x, (string Name, Func<Tensor, Tensor> Function)[] functions) =>
        Tensor.Concat(functions.Select(entry => entry.Function(x.Shown(entry.Name))).ToArray(), 0);

    /// <summary>The value as it is, with the sign of its zeros, and a parameter whose gradient is the negative of its own.</summary>
    public static Tensor Shown(this Tensor x, string name) => x - x.Parameter(name, Enumerable.Range(0, x.Shape.Length).Select(axis => x.Shape[axis]).ToArray(), Initializer.Zeros);

    private static Tensor TwiceAside(Tensor x) => Tensor.Concat(new[] { x, x }, 1);

    private static Tensor FourTimes(Tensor x) => Tensor.Concat(new[] { x, x, x, x }, 1);
}
