namespace Sinter.Golden.Resident;

/// <summary>What becomes of the file that weights were loaded from, while a network predicts with them.</summary>
public sealed class ReplacedFileTests
{
    [LinuxFact]
    public void A_file_that_is_deleted_or_replaced_is_still_there_for_those_who_loaded_it()
    {
        using var loaded = new LoadedNetwork();
        loaded.PredictAlone();
        new LargeNetwork(seed: 9).Save(loaded.Path);
        File.Delete(loaded.Path);
        foreach (var parameter in loaded.Network.Parameters) Assert.True(loaded.Original.Parameters[parameter.Key].Values.SequenceEqual(parameter.Values), parameter.Key);
    }

    [LinuxFact]
    public void A_file_that_is_written_over_or_cut_short_is_not_taken_for_what_was_loaded()
    {
        foreach (var write in new Action<FileStream>[] { file => file.SetLength(file.Length / 4), file => file.SetLength(100), Invert })
        {
            using var loaded = new LoadedNetwork();
            loaded.PredictAlone();

            // Nobody is kept from it, not even those who want the file for themselves.
            using (var file = new FileStream(loaded.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) write(file);
            var refused = Assert.Throws<CheckpointException>(() => loaded.Network.Parameters["fc4.weight"].Values.Length + loaded.Network.Parameters["fc1.weight"].Values.Length);
            Assert.Equal($"{loaded.Path}: 'fc1.weight' of LargeNetwork is needed as it was loaded, but the file has been written over since. Load the weights again; and replace the file by another of its name rather than write into it.", refused.Message);
            Assert.Throws<CheckpointException>(() => loaded.Network.CreateTrainer(new Sgd(), maxBatch: 1));
            Assert.Throws<CheckpointException>(() => loaded.Network.Save(loaded["other"]));
            Assert.Throws<CheckpointException>(() => loaded.Network.Parameters["fc4.bias"].CopyFrom(new float[10]));
            Assert.False(File.Exists(loaded["other"]));

            using var part = new LoadedNetwork(seed: 2);
            Assert.Throws<CheckpointException>(() => loaded.Network.LoadWeights(part.Path, new LoadOptions { Strict = false }));

            // It goes on to predict, and others can be loaded.
            Assert.Equal(loaded.Expected, loaded.Predict(loaded.Network));
            loaded.Original.Save(loaded["again"]);
            loaded.Network.LoadWeights(loaded["again"]);
            loaded.PredictAlone();
            Assert.True(loaded.Original.Parameters["fc1.weight"].Values.SequenceEqual(loaded.Network.Parameters["fc1.weight"].Values));
        }

        // One bit in the middle of the largest weight.
        static void Invert(FileStream file)
        {
            file.Position = file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }
    }

    [LinuxFact]
    public void Weights_are_loaded_again_between_calls()
    {
        using var loaded = new LoadedNetwork();
        using var other = new LoadedNetwork(seed: 2);
        using var session = loaded.Network.CreateSession();
        var output = new float[10];
        for (var time = 0; time < 4; time++)
        {
            var source = time % 2 == 0 ? other : loaded;
            if (time < 2) loaded.Network.LoadWeights(source.Path);
            else loaded.Network.LoadWeights(File.OpenRead(source.Path));
            session.Forward(loaded.Image, LoadedNetwork.Words, output);
            Assert.Equal(source.Expected, output);
            if (time < 2) loaded.AssertReleased();
            else Assert.True(ResidentMemory.Of(loaded.Network).Plain >= LoadedNetwork.WeightBytes);
        }

        loaded.Network.LoadWeights(loaded.Path);
        loaded.PredictAlone();
    }

    [LinuxFact]
    public void What_a_file_lacks_is_as_it_was()
    {
        using var loaded = new LoadedNetwork();
        loaded.PredictAlone();
        using var other = new LoadedNetwork(seed: 2);
        var part = new LoadOptions { Strict = false, Rename = name => name.StartsWith("fc1", StringComparison.Ordinal) ? null : name };
        foreach (var network in new[] { loaded.Network, loaded.Original }) network.LoadWeights(other.Path, part);
        Assert.Equal(loaded.Predict(loaded.Original), loaded.Predict(loaded.Network));
        loaded.AssertReleased();
        foreach (var parameter in loaded.Network.Parameters) Assert.True(loaded.Original.Parameters[parameter.Key].Values.SequenceEqual(parameter.Values), parameter.Key);
    }

    [Fact]
    public void A_damaged_file_changes_nothing()
    {
        using var loaded = new LoadedNetwork();
        loaded.Predict(loaded.Network);
        File.WriteAllBytes(loaded["damaged"], File.ReadAllBytes(loaded.Path)[..^4]);
        Assert.Throws<CheckpointException>(() => loaded.Network.LoadWeights(loaded["damaged"]));
        Assert.Equal(loaded.Expected, loaded.Predict(loaded.Network));
        Assert.True(loaded.Original.Parameters["fc1.weight"].Values.SequenceEqual(loaded.Network.Parameters["fc1.weight"].Values));
    }

    [Fact]
    public void Threads_predict_save_and_read_values_while_weights_are_loaded()
    {
        using var loaded = new LoadedNetwork();
        using var other = new LoadedNetwork(seed: 2);
        using var stop = new CancellationTokenSource();
        Exception? failure = null;
        var threads = new Action[]
        {
            () => loaded.Predict(loaded.Network),
            () => loaded.Predict(loaded.Network),
            () => loaded.Network.Save(loaded["saved"]),
            () => Assert.Equal(1536 * 4096, loaded.Network.Parameters["fc1.weight"].Values.Length),
        }.Select(action => new Thread(() =>
        {
            try
            {
                while (!stop.IsCancellationRequested) action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        for (var time = 0; time < 12 && failure is null; time++)
        {
            var source = time % 2 == 0 ? other : loaded;
            loaded.Network.LoadWeights(source.Path);
            Assert.Equal(source.Expected, loaded.Predict(loaded.Network));
        }

        stop.Cancel();
        threads.ForEach(thread => thread.Join());
        Assert.Null(failure);
        foreach (var parameter in loaded.Network.Parameters) Assert.True(loaded.Original.Parameters[parameter.Key].Values.SequenceEqual(parameter.Values), parameter.Key);
    }
}
