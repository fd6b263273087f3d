namespace Stories.Files;

/// <summary>A file that cannot be used: the message says which and why.</summary>
internal sealed class FileFormatException(string path, string reason) : Exception($"{path}: {reason}");
