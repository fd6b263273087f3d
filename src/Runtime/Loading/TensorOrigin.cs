using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>Where the values of a tensor can be read once more.</summary>
/// <param name="Source">The tensor of an open file.</param>
/// <param name="File">What messages call the file.</param>
/// <param name="Sum">What its values came to when they were read.</param>
internal sealed record TensorOrigin(SourceTensor Source, string File, ulong Sum)
{
    /// <summary>The open file.</summary>
    public FileContent Content => FileOf(Source)!;

    /// <summary>The origin of a tensor that has been read, if it lies as it is in a file that can stay open; otherwise null.</summary>
    public static TensorOrigin? Of(SourceTensor source, string file, ulong sum) => FileOf(source) is null ? null : new(source, file, sum);

    private static FileContent? FileOf(SourceTensor source) => (source.Place as ContentPlace)?.Content as FileContent;
}
