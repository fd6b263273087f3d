using System.Text.Json;
using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>The index of a model in several files: JSON that says which file holds which tensor.</summary>
internal static class ShardIndex
{
    private const long Longest = 100_000_000;

    private const int MostFiles = 10_000;

    /// <summary>Reads an index.</summary>
    /// <returns>The file of each tensor, in the order of the index.</returns>
    /// <exception cref="CheckpointException">It is none, or names a file outside its folder.</exception>
    public static List<(string Name, string File)> Read(Content content)
    {
        if (content.Length > Longest) throw content.Defect($"the index has {content.Length:N0} bytes; the limit is {Longest:N0}");
        var json = content.Head((int)content.Length);
        try
        {
            return Parse(json, content);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw content.Defect("this is JSON, but no index of a model in several files: it has no valid \"weight_map\"");
        }
    }

    private static List<(string Name, string File)> Parse(byte[] json, Content content)
    {
        var reader = new Utf8JsonReader(json);
        List<(string Name, string File)>? places = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMap = reader.ValueTextEquals("weight_map"u8);
            reader.Read();
            if (!isMap) reader.Skip();
            else if (places is null) places = ReadMap(ref reader, content);
            else throw new JsonException();
        }

        while (reader.Read())
        {
        }

        return places ?? throw new JsonException();
    }

    private static List<(string Name, string File)> ReadMap(ref Utf8JsonReader reader, Content content)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var (places, names, files) = (new List<(string, string)>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name)) throw content.Defect($"the index has two files for {Quotation.Of(name)}");
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            var file = reader.GetString()!;
            if (!files.TryGetValue(file, out var known))
            {
                if (!IsFileName(file)) throw content.Defect($"the index has {Quotation.Of(name)} in {Quotation.Of(file)}, which is no file of its own folder");
                if (files.Count == MostFiles) throw content.Defect($"the index names more than {MostFiles:N0} files");
                files.Add(file, known = file);
            }

            places.Add((name, known));
        }

        return places;
    }

    // Nothing that leads to another folder on any system.
    private static bool IsFileName(string file) =>
        file is not ("" or "." or "..") && file.AsSpan().IndexOfAny("/\\:\0") < 0 && !file.Any(char.IsControl);
}
