namespace Sinter.Tests.Simd;

/// <summary>Double-precision functions .NET lacks, accurate to far more than a float.</summary>
internal static class ExactFunctions
{
    public static double Expm1(double x)
    {
        if (x == 0 || double.IsNaN(x)) return x;
        if (Math.Abs(x) > 0.5) return Math.Exp(x) - 1;
        var (sum, term) = (0.0, x);
        for (var n = 2; n < 30 && Math.Abs(term) > Math.Abs(sum) * 1e-18; n++)
        {
            sum += term;
            term *= x / n;
        }

        return sum;
    }

    public static double Log1p(double x)
    {
        if (Math.Abs(x) > 0.25) return Math.Log(1 + x);
        if (Math.Abs(x) < 1e-8) return x == 0 ? x : x - (x * x / 2);
        var sum = 1 + x;
        return Math.Log(sum) * x / (sum - 1);
    }

    public static double Tanh(double x)
    {
        if (x == 0 || double.IsNaN(x)) return x;
        if (Math.Abs(x) > 20) return Math.Sign(x);
        var e = Expm1(2 * x);
        return e / (e + 2);
    }

    public static double Sinh(double x)
    {
        if (x == 0 || double.IsNaN(x)) return x;
        if (Math.Abs(x) > 1) return Math.Sinh(x);
        var e = Expm1(x);
        return (e + (e / (e + 1))) / 2;
    }

    public static double Erf(double x)
    {
        if (x == 0 || double.IsNaN(x)) return x;
        var size = Math.Abs(x);
        if (size > 6) return Math.Sign(x);

        // 2/sqrt(pi) e^-x^2 (x + 2x^3/3 + 4x^5/15 + ...): all terms have one sign, so nothing cancels.
        var (sum, term) = (0.0, size);
        for (var n = 1; n < 200 && term > sum * 1e-18; n++)
        {
            sum += term;
            term *= 2 * size * size / ((2 * n) + 1);
        }

        return Math.CopySign(2 / Math.Sqrt(Math.PI) * Math.Exp(-size * size) * sum, x);
    }
}
