namespace AttentionMap.Language;

/// <summary>A sentence that cannot be read; the message is one line that says why.</summary>
internal sealed class SentenceException(string message) : Exception(message);
