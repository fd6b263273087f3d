using Sinter.Arrays;
using Sinter.Checkpoints;
using Sinter.Pickles;

namespace Sinter.Loading;

/// <summary>Tells by the first bytes which form weights have, and opens them.</summary>
internal static class WeightFormats
{
    // What people load by mistake.
    private static readonly (string Start, string What)[] Foreign =
    [
        ("version https://git-lfs", "this is what Git LFS keeps in the place of a file; run 'git lfs pull' to get the file"),
        ("<!DOCTYPE", "this is a page of HTML, not the file that was to be downloaded"),
        ("<html", "this is a page of HTML, not the file that was to be downloaded"),
        ("GGUF", "GGUF files are not read; load the safetensors or PyTorch file that it was made from"),
        ("\u0089HDF", "HDF5 files of Keras are not read; save the weights as .npz or safetensors"),
        ("\u001F\u008B", "the file is compressed with gzip; decompress it first"),
        ("BZh", "the file is compressed with bzip2; decompress it first"),
        ("7z\u00BC\u00AF", "7-Zip archives are not read; extract the file first"),
    ];

    /// <summary>Opens a file, or what a folder holds.</summary>
    /// <exception cref="CheckpointException">It is damaged, or of a form that is not read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ITensorSource Open(string path) => Open(new FileContent(Directory.Exists(path) ? WeightFolder.FileOf(path) : path));

    /// <summary>Opens a file that an index names, which is no index itself.</summary>
    public static ITensorSource OpenShard(string path) => Open(new FileContent(path), isShard: true);

    /// <summary>Opens a content, which belongs to the result from here on.</summary>
    public static ITensorSource Open(Content content, bool isShard = false) => content.Open(content => Recognize(content, isShard));

    private static ITensorSource Recognize(Content content, bool isShard)
    {
        var head = content.Head(32);
        foreach (var (start, what) in Foreign)
        {
            if (start.Length <= head.Length && start.Select(character => (byte)character).SequenceEqual(head.Take(start.Length))) throw content.Defect(what);
        }

        return head switch
        {
            [(byte)'P', (byte)'K', 3 or 5, ..] => OpenArchive(new ZipFile(content)),
            [0x80, >= 2 and <= 5, ..] => new LegacyTorchFile(content),
            [0x93, (byte)'N', (byte)'U', (byte)'M', ..] => NumpyFile.Of(content),
            [(byte)'{', ..] when head is not [_, _, _, _, _, _, 0, 0, ..] =>
                isShard ? throw content.Defect("an index names it as a file of tensors, but it is JSON") : ShardedSource.Of(content),
            _ => OpenSafetensors(content),
        };
    }

    private static ITensorSource OpenArchive(ZipFile archive)
    {
        if (TorchFile.RootOf(archive) is not null) return new TorchFile(archive);
        if (NumpyFile.Holds(archive)) return NumpyFile.Of(archive);
        throw archive.Defect("this is a zip archive, but neither PyTorch's nor NumPy's");
    }

    private static SafetensorsFile OpenSafetensors(Content content)
    {
        var file = new SafetensorsFile(content);
        if (CheckpointFormat.IsTrainer(file.Metadata))
            throw file.Defect("the file is a checkpoint of a trainer, not of a network; a trainer's LoadCheckpoint reads it");
        return file;
    }
}
