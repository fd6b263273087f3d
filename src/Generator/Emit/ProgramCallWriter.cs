using Sinter.Generator.Compilation;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emit;

/// <summary>Writes how a program is run: its inputs go in, its outputs come out.</summary>
/// <param name="writer">Where to write.</param>
/// <param name="program">The program.</param>
/// <param name="type">The name of the type it is written as.</param>
/// <param name="sizes">The names of the batch and the symbols.</param>
/// <param name="frame">The name of the frame.</param>
internal sealed class ProgramCallWriter(SourceWriter writer, Program program, string type, SizeNames sizes, string frame = "frame")
{
    /// <summary>The program, and the copies of its outputs.</summary>
    /// <param name="inputs">The arguments of the network.</param>
    /// <param name="names">What the inputs are called.</param>
    /// <param name="results">What the outputs are called.</param>
    public void Write(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> names, IEnumerable<string> results)
    {
        WriteRun(inputs, names);
        foreach (var (result, output) in results.Zip(program.Outputs, (result, output) => (result, output)))
            writer.Line($"global::Sinter.Runtime.Transfer.Copy({BufferText.Of(program.Buffers, output.Buffer, sizes, frame)}, {result});");
    }

    /// <summary>The program alone. Its inputs are copied, but for one that it reads where it is.</summary>
    public void WriteRun(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> names)
    {
        var run = $"{type}.Run({frame});";
        for (var index = 0; index < inputs.Count; index++)
        {
            var buffer = program.Inputs.FirstOrDefault(input => input.Argument == inputs[index].Argument) is { Argument: not null } found ? found.Buffer : -1;
            if (buffer < 0) continue;
            if (buffer == program.Borrowed) run = $"{frame}.Run<{type}>({names[index]});";
            else writer.Line($"global::Sinter.Runtime.Transfer.Copy({names[index]}, {BufferText.Of(program.Buffers, buffer, sizes, frame)});");
        }

        writer.Line(run);
    }
}
