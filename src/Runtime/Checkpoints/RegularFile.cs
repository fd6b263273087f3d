namespace Sinter.Checkpoints;

/// <summary>
/// Opens and replaces files on behalf of the library: regular files only, behind symbolic links, with every failure of the system as an
/// <see cref="IOException"/>.
/// </summary>
internal static class RegularFile
{
    /// <summary>
    /// Opens a file to read. What has no length is not opened: opening a pipe waits for somebody to write into it.
    /// </summary>
    /// <exception cref="CheckpointException">The path leads to a directory, or to something without a length: an empty file, a pipe, a device or a socket.</exception>
    /// <exception cref="IOException">There is no such file, or it may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var target = new FileInfo(Target(path));
            if (Directory.Exists(target.FullName)) throw new CheckpointException($"{path}: this is a directory, not a file.");
            if (target is { Exists: true, Length: 0 }) throw new CheckpointException($"{path}: the file has 0 bytes, too few for a safetensors header.");
            return new FileStream(target.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path}: the file may not be read: {exception.Message}", exception);
        }
    }

    /// <summary>Where a path leads, all symbolic links followed. The file at the end need not exist.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target ? target.FullName : full;
    }

    /// <summary>Refuses a place where no regular file can be put, because something else is there.</summary>
    /// <exception cref="IOException">There is a directory, a pipe, a device or a socket.</exception>
    public static void RequireReplaceable(string path, string target)
    {
        if (Directory.Exists(target)) throw new IOException($"{path}: this is a directory; name a file in it.");
        var file = new FileInfo(target);
        if (!file.Exists || file.Length > 0) return;

        // Something without a length is a regular file if it can be given one. Opened for both, a pipe does not wait for the other side.
        try
        {
            using var handle = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.SetLength(handle, 0);
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: what is there is no regular file that may be written, and is not replaced: {exception.Message}", exception);
        }
    }
}
