namespace Sinter.Graphs;

/// <summary>What a pointwise primitive computes from one element of each input.</summary>
internal enum ScalarFunction
{
    // One input.
    Negate,       // -a
    Abs,          // |a|
    Sign,         // -1, 0 or 1
    Exp,          // e^a
    Expm1,        // e^a - 1, exact near 0
    Log,          // natural logarithm
    Log1p,        // ln(1 + a), exact near 0
    Sqrt,         // square root
    Rsqrt,        // 1 / sqrt(a)
    Tanh,         // hyperbolic tangent
    Sigmoid,      // 1 / (1 + e^-a)
    Erf,          // error function
    Sin,          // sine, radians
    Cos,          // cosine, radians
    Tan,          // tangent, radians
    Asin,         // the angle with a sine, -pi/2 to pi/2
    Acos,         // the angle with a cosine, 0 to pi
    Atan,         // the angle with a tangent, -pi/2 to pi/2
    Sinh,         // hyperbolic sine
    Cosh,         // hyperbolic cosine
    Floor,        // largest integer not above a
    Ceil,         // smallest integer not below a
    Round,        // nearest integer, the even one of two
    Reciprocal,   // 1 / a
    ToFloat,      // 32-bit integer to float

    // Two inputs.
    Add,          // a + b
    Subtract,     // a - b
    Multiply,     // a * b
    Divide,       // a / b
    Mod,          // a - b * floor(a / b)
    Maximum,      // the larger
    Minimum,      // the smaller
    Less,         // a < b ? 1 : 0
    LessOrEqual,  // a <= b ? 1 : 0
    Equal,        // a == b ? 1 : 0

    // Three inputs.
    Select,       // a != 0 ? b : c
}

/// <summary>What equality of floats does not tell.</summary>
internal static class SignedZero
{
    /// <summary>Whether the number is zero with a minus sign.</summary>
    public static bool IsNegativeZero(this float value) => value == 0 && 1 / value < 0;
}
