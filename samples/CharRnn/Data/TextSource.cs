using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CharRnn.Data;

/// <summary>The text to learn from: a file that was named, the shared copy of tiny Shakespeare beside the project, or verse made up here.</summary>
/// <param name="Description">What it is, for people.</param>
/// <param name="Training">The first nine tenths.</param>
/// <param name="Validation">The last tenth.</param>
internal sealed record TextSource(string Description, int[] Training, int[] Validation)
{
    private const string SharedFile = "../shared/data/tinyshakespeare/input.txt.gz";
    private const int BuiltInLength = 200_000;

    /// <summary>More would not fit into one array of numbers twice over.</summary>
    private const int MaxLength = 500_000_000;

    /// <summary>Finds and reads the text.</summary>
    /// <param name="file">A text file, as it is or gzipped, or null to look for one.</param>
    /// <param name="window">How many characters a network sees at a time; both parts must be longer.</param>
    /// <exception cref="DataFileException">The file cannot be read or is too short.</exception>
    public static TextSource Find(string? file, int window)
    {
        if (file is not null) return Read(file, window);
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            if (ProjectRoot(start) is { } root && Path.GetFullPath(Path.Combine(root, SharedFile)) is var shared && File.Exists(shared))
                return Read(shared, window);
        }
        return BuiltIn($"made-up verse (no tiny Shakespeare at {SharedFile}; --data FILE names another text)");
    }

    /// <summary>Verse made up here.</summary>
    public static TextSource BuiltIn(string description, int length = BuiltInLength) => Split(description, Alphabet.Encode(Verse.Write(length)).Indices);

    private static TextSource Read(string file, int window)
    {
        var (indices, replaced) = Alphabet.Encode(ReadText(file));
        var note = replaced == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({replaced:N0} characters outside the alphabet read as '?')");
        var source = Split($"text from {Shortest(file)}{note}", indices);
        return source.Validation.Length > window
            ? source
            : throw new DataFileException(file, $"is too short: it has {indices.Length} characters, and its last tenth must have more than {window}.");
    }

    private static TextSource Split(string description, int[] indices)
    {
        var training = (int)(indices.Length * 0.9);
        return new TextSource(description, indices[..training], indices[training..]);
    }

    private static string ReadText(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var plain = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
            using var reader = new StreamReader(plain, Encoding.UTF8);
            var text = new StringBuilder();
            var buffer = new char[1 << 16];
            for (int read; (read = reader.Read(buffer)) > 0;)
            {
                if (text.Length + read > MaxLength) throw new DataFileException(file, $"is too long: more than {MaxLength} characters.");
                text.Append(buffer, 0, read);
            }
            return text.ToString();
        }
        catch (InvalidDataException)
        {
            throw new DataFileException(file, "is not a valid gzip file; it was cut short or changed on the way.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(file, $"cannot be read: {e.Message}");
        }
    }

    private static bool IsGzip(Stream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    private static string Shortest(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.Length < path.Length ? relative : path;

    private static string? ProjectRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Compiler.sln"))) return folder.FullName;
        return null;
    }
}
