namespace Sentiment.Data;

/// <summary>A data file that cannot be used; the message is one line that names the file and what is wrong with it.</summary>
internal sealed class DataFileException(string path, string problem) : Exception($"{path}: {problem}");
