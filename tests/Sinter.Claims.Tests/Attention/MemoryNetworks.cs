namespace Sinter.Claims.Attention;

/// <summary>The matrix of scores of 512 places.</summary>
[Network]
public partial class Explicit512
{
    private static Tensor Define([Shape(512, Mixing.Features)] Tensor x) => Mixing.Explicit(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}

/// <summary>The matrix of scores of 1,024 places.</summary>
[Network]
public partial class Explicit1024
{
    private static Tensor Define([Shape(1024, Mixing.Features)] Tensor x) => Mixing.Explicit(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}

/// <summary>The matrix of scores of 2,048 places.</summary>
[Network]
public partial class Explicit2048
{
    private static Tensor Define([Shape(2048, Mixing.Features)] Tensor x) => Mixing.Explicit(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}

/// <summary>Attention of 512 places without the matrix.</summary>
[Network]
public partial class Fused512
{
    private static Tensor Define([Shape(512, Mixing.Features)] Tensor x) => Mixing.Fused(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}

/// <summary>Attention of 1,024 places without the matrix.</summary>
[Network]
public partial class Fused1024
{
    private static Tensor Define([Shape(1024, Mixing.Features)] Tensor x) => Mixing.Fused(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}

/// <summary>Attention of 2,048 places without the matrix.</summary>
[Network]
public partial class Fused2048
{
    private static Tensor Define([Shape(2048, Mixing.Features)] Tensor x) => Mixing.Fused(x);

    private static Tensor Loss(Tensor y) => y.Square().Mean();
}
