using Sinter.Runtime;

namespace Sinter;

/// <summary>The base of a generated <c>Session</c>: the workspace of forward passes.</summary>
public abstract class InferenceSession : NetworkSession
{
    private readonly FrameArenas arenas;

    /// <summary>Allocates the workspace.</summary>
    /// <param name="weights">The network's values, shared with other sessions.</param>
    /// <param name="maxBatch">The largest batch a call may pass.</param>
    /// <param name="threads">The threads a call uses, the caller's among them; 0 for all cores.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> or <paramref name="threads"/> is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for so large a workspace.</exception>
    protected InferenceSession(Weights weights, int maxBatch, int threads)
        : base(weights, weights.Info.Inference, $"a session with maxBatch: {maxBatch:N0}", maxBatch, threads, extraLength: 0)
    {
        weights.AllocatePrepared();
        arenas = Arenas;
        arenas.Prepared = weights.PreparedStart;
        Planned.ReadOnly(ref arenas.Prepared);
    }

    private protected override string Description => "session";

    /// <summary>Starts a forward pass, which <see cref="NetworkSession.End"/> ends, whatever becomes of it. One that is refused has ended.</summary>
    /// <param name="fingerprint">What the code of the call was generated with.</param>
    /// <param name="name">The first input.</param>
    /// <param name="length">Its length.</param>
    /// <param name="perSample">Its length per sample.</param>
    /// <param name="symbols">The values of the network's symbols, in the order of <see cref="NetworkInfo.Dimensions"/>.</param>
    /// <exception cref="ArgumentException">The length is 0 or no multiple.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch is larger than <see cref="NetworkSession.MaxBatch"/>, or a symbol is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call, or the network was changed while the program ran.</exception>
    protected Frame Begin(ulong fingerprint, string name, int length, long perSample, ReadOnlySpan<int> symbols = default)
    {
        Take();
        try
        {
            var sizes = Bind(fingerprint, name, length, perSample, symbols);
            Weights.Refresh();
            return new Frame(arenas, Workers, sizes);
        }
        catch
        {
            End();
            throw;
        }
    }
}
