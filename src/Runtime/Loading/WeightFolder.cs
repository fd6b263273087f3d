using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>Finds the weights in a folder as Hugging Face's <c>save_pretrained</c> writes it.</summary>
internal static class WeightFolder
{
    // In the order in which Hugging Face looks for them.
    private static readonly string[] Names =
    [
        "model.safetensors", "model.safetensors.index.json", "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.safetensors.index.json",
        "pytorch_model.bin", "pytorch_model.bin.index.json", "diffusion_pytorch_model.bin",
    ];

    private static readonly string[] Extensions = [".safetensors", ".pt", ".pth", ".bin", ".npz"];

    /// <summary>The file that is meant by a folder.</summary>
    /// <exception cref="CheckpointException">There is none, or more than one that could be.</exception>
    public static string FileOf(string folder)
    {
        foreach (var name in Names)
        {
            if (File.Exists(Path.Combine(folder, name))) return Path.Combine(folder, name);
        }

        var others = Files(folder).Where(file => Extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).Take(6).ToArray();
        if (others is [var only]) return only;
        var has = others.Length == 0 ? "no file of weights" : $"several files of weights, {string.Join(", ", others.Take(5).Select(file => Quotation.Of(Path.GetFileName(file))))}{(others.Length > 5 ? ", …" : "")}";
        throw new CheckpointException($"{folder}: this is a directory with {has}, and without {Names[0]}, {Names[1]} or {Names[4]}; name a file in it.");
    }

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{folder}: the directory may not be read: {exception.Message}", exception);
        }
    }
}
