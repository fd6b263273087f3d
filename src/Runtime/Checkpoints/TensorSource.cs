namespace Sinter.Checkpoints;

/// <summary>Tensors of a file that belong together: all of it, or a dictionary in it.</summary>
/// <param name="path">Where in the file it is, as <c>["state_dict"]</c>; empty for the whole of it.</param>
/// <param name="names">The names of the tensors.</param>
/// <param name="describe">What the file says of one of them.</param>
internal sealed class TensorSection(string path, string[] names, Func<int, SourceTensor> describe)
{
    /// <summary>The keys that lead to it, with dots between them; empty for the whole file.</summary>
    public string Path { get; } = path;

    /// <summary>The names of the tensors; no two are the same.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>What the file says of a tensor.</summary>
    public SourceTensor this[int index] => describe(index);
}

/// <summary>What weights are read from: a file, or several that belong together.</summary>
internal interface ITensorSource : IDisposable
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>What it holds; more than one where it has several dictionaries of tensors.</summary>
    IReadOnlyList<TensorSection> Sections { get; }
}
