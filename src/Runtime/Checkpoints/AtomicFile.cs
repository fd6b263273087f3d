using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Checkpoints;

/// <summary>Writes files that appear complete or not at all.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".tmp";

    private const int Attempts = 16;

    /// <summary>
    /// Writes to a temporary file in the same folder, brings it to the disk, and gives it its name, in place of an older file, whose mode it
    /// keeps. Behind a symbolic link, the file that the link leads to is replaced. If anything fails the temporary file is removed and an
    /// older one is as it was. What writers left behind that were killed is removed with the next file of the same name.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, or what is there is no regular file.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var target = RegularFile.Target(path);
            RegularFile.RequireReplaceable(path, target);
            Replace(target, write);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path}: the file may not be written: {exception.Message}", exception);
        }
    }

    private static void Replace(string target, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(target)!;
        var prefix = Prefix(Path.GetFileName(target));
        RemoveAbandoned(folder, prefix);
        UnixFileMode? mode = OperatingSystem.IsWindows() || !File.Exists(target) ? null : File.GetUnixFileMode(target);
        var stream = Create(folder, prefix, mode);
        var temporary = stream.Name;
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);

                // While it is open it is locked: nobody takes it for abandoned. Windows gives no name to an open file, and needs none.
                if (!OperatingSystem.IsWindows()) File.Move(temporary, target, overwrite: true);
            }

            if (OperatingSystem.IsWindows()) File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    // The names of temporary files are short, whatever that of the file, and say which file they are for.
    private static string Prefix(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 9);
        return $".sinter-{Base64Url.EncodeToString(hash)}-";
    }

    // Another writer of the same file may take the new file for abandoned before it is locked.
    private static FileStream Create(string folder, string prefix, UnixFileMode? mode)
    {
        for (var attempt = 1; ; attempt++)
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
            if (mode is { } wanted && !OperatingSystem.IsWindows()) options.UnixCreateMode = wanted | UnixFileMode.UserWrite;
            var name = Path.Combine(folder, prefix + Path.GetRandomFileName()[..8] + Suffix);
            try
            {
                var stream = new FileStream(name, options);
                if (!OperatingSystem.IsWindows() && !File.Exists(name))
                {
                    stream.Dispose();
                    throw new IOException($"{name}: another writer took the new file away.");
                }

                if (mode is { } exact && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, exact);
                return stream;
            }
            catch (IOException exception) when (attempt < Attempts && exception is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
            {
                // The next name is another one.
            }
        }
    }

    private static void RemoveAbandoned(string folder, string prefix)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var name in Directory.EnumerateFiles(folder, prefix + "*" + Suffix))
        {
            try
            {
                new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Its writer lives, or it belongs to somebody else.
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here says more than this one would.
        }
    }
}
