namespace Digits.Data;

/// <summary>The file of trained weights, looked at before anything long begins.</summary>
internal static class WeightsFile
{
    /// <summary>Fails now for what would fail after the training: no file to read, or no folder to write to.</summary>
    /// <exception cref="DataFileException">There is no such file or folder.</exception>
    public static void Check(string path, bool toRead)
    {
        if (Directory.Exists(path)) throw new DataFileException(path, "is a folder, not a file of weights.");
        if (toRead && !File.Exists(path))
            throw new DataFileException(path, "there is no such file; without --predict the network is trained and its weights are saved there.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!toRead && !Directory.Exists(folder)) throw new DataFileException(path, "there is no such folder to save the weights in.");
    }
}
