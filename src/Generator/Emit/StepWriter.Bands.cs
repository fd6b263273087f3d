using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emit;

/// <content>Convolutions that compute images a band of rows at a time.</content>
internal sealed partial class StepWriter
{
    // What runs over the bands of all images, and the methods that compute one.
    private void WriteBands(BandStep step, string method)
    {
        var (bands, methods) = (names.Allocate(method + "Program"), step.Body.Select(banded => names.Allocate(MethodName(banded.Kernel))).ToArray());
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
        var step = banded.Kernel;
        var layers = step.Layers.Count == 0 ? "" : string.Join(", ", step.Layers) + ": ";
        writer.Line($"/// <summary>{Literal.Xml(layers + step.Comment)}, {Literal.Of(banded.Height)} {(banded.Height == 1 ? "row" : "rows")}</summary>");
        WriteChoice(step);
        string? epilogue = null;
        if (step.Epilogue is not null) epilogue = names.Allocate(method + "Epilogue");
        using (writer.Block($"private static void {method}(in Frame frame, in Band band)"))
        {
            var (sizes, call) = (Sizes(), step.Calls[0]);
            var output = call.Arguments.OfType<BufferArgument>().First(place => place.Parameter == BandedConvolution.OutputParameter).Buffer;
            if (program.Buffers[output].Window is { Carried: > 0 } window)
            {
                var to = (window.Above + window.Ahead - window.Carried) * window.RowLength;
                var from = to + (window.Height * window.RowLength);
                writer.Line($"band.Carry({Buffer(output, sizes)}, to: {Literal.Of(to)}, from: {Literal.Of(from)}, count: {Literal.Of(window.Carried * window.RowLength)});");
            }

            var shape = call.Arguments.OfType<SizesArgument>().Single() with { Parameter = null };
            writer.Line($"var rows = band.Rows(");
            using (writer.Indent()) WriteList([Argument(shape, sizes), "height: " + Literal.Of(banded.Height), "above: " + Literal.Of(banded.Above), "ahead: " + Literal.Of(banded.Ahead)], ");");
            var arguments = new List<string> { "frame.Workers" };
            arguments.AddRange(call.Arguments.Select(argument => BandArgument(argument, sizes)));
            var operands = step.Epilogue?.Operands.Select(operand => banded.Operands.Contains(operand.Buffer) ? Rows("Output", operand.Buffer, sizes) : Buffer(operand.Buffer, sizes));
            arguments.Add("operands: [" + string.Join(", ", operands ?? []) + "]");
            writer.Line($"{call.Method}<{epilogue ?? "Identity"}>(");
            using (writer.Indent()) WriteList(arguments, ");");
        }

        if (step.Epilogue is null) return;
        writer.Line();
        LoopWriter.WriteEpilogue(writer, epilogue!, step.Epilogue);
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
        var kept = program.Buffers[buffer].Window is { } window ? $", above: {Literal.Of(window.Above)}" : "";
        return $"rows.{method}({Buffer(buffer, sizes)}{kept})";
    }
}
