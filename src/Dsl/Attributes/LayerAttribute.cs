using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// One layer of a network whose layers are listed as attributes, applied in the order of the source. Each has the
/// parameters, defaults and checks of the method of the same name.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }

    /// <summary>The name in checkpoints and the summary; by default the kind and a number: <c>linear1</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Adds the layer.</summary>
    internal abstract Tensor Apply(Tensor x);

    /// <summary>Adds the layer to an input of tokens.</summary>
    internal virtual Tensor Apply(Tokens tokens)
    {
        var kind = GetType().Name.Replace(nameof(Attribute), "");
        throw Require.Error(DiagnosticIds.Kind, $"{Require.Title(kind, Name)} reads numbers, but the input is tokens; put [Embedding(vocabulary, dimension)] first.");
    }
}
