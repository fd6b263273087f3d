using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>A part of the network of which there are several, written once as a method.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Inputs">The values that it takes.</param>
/// <param name="Numbers">The numbers that it takes besides.</param>
/// <param name="Terms">What it does, as the first of the blocks does it.</param>
internal sealed record Block(string Name, IReadOnlyList<(Term Term, string Name)> Inputs, IReadOnlyList<BlockNumber> Numbers, IReadOnlyList<Term> Terms)
{
    /// <summary>What it returns.</summary>
    public Term Result => Terms[Terms.Count - 1];
}

/// <summary>A number of a block that differs from block to block: what the method writes for it.</summary>
/// <param name="Elements">A text for each element.</param>
/// <param name="Like">The argument as the first block has it.</param>
internal sealed record BlockValue(IReadOnlyList<string> Elements, object Like);
