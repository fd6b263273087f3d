using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Folders and indices as save_pretrained writes them, and indices that lead elsewhere.</summary>
public sealed class FolderTests
{
    private static (string, int[])[] Tensors => [("a.weight", [2, 3]), ("a.bias", [2]), ("b.weight", [2, 2])];

    [Theory]
    [InlineData("one")]
    [InlineData("safe")]
    [InlineData("torch")]
    [InlineData("safe/model.safetensors.index.json")]
    [InlineData("torch/pytorch_model.bin.index.json")]
    public void Shards_are_one_model(string path)
    {
        var weights = Target.Of(Tensors);
        Assert.True(weights.Load(Recorded.PathOf(path), options: null).IsComplete);
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 1, 2, 3, 4], weights.Parameters.SelectMany(parameter => parameter.Values.ToArray()));
    }

    [Theory]
    [InlineData("{\"weight_map\":{\"a\":\"../x.safetensors\"}}", "the index has 'a' in '../x.safetensors', which is no file of its own folder.")]
    [InlineData("{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "the index has 'a' in '/etc/passwd', which is no file of its own folder.")]
    [InlineData("{\"weight_map\":{\"a\":\"..\"}}", "the index has 'a' in '..', which is no file of its own folder.")]
    [InlineData("{\"weight_map\":{\"a\":\"C:x\"}}", "the index has 'a' in 'C:x', which is no file of its own folder.")]
    [InlineData("{\"weight_map\":{\"a\":\"x\",\"a\":\"y\"}}", "the index has two files for 'a'.")]
    [InlineData("{\"weight_map\":{\"a\":\"none.safetensors\"}}", "it names the file 'none.safetensors', which is not beside it.")]
    [InlineData("{\"weight_map\":{\"a\":\"index.json\"}}", "an index names it as a file of tensors, but it is JSON.")]
    [InlineData("{\"weight_map\":{\"b\":\"x.safetensors\"}}", "it has 'b' in 'x.safetensors', where it is not.")]
    [InlineData("{\"weight_map\":{\"w\":\"x.safetensors\"}}", "'x.safetensors' has 'v', which the index does not name.")]
    [InlineData("{\"weight_map\":{\"w\":\"x.safetensors\",\"v\":\"y.safetensors\"}}", "'w' is in 'x.safetensors' and in 'y.safetensors'.")]
    [InlineData("{\"weight_map\":3}", "this is JSON, but no index of a model in several files: it has no valid \"weight_map\".")]
    [InlineData("{\"architectures\":[\"Gpt2\"]}", "this is JSON, but no index of a model in several files: it has no valid \"weight_map\".")]
    [InlineData("{\"weight_map\":{\"a\":", "this is JSON, but no index of a model in several files: it has no valid \"weight_map\".")]
    public void An_index_names_files_of_its_folder(string index, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.json"], index);
        foreach (var name in new[] { "x", "y" }) File.WriteAllBytes(folder[name + ".safetensors"], Target.Safetensors(Target.Floats("w", 2), Target.Floats("v", 2)));
        Assert.Equal($"{folder["index.json"]}: {message}", Target.Refusal(Target.Of(("w", [2])), WeightSource.FromPath(folder["index.json"])));
        if (message.StartsWith("it names", StringComparison.Ordinal))
            Assert.Equal("the bytes: this is the index of a model in several files, which cannot be found from here; give its path.", Target.Refusal(Target.Of(("w", [2])), File.ReadAllBytes(folder["index.json"])));
    }

    [Fact]
    public void A_folder_with_one_file_of_weights_is_that_file()
    {
        using var folder = new TemporaryFolder();
        var weights = Target.Of(("w", [2]));
        var path = Path.GetDirectoryName(folder["x"])!;
        Assert.Equal($"{path}: this is a directory with no file of weights, and without model.safetensors, model.safetensors.index.json or pytorch_model.bin; name a file in it.", Target.Refusal(weights, WeightSource.FromPath(path)));
        File.WriteAllBytes(folder["net.safetensors"], Target.Safetensors(Target.Floats("w", 2)));
        File.WriteAllText(folder["config.json"], "{}");
        weights.Load(path);
        File.WriteAllText(folder["other.pt"], "");
        Assert.Equal($"{path}: this is a directory with several files of weights, 'net.safetensors', 'other.pt', and without model.safetensors, model.safetensors.index.json or pytorch_model.bin; name a file in it.", Target.Refusal(weights, WeightSource.FromPath(path)));
    }
}
