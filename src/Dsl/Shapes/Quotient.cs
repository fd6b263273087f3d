namespace Sinter.Graphs;

/// <summary>
/// The whole part of an extent divided by a number: as many windows as a stride leaves of an axis whose length a call binds. It follows
/// from that length, so that no call states it.
/// </summary>
/// <param name="Dividend">The extent, never below 0.</param>
/// <param name="Divisor">The number, more than 1.</param>
internal sealed record Quotient(Dim Dividend, int Divisor)
{
    /// <summary>
    /// The whole part as an extent of its own symbol, the same for equal numbers however they come about: halves of halves are quarters,
    /// and what is whole stands outside.
    /// </summary>
    public static Dim Of(Dim dividend, int divisor)
    {
        var common = (int)Dim.Divisor(Math.Abs((long)dividend.Scale), divisor);
        var symbol = dividend.Symbol!;
        dividend = new Dim(dividend.Scale / common, symbol, (int)Floor(dividend.Offset, common));
        divisor /= common;
        if (divisor == 1) return dividend;
        if (symbol.Quotient is { } inner && dividend.Scale == 1)
        {
            var whole = checked(inner.Divisor * divisor);
            return Of(inner.Dividend.Plus(checked(dividend.Offset * inner.Divisor)), whole);
        }

        // Symbols are never below 0, so that neither is what they are scaled by more than 0.
        var outside = (int)Floor(dividend.Scale > 0 ? dividend.Offset : dividend.Minimum, divisor);
        dividend = dividend.Plus(checked(-outside * divisor));
        var (least, most) = (Floor(dividend.Minimum, divisor), Floor(dividend.Maximum, divisor));
        if (least == most) return checked((int)least + outside);
        if (dividend.Maximum > int.MaxValue) throw Require.Error(DiagnosticIds.Range, $"The extent {dividend} can be {dividend.Maximum}, but {int.MaxValue} at most; state a smaller Max of {symbol}.");
        var quotient = new Quotient(dividend, divisor);
        return new Dim(1, new DimSymbol(quotient.ToString(), (int)least, (int)most) { Quotient = quotient }, outside);
    }

    /// <summary>The largest whole number that is not above the quotient.</summary>
    public static long Floor(long dividend, long divisor) => (dividend / divisor) - (dividend % divisor < 0 ? 1 : 0);

    /// <summary>The value once symbols are bound.</summary>
    public long Evaluate(Func<DimSymbol, long> bindings) => Floor(Dividend.Evaluate(bindings), Divisor);

    public override string ToString()
    {
        var dividend = Dividend.ToString();
        return dividend.IndexOfAny(['+', '-', '/', '*'], 1) < 0 ? $"⌊{dividend}/{Divisor}⌋" : $"⌊({dividend})/{Divisor}⌋";
    }
}
