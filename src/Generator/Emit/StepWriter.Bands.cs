using Sinter.Generator.Planning;
using Sinter.Generator.Programs;

namespace Sinter.Generator.Emit;

/// <content>Convolutions that compute images a band of rows at a time.</content>
internal sealed partial class StepWriter
{
    // What runs over the bands of all images, and the methods that compute one.
    private void WriteBands(BandStep step, string method)
    {
        var (bands, methods) = (names.Allocate(method + "Program"), step.Body.Select(banded => names.Allocate(StepMethods.Name(banded.Kernel, banded.Kernel.Layers))).ToArray());
        writer.Line($"private static void {method}(in Frame frame) => frame.InBands<{bands}>(count: {Literal.Of(step.Bands)});");
        writer.Line();
        using (writer.Block($"private readonly struct {bands} : IBandProgram"))
        using (writer.Block("public static void Run(in Frame frame, in Band band)"))
        {
            foreach (var banded in methods) writer.Line($"{banded}(frame, band);");
        }

        for (var index = 0; index < methods.Length; index++)
        {
            writer.Line();
            WriteBand(step.Body[index], methods[index]);
        }
    }

    private void WriteBand(BandedKernel banded, string method)
    {
        var (step, call) = (banded.Kernel, banded.Kernel.Calls[0]);
        WriteSummary(step, $"{(step.Layers.Count == 0 ? "" : Few([.. step.Layers]) + ": ")}{step.Comment}, {Literal.Of(banded.Height)} {(banded.Height == 1 ? "row" : "rows")}");
        WriteKernel(step, method, ", in Band band", (epilogue, sizes) =>
        {
            WriteCarry(call, sizes);
            WriteCall("var rows = band.Rows", [
                Argument(call.Arguments.OfType<SizesArgument>().Single(), sizes),
                "height: " + Literal.Of(banded.Height), "above: " + Literal.Of(banded.Above), "ahead: " + Literal.Of(banded.Ahead)]);
            var operands = step.Epilogue?.Operands.Select(operand => banded.Operands.Contains(operand.Buffer) ? Rows("Output", operand.Buffer, sizes) : Buffer(operand.Buffer, sizes));
            WriteCall(call.Kernel.Name + epilogue, [
                "frame.Workers", .. call.Arguments.Select(argument => BandArgument(argument, sizes)), "operands: [" + string.Join(", ", operands ?? []) + "]"]);
        });
    }

    // The rows that the band before has left go to the front.
    private void WriteCarry(KernelCall call, SizeNames sizes)
    {
        var output = call.Arguments.OfType<BufferArgument>().First(place => place.Parameter == BandedConvolution.OutputParameter).Buffer;
        if (program.Buffers[output].Window is not { Carried: > 0 } window) return;
        var to = (window.Above + window.Ahead - window.Carried) * window.RowLength;
        var from = to + (window.Height * window.RowLength);
        writer.Line($"band.Carry({Buffer(output, sizes)}, to: {Literal.Of(to)}, from: {Literal.Of(from)}, count: {Literal.Of(window.Carried * window.RowLength)});");
    }

    private string BandArgument(KernelArgument argument, SizeNames sizes) => argument switch
    {
        BufferArgument { Parameter: BandedConvolution.ImageParameter } image => $"{image.Parameter}: {Rows("Image", image.Buffer, sizes)}",
        BufferArgument { Parameter: BandedConvolution.OutputParameter } output => $"{output.Parameter}: {Rows("Output", output.Buffer, sizes)}",
        SizesArgument => "rows.Shape",
        BatchArgument batch => $"{batch.Parameter}: 1",
        _ => Argument(argument, sizes),
    };

    private string Rows(string method, int buffer, SizeNames sizes)
    {
        var above = program.Buffers[buffer].Window is { } window ? $", above: {Literal.Of(window.Above)}" : "";
        return $"rows.{method}({Buffer(buffer, sizes)}{above})";
    }
}
