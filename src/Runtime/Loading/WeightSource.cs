using System.Reflection;
using Sinter.Checkpoints;
using Sinter.Loading;

namespace Sinter;

/// <summary>
/// Where weights are: a file, a folder, a stream, bytes in memory, or a resource embedded in an assembly. Streams and bytes become one by
/// themselves where one is asked for. What form the weights have is told by their content, not by a name:
/// <list type="bullet">
/// <item>safetensors, in one file or in several with an index (<c>model.safetensors.index.json</c>);</item>
/// <item>what PyTorch's <c>torch.save</c> writes for a <c>state_dict</c>, today's form and that before version 1.6, in one file or in several
/// (<c>pytorch_model.bin.index.json</c>); nothing in it is executed, and a file that asks for it is refused;</item>
/// <item>NumPy's <c>.npz</c> and <c>.npy</c>;</item>
/// <item>a folder as Hugging Face's <c>save_pretrained</c> writes it, with one of these in it.</item>
/// </list>
/// </summary>
public sealed class WeightSource
{
    private readonly Func<ITensorSource> open;

    private WeightSource(Func<ITensorSource> open) => this.open = open;

    /// <summary>A file or a folder.</summary>
    public static WeightSource FromPath(string path) => new(() => WeightFormats.Open(path));

    /// <summary>
    /// What a stream holds from where it stands to its end. A stream that can seek is read at the places of the weights; any other is read
    /// into memory first, and may hold at most 2 GB. It stays open, and belongs to the caller.
    /// </summary>
    public static WeightSource FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(() => WeightFormats.Open(SeekableContent.Of(stream, "the stream", isOwned: false)));
    }

    /// <summary>Bytes in memory, which must not change while they are read.</summary>
    public static WeightSource FromBytes(ReadOnlyMemory<byte> bytes) => new(() => WeightFormats.Open(new MemoryContent("the bytes", bytes)));

    /// <summary>A resource that is embedded in an assembly (<c>EmbeddedResource</c> in the project).</summary>
    /// <param name="assembly">The assembly, such as <c>typeof(MyNetwork).Assembly</c>.</param>
    /// <param name="name">The full name of the resource, such as <c>"MyProject.weights.safetensors"</c>.</param>
    /// <exception cref="FileNotFoundException">When it is read: the assembly has no such resource. The message lists those that it has.</exception>
    public static WeightSource FromResource(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(() => WeightFormats.Open(SeekableContent.Of(Resource(assembly, name), $"the resource {name}", isOwned: true)));
    }

    /// <summary>See <see cref="FromStream"/>.</summary>
    public static implicit operator WeightSource(Stream stream) => FromStream(stream);

    /// <summary>See <see cref="FromBytes"/>.</summary>
    public static implicit operator WeightSource(ReadOnlyMemory<byte> bytes) => FromBytes(bytes);

    /// <summary>See <see cref="FromBytes"/>.</summary>
    public static implicit operator WeightSource(byte[] bytes) => FromBytes(bytes);

    internal ITensorSource Open() => open();

    private static Stream Resource(Assembly assembly, string name)
    {
        const int Shown = 20;
        if (assembly.GetManifestResourceStream(name) is { } stream) return stream;
        var names = assembly.GetManifestResourceNames();
        var has = names.Length == 0 ? "none: add <EmbeddedResource Include=\"…\" /> to its project" : string.Join(", ", names.Take(Shown)) + (names.Length > Shown ? ", …" : "");
        throw new FileNotFoundException($"{assembly.GetName().Name} has no embedded resource '{name}'; it has {has}.");
    }
}
