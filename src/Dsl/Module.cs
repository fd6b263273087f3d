using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// A named part of a network whose weights are shared between all its uses: the two towers of a Siamese network,
/// a block applied several times.
/// <code>
/// var tower = new Module("tower", x => x.Linear(64).Relu());
/// var distance = tower.Apply(left) - tower.Apply(right);
/// </code>
/// </summary>
public sealed class Module
{
    private readonly string name;
    private readonly Func<Tensor, Tensor> body;
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>Declares the part; it becomes real with the first <see cref="Apply"/>.</summary>
    /// <param name="name">The scope of its weights.</param>
    /// <param name="body">The layers.</param>
    public Module(string name, Func<Tensor, Tensor> body) => (this.name, this.body) = (name, body);

    /// <summary>Applies the part. The first use creates the weights, later ones read the same.</summary>
    public Tensor Apply(Tensor x)
    {
        using (x.Builder.EnterScope(name, keys)) return body(x);
    }
}
