#if SINTER_CHECKED
namespace Sinter.Runtime;

/// <content>Places with the floats that are planned for them in this call, and with the names of what they hold.</content>
public readonly partial struct Frame
{
    /// <inheritdoc cref="Window(long)"/>
    public FloatBuffer Window(long offset, long length, string name) => Place(window, offset, length, name, PlaceTraits.None);

    /// <inheritdoc cref="Batched(long)"/>
    public FloatBuffer Batched(long offset, long length, string name) => Place(batched, offset * Batch, length, name, PlaceTraits.Padded);

    /// <inheritdoc cref="Input(long)"/>
    public FloatBuffer Input(long offset, long length, string name) => Place(input, offset, length, name, PlaceTraits.None);

    /// <inheritdoc cref="Fixed(long)"/>
    public FloatBuffer Fixed(long offset, long length, string name) => Place(@fixed, offset, length, name, PlaceTraits.Padded);

    /// <inheritdoc cref="Parameter(long)"/>
    public FloatBuffer Parameter(long offset, long length, string name) => Place(parameters, offset, length, name, PlaceTraits.ReadOnly);

    /// <inheritdoc cref="State(long)"/>
    public FloatBuffer State(long offset, long length, string name) => Place(states, offset, length, name, PlaceTraits.ReadOnly);

    /// <inheritdoc cref="NextState(long)"/>
    public FloatBuffer NextState(long offset, long length, string name) => Place(nextStates, offset, length, name, PlaceTraits.None);

    /// <inheritdoc cref="Gradient(long)"/>
    public FloatBuffer Gradient(long offset, long length, string name) => Place(gradients, offset, length, name, PlaceTraits.None);

    /// <inheritdoc cref="Prepared(long)"/>
    public FloatBuffer Prepared(long offset, long length, string name) => Place(prepared, offset, length, name, PlaceTraits.Padded);

    /// <inheritdoc cref="Keys(long)"/>
    public FloatBuffer Keys(long stream, long length, string name) => Place(keys, 2 * stream, length, name, PlaceTraits.ReadOnly);

    private static FloatBuffer Place(FloatBuffer arena, long offset, long length, string name, PlaceTraits traits) =>
        new(arena.At(offset).Pointer.Limited(length, name, traits));
}
#endif
