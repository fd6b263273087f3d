using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Checkpoints;

/// <summary>The bytes that weights are read from, wherever they are: read at places, never as a whole.</summary>
internal abstract class Content(string name) : IDisposable
{
    /// <summary>What messages call it: the path, or what kind of source it is.</summary>
    public string Name { get; } = name;

    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The file it is; null for what has no path.</summary>
    public virtual string? Path => null;

    /// <summary>Reads some of the bytes from a place on; fewer than asked for, but at least one unless the content ends there.</summary>
    public abstract int Read(long position, Span<byte> bytes);

    /// <summary>Fills a span with the bytes from a place on.</summary>
    /// <exception cref="EndOfStreamException">It has fewer.</exception>
    public void ReadExactly(long position, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Read(position, bytes);
            if (count <= 0) throw new EndOfStreamException();
            position += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The first bytes, as many as there are of so many.</summary>
    public byte[] Head(int count)
    {
        var head = new byte[Math.Min(count, Length)];
        ReadExactly(0, head);
        return head;
    }

    /// <summary>An exception about this content.</summary>
    public CheckpointException Defect(string what) => new($"{Name}: {what}.");

    /// <summary>Makes what the content holds; where that fails, the content is closed.</summary>
    /// <exception cref="CheckpointException">It ends before it should, or is damaged.</exception>
    public T Open<T>(Func<Content, T> open)
    {
        try
        {
            return open(this);
        }
        catch (Exception exception)
        {
            Dispose();
            if (exception is EndOfStreamException) throw new CheckpointException($"{Name}: the file ended while it was read.", exception);
            if (exception is InvalidDataException) throw new CheckpointException($"{Name}: the compressed data is damaged: {exception.Message}", exception);
            throw;
        }
    }

    public abstract void Dispose();
}

/// <summary>A regular file.</summary>
internal sealed class FileContent : Content
{
    private readonly FileStream stream;

    /// <exception cref="CheckpointException">The path leads to a directory, or to something without a length.</exception>
    /// <exception cref="IOException">There is no such file, or it may not be read.</exception>
    public FileContent(string path)
        : base(path)
    {
        stream = RegularFile.OpenRead(path);
        Length = stream.Length;
    }

    public override long Length { get; }

    public override string Path => Name;

    public override int Read(long position, Span<byte> bytes) => RandomAccess.Read(stream.SafeFileHandle, bytes, position);

    /// <summary>
    /// Lets others write to the file while it stays open, as if it were closed. (What .NET opens on Linux is locked against writers that want
    /// the file for themselves.) Another file under the same name is not this one.
    /// </summary>
    public void Unlock()
    {
        const int Unlocked = 8; // LOCK_UN
        if (OperatingSystem.IsLinux()) _ = Lock(stream.SafeFileHandle, Unlocked);
    }

    public override void Dispose() => stream.Dispose();

    [DllImport("libc", EntryPoint = "flock")]
    private static extern int Lock(SafeFileHandle file, int operation);
}

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryContent(string name, ReadOnlyMemory<byte> bytes) : Content(name)
{
    public override long Length => bytes.Length;

    public override int Read(long position, Span<byte> target)
    {
        if (position >= bytes.Length) return 0;
        var source = bytes.Span[(int)position..];
        var count = Math.Min(source.Length, target.Length);
        source[..count].CopyTo(target);
        return count;
    }

    public override void Dispose()
    {
    }
}
