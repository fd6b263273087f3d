namespace Sinter.Checkpoints;

/// <summary>A stream that can seek, from where it stands to its end.</summary>
internal sealed class SeekableContent : Content
{
    private const int Chunk = 1 << 20;

    private readonly Stream stream;
    private readonly long start;
    private readonly bool isOwned;

    private SeekableContent(string name, Stream stream, bool isOwned)
        : base(name)
    {
        (this.stream, this.isOwned) = (stream, isOwned);
        start = stream.Position;
        Length = Math.Max(stream.Length - start, 0);
    }

    public override long Length { get; }

    /// <summary>A stream at the places that are asked for, or in memory if it cannot seek.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="isOwned">Whether it is closed with the content.</param>
    /// <exception cref="CheckpointException">It cannot seek and holds more than an array does.</exception>
    public static Content Of(Stream stream, string name, bool isOwned)
    {
        if (!stream.CanRead) throw new CheckpointException($"{name}: it cannot be read from.");
        if (stream.CanSeek) return new SeekableContent(name, stream, isOwned);
        using var owned = isOwned ? stream : null;
        var memory = new MemoryStream();
        var buffer = new byte[Chunk];
        while (stream.Read(buffer) is var count and > 0)
        {
            if (memory.Length + count > Array.MaxLength) throw new CheckpointException($"{name}: it cannot seek and holds more than {Array.MaxLength >> 20:N0} MB; write it to a file first.");
            memory.Write(buffer, 0, count);
        }

        return new MemoryContent(name, memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    public override int Read(long position, Span<byte> bytes)
    {
        stream.Position = start + position;
        return stream.Read(bytes);
    }

    public override void Dispose()
    {
        if (isOwned) stream.Dispose();
    }
}
