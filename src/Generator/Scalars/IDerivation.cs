using Sinter.Graphs;

namespace Sinter.Generator.Scalars;

/// <summary>Adds the gradients of a function's inputs to the graph.</summary>
internal delegate void DerivativeRule(IDerivation step);

/// <summary>What the derivative of a scalar function is computed from: the step of the backward pass that has come to it.</summary>
internal interface IDerivation
{
    /// <summary>The graph that gradients are added to.</summary>
    GraphBuilder Builder { get; }

    /// <summary>The node of the function.</summary>
    Node Node { get; }

    /// <summary>The value it computes.</summary>
    int Output { get; }

    /// <summary>The gradient of the loss with respect to <see cref="Output"/>, of the same shape.</summary>
    int Gradient { get; }

    /// <summary>The value of an input.</summary>
    int Input(int index);

    /// <summary>Whether an input is a number known at build time.</summary>
    bool IsConstant(int index);

    /// <summary>Whether the gradient of an input is asked for.</summary>
    bool Wants(int index);

    /// <summary>States the gradient of an input, if it is asked for. What broadcasting repeated is added up again.</summary>
    void Give(int index, Func<int> gradientOfInput);

    /// <summary>States the gradient of a branch of a selection.</summary>
    void GiveBranch(int index, bool whereTrue);
}
