namespace CharRnn.Networks;

/// <summary>The extents that networks, their inputs and what feeds them agree on. Constants: a shape is settled when the program is built.</summary>
internal static class Sizes
{
    /// <summary>Different characters; see <see cref="Data.Alphabet"/>.</summary>
    public const int Characters = 96;

    /// <summary>Characters a recurrent network is trained on at a time; its states are fresh for each such window.</summary>
    public const int RecurrentContext = 128;

    /// <summary>Units of a recurrent layer.</summary>
    public const int Hidden = 256;

    /// <summary>Recurrent layers on top of one another.</summary>
    public const int Layers = 2;

    /// <summary>Numbers that stand for a character at the input of a recurrent network.</summary>
    public const int Embedding = 64;

    /// <summary>Characters the Transformer sees at a time.</summary>
    public const int GptContext = 64;

    /// <summary>Numbers that stand for a character in the Transformer.</summary>
    public const int GptFeatures = 128;

    /// <summary>Blocks of the Transformer.</summary>
    public const int GptBlocks = 4;
}
