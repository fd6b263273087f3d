namespace Sinter;

/// <summary>A limit on gradients, applied before weight decay and the optimizer's rule.</summary>
public sealed class GradientClipping
{
    private readonly double maximum;
    private readonly bool isNorm;

    private GradientClipping(double maximum, bool isNorm)
    {
        if (!(maximum > 0)) throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The limit must be positive.");
        (this.maximum, this.isNorm) = (maximum, isNorm);
    }

    /// <summary>
    /// Scales all gradients together by <c>maximum / (norm + 1e-6)</c> when that is below 1, where the norm is the Euclidean one of all that are
    /// trained (<see cref="TrainingSession.GradientNorm"/>): PyTorch's <c>clip_grad_norm_</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not positive.</exception>
    public static GradientClipping ByGlobalNorm(double maximum) => new(maximum, isNorm: true);

    /// <summary>Limits each gradient on its own to the range from -<paramref name="maximum"/> to <paramref name="maximum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not positive.</exception>
    public static GradientClipping ByValue(double maximum) => new(maximum, isNorm: false);

    internal float Scale(double norm) => isNorm ? (float)Math.Min(1, maximum / (norm + 1e-6)) : 1;

    internal float Limit => isNorm ? float.PositiveInfinity : (float)maximum;
}
