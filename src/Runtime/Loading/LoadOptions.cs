namespace Sinter;

/// <summary>
/// How weights are brought from a file into a network: all of it is optional, and a file with exactly the network's names needs nothing.
/// The names of a file go through <see cref="StripPrefix"/>, <see cref="AddPrefix"/>, <see cref="Names"/> and <see cref="Rename"/>, in this
/// order; what comes out is compared with the keys of <c>Parameters</c> and <c>States</c>.
/// </summary>
/// <remarks>
/// What needs no option: buffers that PyTorch and Hugging Face store and no network has (<c>position_ids</c>, <c>attn.bias</c> and
/// <c>masked_bias</c> of GPT-2, <c>relative_position_index</c>, <c>rotary_emb.inv_freq</c> and the like), counters that older files lack
/// (<c>num_batches_tracked</c>), tied weights that are there a second time with the same values (<c>lm_head.weight</c>), and one prefix before
/// all names (<c>module.</c>, <c>_orig_mod.</c>, <c>transformer.</c>) with which, and with no other, every name of the network is found.
/// </remarks>
public sealed record LoadOptions
{
    /// <summary>
    /// Whether the file has to hold all of the network's tensors and no others, true unless it is set. Otherwise tensors that are missing, or
    /// of another shape, keep the values that they have (those of <c>seed: 0</c> in a network that <c>Load</c> makes), what the network does not
    /// know is passed over, and the <see cref="LoadResult"/> lists all of it. A file of which nothing fits is refused either way.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>What is taken away at the beginning of the file's names, where it stands: <c>"model."</c>. Null for nothing.</summary>
    public string? StripPrefix { get; init; }

    /// <summary>What is put before every name of the file, after <see cref="StripPrefix"/>: <c>"backbone."</c>. Null for nothing.</summary>
    public string? AddPrefix { get; init; }

    /// <summary>The network's key for some of the file's names, after the prefixes. Null for none.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    /// <summary>
    /// Gives the network's key for a name of the file, after <see cref="Names"/>, or null for a tensor that is not to be loaded. Has to
    /// give every tensor a key of its own. Null for nothing to do.
    /// </summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>
    /// Which matrices the file holds the other way round, by the network's keys, with <c>*</c> for any characters: <c>"h.*.attn.c_attn.weight"</c>
    /// for the <c>Conv1D</c> of Hugging Face's GPT-2. As <c>t()</c> of PyTorch it leaves tensors with fewer than two axes alone.
    /// </summary>
    public IReadOnlyList<string> Transpose { get; init; } = [];

    /// <summary>
    /// Which dictionary of a PyTorch file holds the weights, when it has several that fit: <c>"params_ema"</c>, or <c>"ema.state_dict"</c> for
    /// one within another. Null to take the one that is there.
    /// </summary>
    public string? Section { get; init; }

    /// <summary>Is told what was loaded, when it has been. Null for nobody.</summary>
    public Action<LoadResult>? Report { get; init; }

    /// <summary>Whether it takes what it is said to hold and nothing else: a trainer's checkpoint, which nobody but a trainer has written.</summary>
    internal bool IsExact { get; init; }

    /// <summary>Whether the names are used as the file has them.</summary>
    internal bool KeepsNames => StripPrefix is null && AddPrefix is null && Names is null && Rename is null;
}
