using Sinter.Graphs;

namespace Sinter;

/// <summary>How a new parameter is filled. The generator of random numbers is the model's, seeded by its constructor.</summary>
public sealed record Initializer
{
    internal enum Distribution
    {
        Constant,
        Uniform,
        Normal,
        TruncatedNormal,
        KaimingUniform,
        KaimingNormal,
        XavierUniform,
        XavierNormal,
    }

    private Initializer(Distribution kind, float first, float second) => (Kind, First, Second) = (kind, first, second);

    internal Distribution Kind { get; }

    /// <summary>The constant, the lower bound, the mean, or the gain.</summary>
    internal float First { get; }

    /// <summary>The upper bound or the standard deviation.</summary>
    internal float Second { get; }

    /// <summary>The row of a table that is filled with zeros instead; null for none.</summary>
    internal int? ZeroRow { get; private init; }

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = Constant(1);

    /// <summary>The same value everywhere.</summary>
    public static Initializer Constant(float value) => new(Distribution.Constant, value, 0);

    /// <summary>Uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    /// <exception cref="NetworkDefinitionException">A bound is not finite, or <paramref name="low"/> is greater than <paramref name="high"/>.</exception>
    public static Initializer Uniform(float low, float high)
    {
        Require.Finite(nameof(Uniform), nameof(low), low);
        Require.Finite(nameof(Uniform), nameof(high), high);
        if (low > high) throw Require.Error(DiagnosticIds.Range, $"{nameof(Uniform)}: low is {low}, but must not be greater than high, {high}; exchange them.");
        return new(Distribution.Uniform, low, high);
    }

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <exception cref="NetworkDefinitionException">A number is not finite, or the deviation is negative.</exception>
    public static Initializer Normal(float mean = 0, float standardDeviation = 1) => Bell(Distribution.Normal, mean, standardDeviation);

    /// <summary>Normal, drawn again until within two standard deviations of the mean.</summary>
    /// <exception cref="NetworkDefinitionException">A number is not finite, or the deviation is negative.</exception>
    public static Initializer TruncatedNormal(float mean = 0, float standardDeviation = 1) => Bell(Distribution.TruncatedNormal, mean, standardDeviation);

    /// <summary>Uniform with variance gain² / fanIn (He et al. 2015). PyTorch's default for Linear and Conv2d has a gain of 1/√3.</summary>
    /// <param name="gain">√2 for ReLU.</param>
    /// <exception cref="NetworkDefinitionException">The gain is not finite, or negative.</exception>
    public static Initializer KaimingUniform(float gain = 1.41421356f) => Scaled(Distribution.KaimingUniform, gain);

    /// <summary>Normal with variance gain² / fanIn (He et al. 2015).</summary>
    /// <param name="gain">√2 for ReLU.</param>
    /// <exception cref="NetworkDefinitionException">The gain is not finite, or negative.</exception>
    public static Initializer KaimingNormal(float gain = 1.41421356f) => Scaled(Distribution.KaimingNormal, gain);

    /// <summary>Uniform with variance 2·gain² / (fanIn + fanOut) (Glorot and Bengio 2010).</summary>
    /// <param name="gain">1 for a linear unit, 5/3 for tanh.</param>
    /// <exception cref="NetworkDefinitionException">The gain is not finite, or negative.</exception>
    public static Initializer XavierUniform(float gain = 1) => Scaled(Distribution.XavierUniform, gain);

    /// <summary>Normal with variance 2·gain² / (fanIn + fanOut) (Glorot and Bengio 2010).</summary>
    /// <param name="gain">1 for a linear unit, 5/3 for tanh.</param>
    /// <exception cref="NetworkDefinitionException">The gain is not finite, or negative.</exception>
    public static Initializer XavierNormal(float gain = 1) => Scaled(Distribution.XavierNormal, gain);

    private static Initializer Bell(Distribution kind, float mean, float standardDeviation)
    {
        Require.Finite($"{kind}", nameof(mean), mean);
        Require.NotNegative($"{kind}", nameof(standardDeviation), standardDeviation);
        return new(kind, mean, standardDeviation);
    }

    private static Initializer Scaled(Distribution kind, float gain)
    {
        Require.NotNegative($"{kind}", nameof(gain), gain);
        return new(kind, gain, 0);
    }

    /// <summary>The same distribution, but for one row of a table, which is zeros.</summary>
    internal Initializer WithZeroRow(int row) => this with { ZeroRow = row };

    /// <summary>
    /// The same distribution with its bounds worked out: as in PyTorch, fanIn is the product of all extents but the first
    /// and fanOut the product of all extents but the second.
    /// </summary>
    internal Initializer For(Shape parameter)
    {
        if (Kind < Distribution.KaimingUniform) return this;
        if (parameter.FullRank < 2)
            throw NetworkDefinitionException.Shape($"{Kind} needs a parameter of two axes or more to count its inputs, but gets {parameter}.");
        var fanIn = (double)parameter.Elements / parameter[0];
        var fanOut = (double)parameter.Elements / parameter[1];
        var deviation = First * Math.Sqrt(Kind is Distribution.KaimingUniform or Distribution.KaimingNormal ? 1 / fanIn : 2 / (fanIn + fanOut));
        if (Kind is Distribution.KaimingNormal or Distribution.XavierNormal) return Normal(0, (float)deviation) with { ZeroRow = ZeroRow };
        var bound = (float)(deviation * Math.Sqrt(3));
        return Uniform(-bound, bound) with { ZeroRow = ZeroRow };
    }
}
