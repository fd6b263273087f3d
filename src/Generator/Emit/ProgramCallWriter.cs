using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes how a program is run: its inputs go in, its outputs come out.</summary>
/// <param name="writer">Where to write.</param>
/// <param name="program">The program.</param>
/// <param name="type">The name of the type it is written as.</param>
/// <param name="sizes">The names of the batch and the symbols.</param>
/// <param name="frame">The name of the frame.</param>
/// <param name="member">How a method of the session is called from there.</param>
internal sealed class ProgramCallWriter(SourceWriter writer, Program program, string type, SizeNames sizes, string frame, Func<string, string> member)
{
    /// <summary>The program, and the copies of its outputs.</summary>
    /// <param name="inputs">The arguments of the network.</param>
    /// <param name="names">What the arguments are called, as strings of C#.</param>
    /// <param name="values">Their values.</param>
    /// <param name="results">What the outputs are called.</param>
    public void Write(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> names, IReadOnlyList<string> values, IEnumerable<string> results)
    {
        var run = WriteCopies(inputs, names, values);
        writer.Line(run);
        foreach (var (result, output) in results.Zip(program.Outputs, (result, output) => (result, output)))
        {
            var copy = program.Inputs.Any(input => input.Buffer == output.Buffer && input.Type == DataType.Int32) ? "CopyIntegers" : "Copy";
            writer.Line($"global::Sinter.Runtime.Transfer.{copy}({BufferText.Of(program.Buffers, output.Buffer, sizes, frame)}, {result});");
        }
    }

    /// <summary>The copies of the inputs, but for one that the program reads where it is. Copies of what indexes memory are checked.</summary>
    /// <returns>The call that runs the program.</returns>
    public string WriteCopies(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        var run = $"{type}.Run({frame});";
        for (var index = 0; index < inputs.Count; index++)
        {
            var (input, buffer) = (inputs[index], BufferOf(inputs[index]));
            if (buffer is not null && buffer == program.Borrowed)
            {
                run = $"{frame}.Run<{type}>({values[index]});";
                continue;
            }

            var copy = buffer is { } place ? BufferText.Of(program.Buffers, place, sizes, frame) : null;
            if (input.IsLimited) writer.Line($"{member(copy is null ? "CheckTokens" : "CopyTokens")}({names[index]}, {values[index]}, {(copy is null ? "" : $"{frame}, {copy}, ")}{Limit(input, sizes)});");
            else if (copy is not null) writer.Line($"global::Sinter.Runtime.Transfer.Copy({values[index]}, {copy});");
        }

        return run;
    }

    /// <summary>The values that tokens may have, as arguments.</summary>
    public static string Limit(NetworkInput input, SizeNames sizes)
    {
        // What only the loss measures may have a symbol that only the loss binds.
        var bounds = input.Measured.Where(sizes.Knows).Select(extent => sizes.Of(Extent.Of(extent))).ToList();
        if (input.Limit > 0) bounds.Add(Literal.Of(input.Limit - 1));
        if (bounds.Count == 0) bounds.Add(Literal.Of(int.MaxValue));
        return $"most: {bounds.Aggregate((least, bound) => $"global::System.Math.Min({least}, {bound})")}{(input.IgnoreIndex is { } ignored ? $", ignoreIndex: {Literal.Of(ignored)}" : "")}";
    }

    private int? BufferOf(NetworkInput input) => program.Inputs.FirstOrDefault(found => found.Argument == input.Argument)?.Buffer;
}
