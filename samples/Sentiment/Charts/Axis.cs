namespace Sentiment.Charts;

/// <summary>A range of numbers that begins and ends at round ones.</summary>
internal sealed record Axis(double Low, double High, double Step)
{
    /// <summary>The round numbers, from <see cref="Low"/> to <see cref="High"/>.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Low + i * Step);

    /// <summary>The smallest axis that shows all values, with steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="values">What is not a finite number is left out; without any the axis goes from 0 to 1.</param>
    /// <param name="ticks">How many round numbers there are, about.</param>
    /// <param name="leastStep">The least distance between two of them.</param>
    public static Axis Over(IEnumerable<double> values, int ticks, double leastStep = 0)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());

        // A flat line is shown with some room around it.
        if (high <= low) high = low + Math.Max(Math.Abs(low), 1);
        var step = Math.Max(leastStep, Round((high - low) / ticks));

        // Rounding must not add a step for a value that is already round.
        const double Slack = 1e-9;
        return new Axis(Math.Floor(low / step + Slack) * step, Math.Ceiling(high / step - Slack) * step, step);
    }

    /// <summary>Where a value lies, from 0 at the low end to 1 at the high end.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }
}
