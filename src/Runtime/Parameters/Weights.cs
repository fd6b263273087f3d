using System.ComponentModel;
using Sinter.Checkpoints;
using Sinter.OnnxFiles;

namespace Sinter.Runtime;

/// <summary>
/// The values of one network: its parameters, its states, and what is worked out from them once per version.
/// Immutable while only inference runs, and then safe to share between sessions on any number of threads.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Weights
{
    private readonly PrepareStep? prepare;
    private readonly Gate preparing = new();
    private PinnedArena? preparedArena;
    private long version;
    private long preparedVersion = -1;

    /// <summary>Weights of zeros, with states at their initial values: to be loaded.</summary>
    /// <param name="info">The network.</param>
    /// <param name="prepare">Fills the prepared arena; null for a network that prepares nothing.</param>
    /// <exception cref="InsufficientMemoryException">There is no memory for so many parameters.</exception>
    public Weights(NetworkInfo info, PrepareStep? prepare)
    {
        Info = info;
        this.prepare = prepare;
        ParameterArena = PinnedArena.Create($"{info.Name}: the parameters", info.ParameterLength);
        StateArena = PinnedArena.Create($"{info.Name}: the states", info.StateLength);
        Plain = new PlainWeights(info, ParameterArena, preparing);
        Parameters = ParameterCollection.OfParameters(info, ParameterArena, this);
        States = ParameterCollection.OfStates(info, StateArena, this);
        foreach (var state in info.States)
        {
            if (state.IsCounter) StateArena.Integers(state.Offset, state.Length).Fill((long)state.Initial);
            else StateArena.Slice(state.Offset, state.Length).Fill(state.Initial);
        }
    }

    /// <summary>Weights drawn from the initial distributions of the parameter table.</summary>
    /// <param name="info">The network.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    /// <param name="prepare">Fills the prepared arena; null for a network that prepares nothing.</param>
    /// <exception cref="InsufficientMemoryException">There is no memory for so many parameters.</exception>
    public Weights(NetworkInfo info, ulong seed, PrepareStep? prepare)
        : this(info, prepare)
    {
        for (var i = 0; i < info.Parameters.Count; i++)
            ParameterInitializer.Fill(ParameterArena.Slice(info.Parameters[i].Offset, info.Parameters[i].Length), info.Parameters[i], seed, ordinal: i);
    }

    /// <summary>The network these weights belong to.</summary>
    public NetworkInfo Info { get; }

    /// <summary>The trainable weights by their PyTorch names.</summary>
    public ParameterCollection Parameters { get; }

    /// <summary>The states (running statistics) by their PyTorch names.</summary>
    public ParameterCollection States { get; }

    /// <summary>Grows with every change of the values.</summary>
    public long Version => Volatile.Read(ref version);

    internal PinnedArena ParameterArena { get; }

    internal PinnedArena StateArena { get; }

    /// <summary>Which parameters are in the arena.</summary>
    internal PlainWeights Plain { get; }

    /// <summary>The prepared arena; has its memory only once <see cref="AllocatePrepared"/> was called.</summary>
    internal FloatBuffer PreparedStart => preparedArena is { } arena ? arena.Start : default;

    /// <summary>Weights that are read from a file, as <see cref="Load(WeightSource, LoadOptions?)"/> does.</summary>
    /// <param name="info">The network.</param>
    /// <param name="prepare">Fills the prepared arena; null for a network that prepares nothing.</param>
    /// <param name="source">Where the weights are.</param>
    /// <param name="options">How names and shapes are compared; null for exactly the network's.</param>
    /// <exception cref="CheckpointException">The source is damaged or belongs to another network, or is no regular file; the message says where.</exception>
    /// <exception cref="IOException">The source cannot be read: it is not there, or may not be.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL.</exception>
    public static Weights Load(NetworkInfo info, PrepareStep? prepare, WeightSource source, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);

        // What a file may lack has to have values of its own.
        var weights = options is { Strict: false } ? new Weights(info, seed: 0, prepare) : new Weights(info, prepare);
        var result = WeightsFile.Load(weights, source, options, isFresh: true);
        weights.MarkChanged();
        options?.Report?.Invoke(result);
        return weights;
    }

    /// <summary>
    /// Replaces the values by those of a file that holds this network's parameters and states, in any of the forms of <see cref="WeightSource"/>.
    /// All that is loaded is read and checked before the first value changes, which takes as much memory again meanwhile. Only regular files
    /// are read, also behind symbolic links: what has no length, such as a pipe, a device or <c>/dev/stdin</c> that is one of them, is refused
    /// as an empty file is, unopened. A session or trainer that runs on another thread meanwhile computes with some of the old values and some
    /// of the new; the next call has the new ones alone.
    /// </summary>
    /// <returns>What was loaded, and what was not.</returns>
    /// <exception cref="CheckpointException">The source is damaged or belongs to another network, or is no regular file; nothing has changed.</exception>
    /// <exception cref="IOException">The source cannot be read: it is not there, or may not be; nothing has changed.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL; nothing has changed.</exception>
    public LoadResult Load(WeightSource source, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var result = WeightsFile.Load(this, source, options, isFresh: false);
        MarkChanged();
        options?.Report?.Invoke(result);
        return result;
    }

    /// <summary>Weights that are read from a file or folder, likewise.</summary>
    public static Weights Load(NetworkInfo info, PrepareStep? prepare, string path, LoadOptions? options) => Load(info, prepare, WeightSource.FromPath(path), options);

    /// <summary>Weights that are read from a file or folder as they are: what code calls that was generated before there were options.</summary>
    public static Weights Load(NetworkInfo info, PrepareStep? prepare, string path) => Load(info, prepare, path, options: null);

    /// <summary>Replaces the values by those of a file or folder, likewise.</summary>
    public LoadResult Load(string path, LoadOptions? options) => Load(WeightSource.FromPath(path), options);

    /// <summary>Replaces the values by those of a file or folder as they are, likewise.</summary>
    public void Load(string path) => Load(path, options: null);

    /// <summary>
    /// Writes a safetensors file with PyTorch's names and layouts. The file appears under its name when it is complete,
    /// in place of an older one, whose mode it keeps: a crash or a full disk never leaves half a file. Behind a symbolic link, the file
    /// that it leads to is replaced. What a writer left behind that was killed, a file <c>.sinter-….tmp</c> in the folder, is removed by the
    /// next one of the same name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="precision">How it stores the weights; what is loaded again is the nearest to them.</param>
    /// <exception cref="OverflowException">A value is beyond the largest of the precision; an older file is as it was.</exception>
    /// <exception cref="IOException">The file cannot be written, or there is a directory, a pipe or a device; an older file is as it was.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL.</exception>
    public void Save(string path, WeightPrecision precision) => WithAll(() => WeightsFile.Save(this, path, precision));

    /// <summary>Writes such a file with the weights as they are.</summary>
    public void Save(string path) => Save(path, WeightPrecision.Float32);

    /// <summary>
    /// Writes the network as it predicts as an ONNX file, with the weights as they are; complete or not at all, as <see cref="Save(string)"/> does.
    /// What is longer than 2 GB has its weights in a file beside it, <c>path.data</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The graph in ONNX's textual syntax, in UTF-8.</param>
    /// <exception cref="IOException">The file cannot be written, or there is a directory, a pipe or a device; an older file is as it was.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL.</exception>
    public void SaveOnnx(string path, ReadOnlySpan<byte> model)
    {
        var file = new OnnxFile(OnnxText.Read(model), WeightsFile.Tensors(this, ""));
        WithAll(() => file.Write(path));
    }

    /// <summary>Writes such a file into a stream, which stays open.</summary>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    /// <exception cref="NotSupportedException">It would be longer than 2 GB.</exception>
    public void SaveOnnx(Stream stream, ReadOnlySpan<byte> model)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = new OnnxFile(OnnxText.Read(model), WeightsFile.Tensors(this, ""));
        WithAll(() => file.WriteInto(stream));
    }

    // While all weights are in memory.
    private void WithAll(Action write)
    {
        Plain.BeginReading();
        try
        {
            Plain.RestoreAll();
            write();
        }
        finally
        {
            Plain.EndReading();
            ReleaseUnlessStale();
        }
    }

    internal void MarkChanged() => Interlocked.Increment(ref version);

    internal void AllocatePrepared()
    {
        using (preparing.Enter())
        {
            var plan = Info.Preparation;
            preparedArena ??= PinnedArena.Create($"{Info.Name}: what is prepared of the weights", TemporariesStart + Round(plan.FixedLength) + plan.Scratch(threads: 1));
        }
    }

    /// <summary>Brings the prepared arena up to the version of the values. One comparison when it is.</summary>
    internal void Refresh()
    {
        if (Volatile.Read(ref preparedVersion) != Version) RefreshSlow();
    }

    private long TemporariesStart => Round(Info.PreparedLength);

    private void RefreshSlow()
    {
        using (preparing.Enter())
        {
            var current = Version;
            if (preparedVersion == current) return;
            if (prepare is not null)
            {
                var start = preparedArena!.Start;
                var arenas = new FrameArenas
                {
                    Parameters = ParameterArena.Start,
                    States = StateArena.Start,
                    Prepared = start,
                    Fixed = start.At(TemporariesStart),
                    Scratch = start.At(TemporariesStart + Round(Info.Preparation.FixedLength)),
                };
                Planned.Limit(ref arenas.Prepared, Info.PreparedLength, "prepared weights");
                Planned.Limit(ref arenas.Fixed, Round(Info.Preparation.FixedLength), "values of no sample");
                Planned.Limit(ref arenas.Scratch, Info.Preparation.Scratch(threads: 1), "scratch");
                Planned.ReadOnly(ref arenas.Parameters);
                Planned.ReadOnly(ref arenas.States);
                Planned.Forget(start, preparedArena.Length);
                var frame = new Frame(arenas, Workers.Single, new CallSizes(batch: 0));
                Plain.RestoreAll();
                prepare(frame);
                if (Plain.Release()) preparedArena.Discard(TemporariesStart, preparedArena.Length - TemporariesStart);
            }

            Volatile.Write(ref preparedVersion, current);
        }
    }

    // What nobody has prepared since it was last changed is about to be read.
    private void ReleaseUnlessStale()
    {
        using (preparing.Enter())
        {
            if (prepare is not null && preparedVersion == Version) Plain.Release();
        }
    }

    private static long Round(long length) => (length + 15) & ~15L;
}
