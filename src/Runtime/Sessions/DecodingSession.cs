using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The base of a generated <c>Decoder</c>: the workspace of one sequence that is continued call by call, with the keys and values of
/// the places so far. They are of the weights that the sequence began with: when those change, it has to begin again.
/// </summary>
public abstract class DecodingSession : NetworkSession
{
    private readonly FrameArenas arenas;
    private long version;

    /// <summary>Allocates the workspace and the cache.</summary>
    /// <param name="weights">The network's values, shared with other sessions.</param>
    /// <param name="capacity">The most places of the sequence.</param>
    /// <param name="threads">The threads a call uses, the caller's among them; 0 for all cores.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for so large a cache.</exception>
    protected DecodingSession(Weights weights, int capacity, int threads)
        : base(weights, weights.Info.Decoding!, $"a decoder of {capacity:N0} places", maxBatch: 1, threads, extraLength: 0)
    {
        Capacity = capacity;
        weights.AllocatePrepared();
        arenas = Arenas;
        arenas.Prepared = weights.PreparedStart;
        Planned.ReadOnly(ref arenas.Prepared);
        Planned.Forget(arenas.Fixed, weights.Info.Decoding!.FixedLength);
    }

    /// <summary>The most places of a sequence.</summary>
    public int Capacity { get; }

    /// <summary>The places of the sequence so far: the next call begins there.</summary>
    public int Position { get; private set; }

    private protected override string Description => "decoder";

    /// <summary>Goes back to an earlier place, by default to the start: what comes after it is forgotten.</summary>
    /// <param name="position">A place from 0 to <see cref="Position"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    /// <exception cref="ObjectDisposedException">The decoder has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call.</exception>
    public void Reset(int position = 0)
    {
        Take();
        try
        {
            if (position < 0 || position > Position)
                throw new ArgumentOutOfRangeException(nameof(position), position, $"{Network}: the decoder can go back to 0 … {Position}, but not to {position}.");
            Position = position;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Starts a call for the next places, which <see cref="NetworkSession.End"/> ends, whatever becomes of it. One that is refused has ended.</summary>
    /// <param name="fingerprint">What the code of the call was generated with.</param>
    /// <param name="name">The first input.</param>
    /// <param name="length">Its length.</param>
    /// <param name="perPlace">Its length for one place.</param>
    /// <exception cref="ArgumentException">The length is 0 or no multiple, or there is no room for so many places.</exception>
    /// <exception cref="ObjectDisposedException">The decoder has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call, the weights have changed since the sequence began, or the network was changed while the program ran.</exception>
    protected Frame Begin(ulong fingerprint, string name, int length, long perPlace)
    {
        Take();
        try
        {
            var places = (int)(length / perPlace);
            var most = Math.Min(Capacity - Position, Weights.Info.Dimensions[0].Max);
            if (places > most)
            {
                throw new ArgumentOutOfRangeException(name,
                    $"{Network}: '{name}' has {places:N0} places, but the decoder takes {most:N0} at most now: it holds {Capacity:N0}, of which {Position:N0} are taken, and a call takes up to {Weights.Info.Dimensions[0].Max:N0}. Pass fewer, or call Reset first.");
            }

            var sizes = Bind(fingerprint, name, length, perPlace * Math.Max(1, places), [Math.Max(1, places)]);
            if (Position == 0) version = Weights.Version;
            if (version != Weights.Version)
                throw new InvalidOperationException($"{Network}: the weights have changed since the first of the {Position:N0} places, and what the decoder keeps of them is of the old ones. Call Reset, and begin the sequence again.");
            Weights.Refresh();
            return new Frame(arenas, Workers, new CallSizes(sizes.Batch, [places, Position, Position + places]));
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>States that the call has added places.</summary>
    protected void Advance(long places) => Position += (int)places;
}
