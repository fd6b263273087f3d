namespace CharRnn.Data;

/// <summary>The checkpoint, looked at before anything long begins.</summary>
internal static class CheckpointFile
{
    /// <summary>Fails now for what would fail after the training: no file to read, or no folder to write to.</summary>
    /// <exception cref="DataFileException">There is no such file or folder.</exception>
    public static void Check(string path, bool toRead)
    {
        if (Directory.Exists(path)) throw new DataFileException(path, "is a folder, not a checkpoint.");
        if (toRead && !File.Exists(path))
            throw new DataFileException(path, "there is no such file; without --resume and --generate a network is trained from the start and saved there.");
        if (!toRead && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new DataFileException(path, "there is no such folder to save the checkpoint in.");
    }
}
