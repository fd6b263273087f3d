using System.Text;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.OnnxFiles;
using Sinter.Runtime;
using Sinter.Tests.Loading;

namespace Sinter.Onnx.Tests.Export;

/// <summary>The textual syntax that generated code has models in, as the importer reads what is written of it.</summary>
public sealed class OnnxTextTests : IDisposable
{
    private const string Model = """
        <ir_version: 8, opset_import: ["" : 18], producer_name: "Sinter">
        "a.model" (float[batch, 3, ?, "2*T+1"] x, int64 n) => (float[batch] y)
        <
          float[2, 3] "fc.weight", float zero = {-0.0}, float[3] extremes = {-inf, 3.4028235e38, nan}, int64[2] "[-1, last]" = {-1, 9223372036854775807},
          bool[2] flags = {1, 0}, int64[0] none = {}, float[3] renamed = ["key" : "fc.bias"], int64 "bn.num_batches_tracked"
        >
        {
          h, "h.second" = Split <axis = -1, scale = 0.5, order = [1, 0], weights = [1.0, 2.5e-3], mode = "add"> (x, zero)
          y = Scan (h, "h.second") <num_scan_inputs = 1, body = step (float[batch] s, float e) => (float[batch] s2) { s2 = Add (s, e) }>
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sinter-");

    private string File => Path.Combine(folder.FullName, "net.onnx");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Graph_IsWhatTheTextSays()
    {
        Network().SaveOnnx(File, Encoding.UTF8.GetBytes(Model));
        var model = ModelReader.Read(File);
        var graph = model.Graph;
        Assert.Equal(("Sinter", 18L, "a.model"), (model.Producer, model.Opset, graph.Name));
        Assert.Equal(["x", "n"], graph.Inputs.Select(input => input.Name));
        Assert.Equal([new(null, "batch"), new(3, null), default, new(null, "2*T+1")], graph.Inputs[0].Dims!);
        Assert.Equal((ElementType.Int64, 0), (graph.Inputs[1].Type, graph.Inputs[1].Dims!.Count));
        var split = graph.Nodes[0];
        Assert.Equal(("Split", "h"), (split.OpType, split.Name));
        Assert.Equal(["x", "zero"], split.Inputs);
        Assert.Equal(["h", "h.second"], split.Outputs);
        Assert.Equal((-1L, 0.5f, "add"), (split.Attributes["axis"].Integer!.Value, split.Attributes["scale"].Float!.Value, split.Attributes["mode"].Text));
        Assert.Equal([1L, 0], split.Attributes["order"].Integers);
        Assert.Equal([1, 2.5e-3f], split.Attributes["weights"].Floats);
        var body = graph.Nodes[1].Attributes["body"].Graph!;
        Assert.Equal((1L, "step", "s2"), (graph.Nodes[1].Attributes["num_scan_inputs"].Integer!.Value, body.Name, body.Outputs.Single().Name));
        Assert.Equal(["s", "e"], Assert.Single(body.Nodes).Inputs);
    }

    [Fact]
    public void Tensors_HoldWhatTheTextAndTheNetworkSay()
    {
        Network().SaveOnnx(File, Encoding.UTF8.GetBytes(Model));
        AssertTensors(ModelReader.Read(File));
        Assert.Equal(["net.onnx"], folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void WeightsThatAreTooLong_LieBesideTheModel()
    {
        var (text, tensors) = (OnnxText.Read(Encoding.UTF8.GetBytes(Model)), WeightsFile.Tensors(Network(), ""));
        new OnnxFile(text, tensors, most: 1000).Write(File);
        AssertTensors(ModelReader.Read(File));
        Assert.Equal(["net.onnx", "net.onnx.data"], folder.GetFiles().Select(file => file.Name).Order());
        var stream = new MemoryStream();
        Assert.Contains("2 GB", Assert.Throws<NotSupportedException>(() => new OnnxFile(text, tensors, most: 1000).WriteInto(stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void Stream_HoldsTheSameAndStaysOpen()
    {
        Network().SaveOnnx(File, Encoding.UTF8.GetBytes(Model));
        using var stream = new MemoryStream();
        Network().SaveOnnx(stream, Encoding.UTF8.GetBytes(Model));
        stream.Position = 0;
        Assert.Equal(System.IO.File.ReadAllBytes(File), stream.ToArray());
    }

    // Whatever is cut off or wrong in the text is found, and no file is written.
    [Fact]
    public void EveryBeginningOfTheText_IsRefused()
    {
        var text = Encoding.UTF8.GetBytes(Model.TrimEnd());
        for (var length = 0; length < text.Length; length++)
        {
            var part = text[..length];
            Assert.Throws<FormatException>(() => Network().SaveOnnx(File, part));
        }

        Assert.Throws<FormatException>(() => Network().SaveOnnx(File, [.. text, (byte)'x']));
        Assert.Empty(folder.GetFiles());
    }

    private static void AssertTensors(OnnxModel model)
    {
        var tensors = model.Graph.Initializers.ToDictionary(tensor => tensor.Name, Constant.Of);
        Assert.Equal(8, tensors.Count);
        Assert.Equal([2, 3], tensors["fc.weight"].Dims);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors["fc.weight"].Floats());
        Assert.Equal([7, 8, 9], tensors["renamed"].Floats());
        Assert.Equal([5L], tensors["bn.num_batches_tracked"].Integers());
        Assert.True(float.IsNegative(Assert.Single(tensors["zero"].Floats())));
        Assert.Equal([float.NegativeInfinity, float.MaxValue, float.NaN], tensors["extremes"].Floats());
        Assert.Equal([-1, long.MaxValue], tensors["[-1, last]"].Integers());
        Assert.Equal((ElementType.Bool, 2), (tensors["flags"].Type, tensors["flags"].Count));
        Assert.Equal([0], tensors["none"].Dims);
    }

    private static Weights Network()
    {
        var weights = Target.Of(("fc.weight", [2, 3]), ("fc.bias", [3]), ("bn.num_batches_tracked", []));
        weights.Parameters["fc.weight"].CopyFrom([1, 2, 3, 4, 5, 6]);
        weights.Parameters["fc.bias"].CopyFrom([7, 8, 9]);
        weights.States["bn.num_batches_tracked"].CopyCountsFrom([5]);
        return weights;
    }
}
