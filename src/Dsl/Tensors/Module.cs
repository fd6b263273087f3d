using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// A named part of a network whose weights are shared between all its uses, wherever they are: the two towers of a Siamese
/// network, a block applied several times, in different scopes or in the cell of a scan. The weights are named after the place
/// of the first use.
/// <code>
/// var tower = new Module("tower", x => x.Linear(64).Relu());
/// var distance = tower.Apply(left) - tower.Apply(right);
/// </code>
/// </summary>
public sealed class Module
{
    private readonly string name;
    private readonly Func<Tensor, Tensor> body;
    private readonly SharedWeights weights = new();

    /// <summary>Declares the part; it becomes real with the first <see cref="Apply"/>.</summary>
    /// <param name="name">The scope of its weights, within the scopes of its first use.</param>
    /// <param name="body">The layers.</param>
    public Module(string name, Func<Tensor, Tensor> body) => (this.name, this.body) = (name, body);

    /// <summary>Applies the part. The first use creates the weights, later ones read the same.</summary>
    /// <param name="x">What <c>body</c> is applied to; all uses need the same sizes where weights depend on them.</param>
    /// <returns>What <c>body</c> returns.</returns>
    /// <exception cref="NetworkDefinitionException">A weight would have another shape than at the first use.</exception>
    public Tensor Apply(Tensor x) => Tensor.Within(x.Builder, name, () => body(x), weights);
}
