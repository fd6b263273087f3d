using System.Text;

namespace Sinter.Generator.Emit;

/// <summary>Indented text with <c>\n</c> line ends on every platform. Whoever no longer wants it is asked at every line.</summary>
internal sealed class SourceWriter(CancellationToken cancellation = default)
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Whether anybody still wants it.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Writes a line, or several; empty ones carry no blanks.</summary>
    public SourceWriter Line(string lines = "")
    {
        cancellation.ThrowIfCancellationRequested();
        for (var start = 0; start <= lines.Length;)
        {
            var end = lines.IndexOf('\n', start);
            if (end < 0) end = lines.Length;
            if (end > start) text.Append(' ', depth * 4).Append(lines, start, end - start);
            text.Append('\n');
            start = end + 1;
        }

        return this;
    }

    /// <summary>Writes lines as they are: what a raw string holds.</summary>
    public SourceWriter Verbatim(string lines)
    {
        cancellation.ThrowIfCancellationRequested();
        text.Append(lines);
        return this;
    }

    /// <summary>Writes <paramref name="header"/> and an opening brace; disposing the result closes it, followed by <paramref name="end"/>.</summary>
    public IDisposable Block(string header, string end = "")
    {
        Line(header);
        Line("{");
        depth++;
        return new Closing(this, "}" + end);
    }

    /// <summary>Opens a block; disposing the result closes it, and writes what is done whatever has become of it.</summary>
    public IDisposable TryFinally(string last)
    {
        Line("try");
        Line("{");
        depth++;
        return new Closing(this, $"}}\nfinally\n{{\n    {last}\n}}");
    }

    /// <summary>Indents what follows until the result is disposed.</summary>
    public IDisposable Indent()
    {
        depth++;
        return new Closing(this, null);
    }

    /// <summary>The place where the next line will be.</summary>
    public Mark Here() => new(text.Length, depth);

    /// <summary>Writes lines at an earlier place. Places behind it that were marked are no longer right.</summary>
    public void InsertAt(Mark mark, IEnumerable<string> lines) =>
        text.Insert(mark.Position, string.Concat(lines.Select(line => new string(' ', mark.Depth * 4) + line + "\n")));

    public override string ToString() => text.ToString();

    /// <summary>A place in the text.</summary>
    public readonly record struct Mark(int Position, int Depth);

    private sealed class Closing(SourceWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            if (end is not null) writer.Line(end);
        }
    }
}
