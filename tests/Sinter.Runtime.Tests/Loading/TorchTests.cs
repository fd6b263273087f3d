using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Files that torch.save has written, in both forms: what they hold is read, and what they ask for is refused.</summary>
public sealed class TorchTests
{
    private static readonly (string Key, int[] Shape)[] Tensors =
    [
        ("float64", [2, 3]), ("float32", [2, 3]), ("float16", [2, 3]), ("bfloat16", [2, 3]), ("int64", [2, 3]), ("int32", [2, 3]), ("int16", [2, 3]), ("int8", [2, 3]), ("uint8", [2, 3]), ("bool", [2, 3]),
        ("transposed", [6, 4]), ("part", [2, 3]), ("strided", [2, 3]), ("expanded", [3]), ("permuted", [4, 2, 3]), ("parameter", [2]), ("scalar", []), ("empty", [0, 3]),
    ];

    [Theory]
    [InlineData("everything.pt")]
    [InlineData("everything-legacy.pt")]
    public void Every_type_and_every_view_is_read(string file)
    {
        var weights = Target.Of(Tensors);
        var result = weights.Load(Recorded.PathOf(file), new LoadOptions { Rename = name => name == "tied" ? null : name });
        Assert.True(result.IsComplete);
        foreach (var key in Tensors.Take(9).Select(tensor => tensor.Key)) Assert.Equal(Recorded.Count(6), weights.Parameters[key].Values.ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1], weights.Parameters["bool"].Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => 1f + (6 * (i % 4)) + (i / 4)), weights.Parameters["transposed"].Values.ToArray());
        Assert.Equal([9, 10, 11, 15, 16, 17], weights.Parameters["part"].Values.ToArray());
        Assert.Equal([2, 4, 6, 14, 16, 18], weights.Parameters["strided"].Values.ToArray());
        Assert.Equal([1, 1, 1], weights.Parameters["expanded"].Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => 1f + (i / 6) + (4 * (i % 3)) + (12 * (i / 3 % 2))), weights.Parameters["permuted"].Values.ToArray());
        Assert.Equal([1, 2], weights.Parameters["parameter"].Values.ToArray());
        Assert.Equal([7], weights.Parameters["scalar"].Values.ToArray());
    }

    [Theory]
    [InlineData("everything.pt")]
    [InlineData("everything-legacy.pt")]
    public void A_tensor_that_is_another_is_passed_over(string file)
    {
        // "tied" is the memory that "whole" is; as a view of the same memory, "transposed" is not.
        var weights = Target.Of([.. Tensors.Where(tensor => tensor.Key != "transposed"), ("whole", [4, 6])]);
        var names = new Dictionary<string, string> { ["tied"] = "whole" };
        Assert.Contains("it has 'transposed', which the network does not", Target.Refusal(weights, WeightSource.FromPath(Recorded.PathOf(file)), new LoadOptions { Names = names }));
    }

    [Theory]
    [InlineData("protocol3.pt")]
    [InlineData("protocol4.pt")]
    [InlineData("protocol5.pt")]
    public void Every_protocol_is_read(string file)
    {
        var weights = Target.Of(("w", [2, 3]));
        weights.Load(Recorded.Bytes(file));
        Assert.Equal(Recorded.Count(6), weights.Parameters["w"].Values.ToArray());
    }

    [Theory]
    [InlineData("checkpoint.pt")]
    [InlineData("checkpoint-legacy.pt")]
    public void The_weights_are_found_in_what_a_training_script_keeps(string file)
    {
        (string, int[])[] tensors = [("fc.weight", [2, 3]), ("fc.bias", [2]), ("bn.weight", [2]), ("bn.bias", [2]), ("bn.running_mean", [2]), ("bn.running_var", [2]), ("bn.num_batches_tracked", [])];
        var weights = Target.Of(tensors);
        var result = weights.Load(Recorded.PathOf(file), options: null);
        Assert.Equal("state_dict", result.Section);
        Assert.Equal(7, result.Loaded.Count);
        Assert.Equal(1, weights.States[0].Counts[0]);
        Assert.Equal(Recorded.Count(6), weights.Parameters["fc.weight"].Values.ToArray());

        // What is wrong is said of the dictionary that is meant.
        Assert.EndsWith("the tensors are not those of Net: it lacks 'fc2.weight'.", Target.Refusal(Target.Of([.. tensors, ("fc2.weight", [2])]), WeightSource.FromPath(Recorded.PathOf(file))));
    }

    [Fact]
    public void Several_dictionaries_are_chosen_between_by_what_fits_or_by_name()
    {
        var weights = Target.Of(("w", [2]));
        Assert.Equal("b", weights.Load(Recorded.Bytes("one-fits.pt")).Section);
        Assert.Equal(
            "the bytes: the file has several dictionaries of tensors, more than one of which holds all of the network: 'params' (1 tensors), 'params_ema' (1 tensors); name one with LoadOptions.Section.",
            Target.Refusal(weights, Recorded.Bytes("two.pt")));
        weights.Load(Recorded.Bytes("two.pt"), new LoadOptions { Section = "params_ema" });
        Assert.Equal([3, 4], weights.Parameters["w"].Values.ToArray());
        Assert.Equal(
            "the bytes: LoadOptions.Section is 'ema', but the file has 'params' (1 tensors), 'params_ema' (1 tensors), 'other' (1 tensors).",
            Target.Refusal(weights, Recorded.Bytes("two.pt"), new LoadOptions { Section = "ema" }));
        Assert.Contains("none of which holds all of the network: 'a' (1 tensors), 'b' (1 tensors)", Target.Refusal(Target.Of(("z", [2])), Recorded.Bytes("one-fits.pt")));
    }

    [Fact]
    public void Types_of_later_versions_are_read()
    {
        var weights = Target.Of(("e4m3", [2, 2]), ("e5m2", [2, 2]), ("uint16", [3]));
        weights.Load(Recorded.Bytes("later.pt"));
        Assert.Equal([1, 448, 0.001953125f, -1.125f], weights.Parameters["e4m3"].Values.ToArray());
        Assert.Equal([1, 1.52587890625e-5f, 57344, -1.25f], weights.Parameters["e5m2"].Values.ToArray());
        Assert.Equal([1, 65535, 3], weights.Parameters["uint16"].Values.ToArray());
    }

    [Theory]
    [InlineData("evil-system.pt", "it asks for 'posix.system', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("evil-system-legacy.pt", "it asks for 'posix.system', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("evil-eval.pt", "it asks for '__builtin__.eval', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("evil-getattr-legacy.pt", "it asks for '__builtin__.getattr', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("model.pt", "it asks for '__main__.Net', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("script.pt", "this is TorchScript, a program; in PyTorch, write its weights alone: torch.save(torch.jit.load(…).state_dict(), …).")]
    [InlineData("tensor.pt", "the PyTorch file holds one tensor without a name, not a state_dict; in PyTorch, write torch.save(model.state_dict(), …).")]
    [InlineData("nothing.pt", "the PyTorch file holds a dictionary without tensors in it, not a state_dict; in PyTorch, write torch.save(model.state_dict(), …).")]
    [InlineData("compressed.pt", "its entry 'weights/data.pkl' is compressed, as torch.save does not write it; pack the archive again without compression.")]
    [InlineData("complex.pt", "the tensors are not those of Net: it has 'c', which the network does not; LoadOptions { Strict = false } passes over what the network does not know.")]
    public void What_is_no_state_dict_is_refused_by_name(string file, string message) =>
        Assert.Equal("the bytes: " + message, Target.Refusal(Target.Of(("w", [2])), Recorded.Bytes(file)));

    [Fact]
    public void A_type_that_no_network_takes_is_named_where_it_is_wanted()
    {
        var weights = Target.Of(("w", [2]), ("c", [2]));
        Assert.Equal("the bytes: tensor 'c': its dtype is complex64, of which no float can be made; convert it before it is saved.", Target.Refusal(weights, Recorded.Bytes("complex.pt")));
        Assert.StartsWith("the bytes: it asks for '__main__.Net'", Target.Refusal(weights, Recorded.Bytes("model-legacy.pt")));
    }
}
