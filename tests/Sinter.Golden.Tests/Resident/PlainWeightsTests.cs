using System.Text.RegularExpressions;

namespace Sinter.Golden.Resident;

/// <summary>A network that is loaded and only predicts keeps one form of each weight; whatever else is done with it, all is as if it kept both.</summary>
public sealed class PlainWeightsTests
{
    [LinuxFact]
    public void What_only_predicts_holds_each_weight_once()
    {
        using var loaded = new LoadedNetwork();
        var before = ResidentMemory.Of(loaded.Network);
        Assert.InRange(before.Plain, LoadedNetwork.WeightBytes, LoadedNetwork.WeightBytes * 1.01);
        loaded.PredictAlone();
        var (plain, prepared) = ResidentMemory.Of(loaded.Network);
        Assert.InRange((double)(plain + prepared) / LoadedNetwork.WeightBytes, 0.99, 1.1);

        // And so does what continues: later calls of this and of other sessions prepare nothing.
        for (var call = 0; call < 3; call++) loaded.PredictAlone();
        Assert.Equal(2, ResidentMemory.Of(loaded.Original) is var both && both.Plain >= LoadedNetwork.WeightBytes && both.Prepared > LoadedNetwork.WeightBytes / 2 ? 2 : 1);
    }

    [Fact]
    public void Values_are_read_again_and_stay()
    {
        using var loaded = new LoadedNetwork();
        var early = loaded.Network.Parameters["fc2.weight"].Values;
        Assert.Equal(loaded.Expected, loaded.Predict(loaded.Network));
        foreach (var parameter in loaded.Network.Parameters) Assert.True(loaded.Original.Parameters[parameter.Key].Values.SequenceEqual(parameter.Values), parameter.Key);
        Assert.True(loaded.Original.Parameters["fc2.weight"].Values.SequenceEqual(early));
        var late = loaded.Network.Parameters["fc1.weight"].Values;
        loaded.Network.States["norm.running_mean"].CopyFrom(new float[64]);
        loaded.Predict(loaded.Network);
        Assert.True(loaded.Original.Parameters["fc1.weight"].Values.SequenceEqual(late));
        Assert.True(loaded.Original.Parameters["fc2.weight"].Values.SequenceEqual(early));
    }

    [LinuxFact]
    public void Only_what_was_asked_for_comes_back()
    {
        using var loaded = new LoadedNetwork();
        loaded.PredictAlone();
        Assert.True(loaded.Original.Parameters["fc3.weight"].Values.SequenceEqual(loaded.Network.Parameters["fc3.weight"].Values));
        var bytes = sizeof(float) * (loaded.Network.Parameters["table.weight"].Length + loaded.Network.Parameters["fc3.weight"].Length);
        Assert.InRange(ResidentMemory.Of(loaded.Network).Plain, bytes, bytes + (1 << 18));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_after_predicting_is_training(bool predictsBetween)
    {
        using var loaded = new LoadedNetwork();
        loaded.Predict(loaded.Network);
        Assert.Equal(Losses(loaded.Original, predicts: false), Losses(loaded.Network, predictsBetween));
        Assert.Equal(loaded.Predict(loaded.Original), loaded.Predict(loaded.Network));

        float[] Losses(LargeNetwork network, bool predicts)
        {
            using var trainer = network.CreateTrainer(new AdamW { LearningRate = 1e-3 }, maxBatch: 1);
            return Enumerable.Range(0, 3).Select(_ =>
            {
                var loss = trainer.Step(loaded.Image, LoadedNetwork.Words, [3]);
                if (predicts) loaded.Predict(network);
                return loss;
            }).ToArray();
        }
    }

    [Fact]
    public void A_changed_parameter_changes_what_is_predicted_and_nothing_else()
    {
        using var loaded = new LoadedNetwork();
        loaded.Predict(loaded.Network);
        foreach (var network in new[] { loaded.Network, loaded.Original }) network.Parameters["fc3.bias"].CopyFrom(Enumerable.Repeat(0.5f, 1000).ToArray());
        var expected = loaded.Predict(loaded.Original);
        Assert.NotEqual(loaded.Expected, expected);
        Assert.Equal(expected, loaded.Predict(loaded.Network));
        loaded.Original.Save(loaded["original"]);
        loaded.Network.Save(loaded["loaded"]);
        Assert.Equal(File.ReadAllBytes(loaded["original"]), File.ReadAllBytes(loaded["loaded"]));
    }

    [LinuxFact]
    public void Saving_writes_what_was_loaded_and_gives_it_back_again()
    {
        using var loaded = new LoadedNetwork();
        loaded.PredictAlone();
        var expected = File.ReadAllBytes(loaded.Path);
        loaded.Network.Save(loaded["other"]);
        Assert.Equal(expected, File.ReadAllBytes(loaded["other"]));
        loaded.AssertReleased();

        // Over the very file, which is read meanwhile and afterwards.
        for (var time = 0; time < 2; time++)
        {
            loaded.Network.Save(loaded.Path);
            Assert.Equal(expected, File.ReadAllBytes(loaded.Path));
        }

        loaded.Network.Save(loaded["half"], WeightPrecision.BFloat16);
        loaded.Original.Save(loaded["expected"], WeightPrecision.BFloat16);
        Assert.Equal(File.ReadAllBytes(loaded["expected"]), File.ReadAllBytes(loaded["half"]));
        loaded.PredictAlone();
        loaded.Network.SaveOnnx(loaded["loaded.onnx"]);
        loaded.Original.SaveOnnx(loaded["original.onnx"]);
        Assert.Equal(File.ReadAllBytes(loaded["original.onnx"]), File.ReadAllBytes(loaded["loaded.onnx"]));
        loaded.AssertReleased();
    }

    [LinuxFact]
    public void Narrow_numbers_are_read_again_as_they_were_loaded()
    {
        using var loaded = new LoadedNetwork();
        loaded.Original.Save(loaded["half"], WeightPrecision.Float16);
        var network = LargeNetwork.Load(loaded["half"]);
        var kept = LargeNetwork.Load((WeightSource)File.ReadAllBytes(loaded["half"]));
        Assert.Equal(loaded.Predict(kept), loaded.Predict(network));
        Assert.True(ResidentMemory.Of(network).Plain < LoadedNetwork.WeightBytes / 4);
        Assert.True(ResidentMemory.Of(kept).Plain >= LoadedNetwork.WeightBytes);
        foreach (var parameter in network.Parameters) Assert.True(kept.Parameters[parameter.Key].Values.SequenceEqual(parameter.Values), parameter.Key);
    }

    [LinuxFact]
    public void An_open_file_is_closed_with_its_network()
    {
        using var loaded = new LoadedNetwork(seed: 5);
        var path = loaded["counted"];
        File.Copy(loaded.Path, path);
        LoadAndForget();
        for (var time = 0; time < 50 && IsOpen(); time++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsOpen());

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void LoadAndForget()
        {
            var network = LargeNetwork.Load(path);
            Assert.Equal(loaded.Expected, loaded.Predict(network));
            Assert.True(IsOpen());
        }

        bool IsOpen() => Directory.EnumerateFiles("/proc/self/fd").Any(link =>
        {
            try
            {
                return Regex.IsMatch(File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? "", "counted$");
            }
            catch (IOException)
            {
                return false;
            }
        });
    }
}
