using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>The extents and storage of a matrix product, or of several independent ones of the same extents.</summary>
/// <remarks>This file has no dependencies, because the generator links it beside <see cref="ScratchSizes"/>.</remarks>
/// <param name="Count">Independent products. Matrix <c>i</c> of A and of the output lies <c>i</c> matrices after the first.</param>
/// <param name="Rows">Rows of A and of the output.</param>
/// <param name="Inner">The extent that is summed over.</param>
/// <param name="Columns">Columns of B and of the output.</param>
/// <param name="TransposedA">A is stored <c>[Inner, Rows]</c> instead of <c>[Rows, Inner]</c>.</param>
/// <param name="PackedB">B is in the panels <c>MatMul.Pack</c> writes; otherwise it is stored <c>[Inner, Columns]</c>.</param>
/// <param name="SharedB">One B serves all the products.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct MatMulShape(
    long Count, long Rows, long Inner, int Columns, bool TransposedA, bool PackedB, bool SharedB)
{
    /// <summary>
    /// A product of a single row reads B from its last row to its first: what the same product has read last, in the step of a recurrence
    /// before, is still in the nearest cache.
    /// </summary>
    public bool Reversed { get; init; }
}
