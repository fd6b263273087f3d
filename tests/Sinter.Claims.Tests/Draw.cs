namespace Sinter.Claims;

/// <summary>Random numbers that depend on their seed alone.</summary>
internal static class Draw
{
    /// <summary>Normal numbers with mean 0 and variance 1 (Box and Muller 1958).</summary>
    public static float[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        for (var i = 0; i < count; i++) numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }

    /// <summary>A matrix whose rows are orthogonal and of length 1, so that it changes no vector's length (Gram and Schmidt).</summary>
    public static float[] Orthogonal(int size, int seed)
    {
        var rows = Normal(size * size, seed).Select(number => (double)number).Chunk(size).ToArray();
        for (var i = 0; i < size; i++)
        {
            // Twice: what rounding left of the others goes the second time.
            for (var again = 0; again < 2; again++)
            {
                for (var j = 0; j < i; j++)
                {
                    var product = rows[i].Zip(rows[j], (a, b) => a * b).Sum();
                    rows[i] = [.. rows[i].Zip(rows[j], (a, b) => a - (product * b))];
                }
            }

            var length = Math.Sqrt(rows[i].Sum(number => number * number));
            rows[i] = [.. rows[i].Select(number => number / length)];
        }

        return [.. rows.SelectMany(row => row.Select(number => (float)number))];
    }
}
