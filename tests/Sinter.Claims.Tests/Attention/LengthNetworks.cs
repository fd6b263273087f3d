namespace Sinter.Claims.Attention;

/// <summary>What the networks of length share: ways for the places of a sequence to hear of one another.</summary>
internal static class Mixing
{
    public const int Features = 32, Longest = 4096, Window = 64;

    /// <summary>Attention whose scores are a matrix.</summary>
    public static Tensor Explicit(Tensor x)
    {
        var (query, key, value) = Projected(x);
        return (query.Matmul(key.Transpose()) * (1 / MathF.Sqrt(Features))).Softmax().Matmul(value);
    }

    /// <summary>Attention as one operation, which has no such matrix; with a window, of the places just before.</summary>
    public static Tensor Fused(Tensor x, int window = 0)
    {
        var (query, key, value) = Heads(x);
        return query.Attention(key, value, causal: window > 0, window: window).Flatten(1);
    }

    /// <summary>Attention without a softmax.</summary>
    public static Tensor Linear(Tensor x)
    {
        var (query, key, value) = Heads(x);
        return query.LinearAttention(key, value).Flatten(1);
    }

    /// <summary>A state space whose steps depend on the input, the core of Mamba.</summary>
    public static Tensor Selective(Tensor x)
    {
        const int State = 8;
        var width = x.Linear(Features, name: "step").Softplus();
        var (write, read) = (x.Linear(State, bias: false, name: "write"), x.Linear(State, bias: false, name: "read"));
        var decay = x.Parameter("decay", [Features, State], Initializer.Ones);
        return ScanLayers.Scan([x, width, write, read], [x.Zeros(Features, State)], (now, states) =>
        {
            var kept = (-(now[1].Unsqueeze(1) * decay)).Exp() * states[0];
            var next = kept + ((now[1] * now[0]).Unsqueeze(1) * now[2].Unsqueeze(0));
            return ([(next * now[3].Unsqueeze(0)).Sum(1)], [next]);
        }).Outputs[0];
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Projected(Tensor x) =>
        (x.Linear(Features, name: "query"), x.Linear(Features, name: "key"), x.Linear(Features, name: "value"));

    private static (Tensor Query, Tensor Key, Tensor Value) Heads(Tensor x)
    {
        var (query, key, value) = Projected(x);
        return (query.Reshape(-1, 1, Features), key.Reshape(-1, 1, Features), value.Reshape(-1, 1, Features));
    }
}

/// <summary>The matrix of scores, for any length.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class ExplicitAttention
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => Mixing.Explicit(x);
}

/// <summary>Attention without the matrix.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class FusedAttention
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => Mixing.Fused(x);
}

/// <summary>Attention to the 64 places just before.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class WindowedAttention
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => Mixing.Fused(x, Mixing.Window);
}

/// <summary>Attention without a softmax.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class LinearAttention
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => Mixing.Linear(x);
}

/// <summary>An Elman network.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class RecurrentMixing
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => x.Rnn(Mixing.Features).Outputs;
}

/// <summary>A selective state space.</summary>
[Network, Dim("T", Max = Mixing.Longest)]
public partial class SelectiveMixing
{
    private static Tensor Define([Shape("T", Mixing.Features)] Tensor x) => Mixing.Selective(x);
}
