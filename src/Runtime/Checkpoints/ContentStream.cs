namespace Sinter.Checkpoints;

/// <summary>Some of a content as a stream that can go back.</summary>
internal sealed class ContentStream(Content content, long begin, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("A position before the first byte was asked for.");
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = length - position;
        if (rest <= 0 || buffer.IsEmpty) return 0;
        var count = content.Read(begin + position, buffer[..(int)Math.Min(rest, buffer.Length)]);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
