using System.Diagnostics;
using System.Runtime.Versioning;
using Sinter.Tests.Networks;
using Xunit;

namespace Sinter.Tests.Checkpoints;

/// <summary>What is at a path when weights are loaded from it or saved to it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FilePathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Everything that can be at a path, itself or behind links, under names of every length: what is no regular file is neither read nor
    /// replaced, and a file keeps its mode and its links.
    /// </summary>
    [UnixFact]
    public void Whatever_is_at_a_path_is_read_and_replaced_as_documented()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            using var folder = new TemporaryFolder();
            var kind = (Place)(i % 6);
            var name = Name(random);
            var path = Create(folder, kind, name, out var mode);
            var target = path;
            for (var links = random.Next(3); links > 0; links--)
            {
                var link = folder["link" + links];
                File.CreateSymbolicLink(link, random.Next(2) == 0 || Path.GetDirectoryName(path) != Path.GetDirectoryName(link) ? path : Path.GetFileName(path));
                path = link;
            }

            var files = folder.Files;
            var weights = Pair.Create();
            var loaded = Within(() => Pair.Create().Load(path));
            if (kind == Place.File) Assert.Null(loaded);
            else Assert.IsType(kind == Place.Missing ? typeof(FileNotFoundException) : typeof(CheckpointException), loaded);

            var saved = Within(() => weights.Save(path));
            if (kind is Place.File or Place.Empty or Place.Missing)
            {
                Assert.Null(saved);
                Pair.Create().Load(target);
                Assert.Equal(path == target, new FileInfo(path).LinkTarget is null);
                if (mode is { } kept) Assert.Equal(kept, File.GetUnixFileMode(target));
                Assert.Equal([.. files.Append(name).Distinct().Order()], folder.Files);
            }
            else
            {
                Assert.IsAssignableFrom<IOException>(saved);
                Assert.Equal(files, folder.Files);
            }
        }
    }

    [UnixFact]
    public void Names_are_as_long_as_the_system_allows()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { new string('n', 255), new string('é', 127), string.Concat(Enumerable.Repeat("😀", 63)) })
        {
            Pair.Create().Save(folder[name]);
            Pair.Create().Load(folder[name]);
            File.Delete(folder[name]);
        }

        Assert.Empty(folder.Files);
        Assert.IsAssignableFrom<IOException>(Within(() => Pair.Create().Save(folder[new string('n', 256)])));
        Assert.IsAssignableFrom<IOException>(Within(() => Pair.Create().Load(folder[new string('n', 5000)])));
        Assert.Empty(folder.Files);
    }

    [UnixFact]
    public void What_a_killed_writer_left_is_removed_by_the_next()
    {
        using var folder = new TemporaryFolder();
        Pair.Create().Save(folder["a"]);
        var abandoned = Abandoned(folder, "a");
        var other = Abandoned(folder, "b");
        using (var living = new FileStream(Abandoned(folder, "a"), FileMode.Open, FileAccess.Write, FileShare.None))
        {
            Pair.Create().Save(folder["a"]);
            Assert.False(File.Exists(abandoned));
            Assert.True(File.Exists(other));
            Assert.True(File.Exists(living.Name));
        }

        Pair.Create().Save(folder["a"]);
        Pair.Create().Save(folder["b"]);
        Assert.Equal(["a", "b"], folder.Files);
    }

    [UnixFact]
    public void Writers_of_one_file_do_not_disturb_one_another()
    {
        using var folder = new TemporaryFolder();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < 20; i++) Pair.Create().Save(folder["a"]);
        });
        Pair.Create().Load(folder["a"]);
        Assert.Equal(["a"], folder.Files);
    }

    [UnixFact]
    public void Paths_that_are_none_are_refused_as_arguments()
    {
        var weights = Pair.Create();
        using var trainer = new ToyNetwork().CreateTrainer(new Sgd());
        foreach (var path in new[] { null, "", "a\0b" })
        {
            Assert.IsAssignableFrom<ArgumentException>(Within(() => weights.Load(path!)));
            Assert.IsAssignableFrom<ArgumentException>(Within(() => weights.Save(path!)));
            Assert.IsAssignableFrom<ArgumentException>(Within(() => trainer.LoadCheckpoint(path!)));
            Assert.IsAssignableFrom<ArgumentException>(Within(() => trainer.SaveCheckpoint(path!)));
        }
    }

    [RightsFact]
    public void What_may_not_be_read_or_written_says_so()
    {
        using var folder = new TemporaryFolder();
        Pair.Create().Save(folder["a"]);
        File.SetUnixFileMode(folder["a"], UnixFileMode.None);
        Assert.IsType<IOException>(Within(() => Pair.Create().Load(folder["a"])));
        var closed = Directory.CreateDirectory(folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;
        Assert.IsType<IOException>(Within(() => Pair.Create().Save(Path.Combine(closed, "a"))));
    }

    [UnixFact]
    public void Links_in_a_circle_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["a"], folder["b"]);
        File.CreateSymbolicLink(folder["b"], folder["a"]);
        Assert.IsAssignableFrom<IOException>(Within(() => Pair.Create().Load(folder["a"])));
        Assert.IsAssignableFrom<IOException>(Within(() => Pair.Create().Save(folder["a"])));
    }

    private enum Place
    {
        File,
        Empty,
        Missing,
        Directory,
        Pipe,
        Device,
    }

    private static string Create(TemporaryFolder folder, Place place, string name, out UnixFileMode? mode)
    {
        mode = null;
        var path = folder[name];
        switch (place)
        {
            case Place.File:
            case Place.Empty:
                if (place == Place.File) File.WriteAllBytes(path, Pair.File(Pair.Header));
                else File.WriteAllBytes(path, []);
                mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (name.Length % 2 == 0 ? UnixFileMode.None : UnixFileMode.GroupRead | UnixFileMode.OtherExecute);
                File.SetUnixFileMode(path, mode.Value);
                break;
            case Place.Directory:
                Directory.CreateDirectory(path);
                break;
            case Place.Pipe:
                using (var process = Process.Start("mkfifo", [path])) process.WaitForExit();
                break;
            case Place.Device:
                return name.Length % 2 == 0 ? "/dev/null" : "/dev/zero";
        }

        return path;
    }

    private static string Name(Random random) => random.Next(3) switch
    {
        0 => "weights.safetensors",
        1 => new string('n', random.Next(230, 256)),
        _ => string.Concat(Enumerable.Repeat("é😀", random.Next(1, 42))),
    };

    // As a writer leaves it that is killed while it writes.
    private static string Abandoned(TemporaryFolder folder, string name)
    {
        var file = "";
        try
        {
            Sinter.Checkpoints.AtomicFile.Write(folder[name], stream =>
            {
                file = ((FileStream)stream).Name;
                throw new IOException();
            });
        }
        catch (IOException)
        {
            File.WriteAllBytes(file, new byte[100]);
        }

        return file;
    }

    private static Exception? Within(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Patience), "It still waits.");
        return thrown;
    }
}
