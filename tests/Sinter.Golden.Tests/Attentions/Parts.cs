namespace Sinter.Golden.Attentions;

/// <summary>What the cases are made of. The compiler reads these methods as part of the definitions that call them.</summary>
internal static class Parts
{
    private const int Steps = 6, Size = 3;

    /// <summary>The sequence, varied by a parameter whose gradient shows that of the input.</summary>
    public static Tensor Probe(this Tensor x) => x + (x.Parameter("probe", [x.Shape[0], x.Shape[1]]) * ((x * x) + x + 1));

    /// <summary>Of an input with a mask beside the features, the features.</summary>
    public static Tensor Features(this Tensor x) => x.Slice(1, 0, 8);

    /// <summary>Of an input with a mask beside the features, the mask.</summary>
    public static Tensor Beside(this Tensor x) => x.Slice(1, 8);

    /// <summary>Of an input with a memory below the sequence, both.</summary>
    public static Tensor Cross(Tensor x, Func<Tensor, Tensor, Tensor> body) => body(x.Slice(0, 0, Steps), x.Slice(0, Steps));

    /// <summary>All that a layer leaves behind, side by side.</summary>
    public static Tensor Joined((Tensor Output, Tensor Weights) layer) => Tensor.Concat([layer.Output.Flatten(), layer.Weights.Flatten()]);

    /// <summary>Four heads that share two groups of keys.</summary>
    public static Tensor Grouped(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> attention) => Grouped(x, x, attention);

    /// <inheritdoc cref="Grouped(Tensor, Func{Tensor, Tensor, Tensor, Tensor})"/>
    public static Tensor Grouped(Tensor x, Tensor memory, Func<Tensor, Tensor, Tensor, Tensor> attention)
    {
        Tensor Heads(Tensor value, int heads, string name) => value.Linear(heads * Size, bias: false, name: name).Reshape(value.Shape[0], heads, Size);
        return attention(Heads(x, 4, "q_proj"), Heads(memory, 2, "k_proj"), Heads(memory, 2, "v_proj")).Flatten();
    }

    /// <summary>Linear attention of two heads with projections.</summary>
    public static Tensor Linear(Tensor x, bool causal)
    {
        var (query, key) = (x.Linear(8, name: "q_proj").Reshape(Steps, 2, 4), x.Linear(8, name: "k_proj").Reshape(Steps, 2, 4));
        return query.LinearAttention(key, x.Linear(2 * Size, name: "v_proj").Reshape(Steps, 2, Size), causal).Flatten();
    }
}
