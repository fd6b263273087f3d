using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>What options make of the names and shapes of a file, and what is said when they do not fit.</summary>
public sealed class OptionsTests
{
    private static readonly byte[] File = Target.Safetensors(Target.Floats("body.fc.weight", 2, 3), Target.Floats("body.fc.bias", 2), Target.Floats("head.weight", 2, 2));

    [Fact]
    public void Names_are_stripped_added_mapped_and_renamed_in_this_order()
    {
        var seen = new List<string>();
        var options = new LoadOptions
        {
            StripPrefix = "body.",
            AddPrefix = "net.",
            Names = new Dictionary<string, string> { ["net.fc.weight"] = "first.w" },
            Rename = name =>
            {
                seen.Add(name);
                return name == "net.head.weight" ? null : name.Replace("net.fc.", "first.", StringComparison.Ordinal);
            },
        };
        var weights = Target.Of(("first.w", [2, 3]), ("first.bias", [2]));
        var result = weights.Load(File, options);
        Assert.Equal(["first.w", "net.fc.bias", "net.head.weight"], seen);
        Assert.Equal(["first.w", "first.bias"], result.Loaded);
        Assert.True(result.IsComplete);
        Assert.Equal([1, 2, 3, 4, 5, 6], weights.Parameters["first.w"].Values.ToArray());
    }

    [Fact]
    public void Two_names_that_become_one_are_refused() => Assert.Equal(
        "the bytes: 'body.fc.weight' and 'head.weight' of the file would both be 'w'; change what LoadOptions make of the names.",
        Target.Refusal(Target.Of(("w", [2, 3])), File, new LoadOptions { Rename = name => name.EndsWith("bias", StringComparison.Ordinal) ? null : "w" }));

    [Fact]
    public void A_loose_load_says_what_it_left()
    {
        LoadResult? reported = null;
        var weights = Target.Of(("body.fc.weight", [2, 3]), ("body.fc.bias", [3]), ("tail.weight", [1]));
        var result = weights.Load(File, new LoadOptions { Strict = false, Report = value => reported = value });
        Assert.Same(result, reported);
        Assert.Equal(["body.fc.weight"], result.Loaded);
        Assert.Equal(["tail.weight"], result.Missing);
        Assert.Equal(["head.weight"], result.Unexpected);
        var mismatch = Assert.Single(result.Mismatched);
        Assert.Equal(("body.fc.bias", "'body.fc.bias' is [2] instead of [3]"), (mismatch.Key, mismatch.ToString()));
        Assert.False(result.IsComplete);
        Assert.Equal("1 tensors loaded\nmissing: 'tail.weight'\nunexpected: 'head.weight'\nof another shape: 'body.fc.bias' is [2] instead of [3]", result.ToString());
        Assert.Equal([-1, -1, -1], weights.Parameters["body.fc.bias"].Values.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], weights.Parameters["body.fc.weight"].Values.ToArray());
    }

    [Fact]
    public void A_network_that_Load_makes_has_values_of_its_own_where_the_file_has_none()
    {
        var info = Target.Of(("body.fc.bias", [2]), ("tail.weight", [2])).Info;
        var weights = Sinter.Runtime.Weights.Load(info, prepare: null, File, new LoadOptions { Strict = false });
        Assert.Equal([-1, -1], weights.Parameters["tail.weight"].Values.ToArray());
        Assert.Equal([1, 2], weights.Parameters["body.fc.bias"].Values.ToArray());
    }

    [Fact]
    public void A_file_of_which_nothing_fits_is_refused_however_loosely() => Assert.Equal(
        "the bytes: the tensors are not those of Net: it lacks 'x'; it has 'body.fc.weight', 'body.fc.bias', 'head.weight', which the network does not.",
        Target.Refusal(Target.Of(("x", [1])), File, new LoadOptions { Strict = false }));

    [Theory]
    [InlineData(false, "the bytes: the tensors are not those of Net: it has 'head.weight', which the network does not; LoadOptions { Strict = false } passes over what the network does not know.")]
    [InlineData(true, "the bytes: tensor 'body.fc.weight': its shape is [2, 3], but Net takes [3, 2], and 1 more have other shapes; if the file holds its matrices the other way round, as the Conv1D of Hugging Face does, give LoadOptions { Transpose = [\"body.fc.weight\"] }, and name its square ones too.")]
    public void What_does_not_fit_is_named_with_what_helps(bool shapes, string message) =>
        Assert.Equal(message, Target.Refusal(shapes ? Target.Of(("body.fc.weight", [3, 2]), ("body.fc.bias", [3]), ("head.weight", [2, 2])) : Target.Of(("body.fc.weight", [2, 3]), ("body.fc.bias", [2])), File));

    [Fact]
    public void Matrices_are_transposed_by_pattern()
    {
        var weights = Target.Of(("h.0.c_fc.weight", [3, 2]), ("h.11.c_fc.weight", [2, 2]), ("h.0.c_fc.bias", [2]));
        var file = Target.Safetensors(Target.Floats("h.0.c_fc.weight", 2, 3), Target.Floats("h.11.c_fc.weight", 2, 2), Target.Floats("h.0.c_fc.bias", 2));
        weights.Load(file, new LoadOptions { Transpose = ["h.*.c_fc.*"] });
        Assert.Equal([1, 4, 2, 5, 3, 6], weights.Parameters["h.0.c_fc.weight"].Values.ToArray());
        Assert.Equal([1, 3, 2, 4], weights.Parameters["h.11.c_fc.weight"].Values.ToArray());
        Assert.Equal([1, 2], weights.Parameters["h.0.c_fc.bias"].Values.ToArray());
    }

    [Fact]
    public void Options_that_do_nothing_are_mistakes()
    {
        Assert.Equal("the bytes: LoadOptions.Transpose has 'h.*', which is no tensor of the network.", Target.Refusal(Target.Of(("body.fc.weight", [2, 3])), File, new LoadOptions { Transpose = ["h.*"] }));
        Assert.Equal("the bytes: no name in the file begins with LoadOptions.StripPrefix 'model.'; they begin as 'body.fc.weight'.", Target.Refusal(Target.Of(("fc.weight", [2, 3])), File, new LoadOptions { StripPrefix = "model." }));
        Assert.Equal("the bytes: LoadOptions.Section is 'ema', but the file has no dictionaries in it.", Target.Refusal(Target.Of(("fc.weight", [2, 3])), File, new LoadOptions { Section = "ema" }));
        Assert.Equal("the bytes: tensor 'c': LoadOptions.Transpose names it, but its shape [1, 2, 3] has more than two axes.", Target.Refusal(Target.Of(("c", [1, 2, 3])), Target.Safetensors(Target.Floats("c", 1, 2, 3)), new LoadOptions { Transpose = ["*"] }));
    }

    [Theory]
    [InlineData("module.", "")]
    [InlineData("_orig_mod.module.", "")]
    [InlineData("", "transformer.")]
    [InlineData("model.", "")]
    public void One_prefix_before_all_names_needs_no_option(string inFile, string inNetwork)
    {
        var weights = Target.Of((inNetwork + "fc.weight", [2, 3]), (inNetwork + "fc.bias", [2]), (inNetwork + "bn.num_batches_tracked", []));
        var result = weights.Load(Target.Safetensors(Target.Floats(inFile + "fc.weight", 2, 3), Target.Floats(inFile + "fc.bias", 2)));
        Assert.Equal((inFile == "" ? null : inFile, inNetwork == "" ? null : inNetwork), (result.StrippedPrefix, result.AddedPrefix));
        Assert.Equal([inNetwork + "fc.weight", inNetwork + "fc.bias"], result.Loaded);
        Assert.Equal([inNetwork + "bn.num_batches_tracked"], result.Reset);
    }

    [Fact]
    public void A_trunk_loads_from_a_model_with_a_head_when_the_rest_is_passed_over()
    {
        var weights = Target.Of(("fc.weight", [2, 3]), ("fc.bias", [2]));
        Assert.Equal(
            "the bytes: the tensors are not those of Net: it has 'head.weight', which the network does not; LoadOptions { Strict = false } passes over what the network does not know.",
            Target.Refusal(weights, File));
        var result = weights.Load(File, new LoadOptions { Strict = false });
        Assert.Equal(("body.", "head.weight"), (result.StrippedPrefix, Assert.Single(result.Unexpected)));
    }

    [Fact]
    public void Two_prefixes_are_not_chosen_between()
    {
        var file = Target.Safetensors(Target.Floats("student.w", 2), Target.Floats("teacher.w", 2));
        Assert.Equal(
            "the bytes: the tensors are not those of Net: it lacks 'w'; it has 'student.w', 'teacher.w', which the network does not; with LoadOptions { StripPrefix = \"student.\" } it has 1 of 1.",
            Target.Refusal(Target.Of(("w", [2])), file));
        Target.Of(("w", [2])).Load(file, new LoadOptions { StripPrefix = "teacher.", Strict = false });
    }

    [Fact]
    public void A_prefix_that_all_names_have_is_taken_away_though_something_is_missing()
    {
        var file = Target.Safetensors(Target.Floats("module.a", 2), Target.Floats("module.b", 2));
        var weights = Target.Of(("a", [2]), ("c", [2]));
        Assert.Equal("the bytes: the tensors are not those of Net: it lacks 'c'; it has 'module.b', which the network does not.", Target.Refusal(weights, file));
        Assert.Equal(["a"], weights.Load(file, new LoadOptions { Strict = false }).Loaded);
    }

    [Fact]
    public void Names_of_many_parts_cost_no_more_than_their_length()
    {
        var file = Target.Safetensors(Target.Floats(new string('.', 1_000_000), 2));
        Assert.StartsWith("the bytes: the tensors are not those of Net: it lacks 'a.b'; it has '....", Target.Refusal(Target.Of(("a.b", [2])), file));
    }
}
