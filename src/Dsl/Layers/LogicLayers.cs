using Sinter.Graphs;

namespace Sinter;

/// <summary>Conditions put together: numbers of which any but 0 means yes, NaN as well, as in PyTorch. They have no gradient.</summary>
public static class LogicLayers
{
    /// <summary>1 where the two differ, else 0. NaN differs from everything.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor NotEqualTo(this Tensor x, Tensor other) => x.EqualTo(other).EqualTo(0);

    /// <summary>1 where <c>x</c> differs from the number, else 0. NaN differs from everything.</summary>
    public static Tensor NotEqualTo(this Tensor x, float other) => x.EqualTo(other).EqualTo(0);

    /// <summary>1 where <c>x</c> is 0, else 0.</summary>
    public static Tensor LogicalNot(this Tensor x) => x.EqualTo(0);

    /// <summary>1 where neither is 0, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor LogicalAnd(this Tensor x, Tensor other) => Truth(x, "LogicalAnd") * Truth(other, "LogicalAnd");

    /// <summary>1 where one or both are not 0, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor LogicalOr(this Tensor x, Tensor other) => Truth(x, "LogicalOr").Maximum(Truth(other, "LogicalOr"));

    /// <summary>1 where one is 0 and the other is not, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor LogicalXor(this Tensor x, Tensor other) => Truth(x, "LogicalXor").NotEqualTo(Truth(other, "LogicalXor"));

    private static Tensor Truth(Tensor x, string layer)
    {
        Require.NotNull(layer, "a condition", x);
        return x.NotEqualTo(0);
    }
}
