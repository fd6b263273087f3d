namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Shapes, without the batch, that go together with a given one.</summary>
internal static class Partners
{
    /// <summary>A shape that broadcasts with it: leading axes left out, extents of 1 on either side.</summary>
    public static int[] Broadcast(Random random, Shape shape)
    {
        var kept = random.Next(3) == 0 ? random.Next(shape.Rank + 1) : shape.Rank;
        var result = Extents(shape)[^kept..];
        for (var axis = 0; axis < kept; axis++)
        {
            if (result[axis] == 1 ? random.Next(3) == 0 : random.Next(4) == 0) result[axis] = result[axis] == 1 ? random.Next(1, 5) : 1;
        }

        return random.Next(8) == 0 ? [random.Next(1, 3), .. result] : result;
    }

    public static int[] Same(Random random, Shape shape) => Extents(shape);

    /// <summary>The same but for one axis.</summary>
    public static int[] AlongOneAxis(Random random, Shape shape)
    {
        var result = Extents(shape);
        if (result.Length > 0) result[random.Next(result.Length)] = random.Next(1, 6);
        return result;
    }

    /// <summary>The right side of a matrix product.</summary>
    public static int[] Right(Random random, Shape shape)
    {
        if (shape.Rank == 0) return [];
        var inner = Extents(shape)[^1];
        if (random.Next(5) == 0) return [inner];
        int[] matrix = [inner, Size(random)];
        return shape.Rank > 2 && random.Next(2) == 0 ? [.. Extents(shape)[..^2].Select(extent => random.Next(4) == 0 ? 1 : extent), .. matrix] : matrix;
    }

    /// <summary>The left side of a matrix product.</summary>
    public static int[] Left(Random random, Shape shape)
    {
        if (shape.Rank == 0) return [];
        var inner = Extents(shape)[Math.Max(shape.Rank - 2, 0)];
        return random.Next(3) == 0 ? [inner] : [Size(random), inner];
    }

    /// <summary>Anything that could be multiplied with one of the last two axes, stored either way.</summary>
    public static int[] Matrix(Random random, Shape shape)
    {
        if (shape.Rank == 0) return [];
        var inner = Extents(shape)[shape.Rank - 1 - random.Next(Math.Min(shape.Rank, 2))];
        int[] matrix = random.Next(2) == 0 ? [inner, Size(random)] : [Size(random), inner];
        return shape.Rank > 1 && random.Next(2) == 0 ? [.. Extents(shape)[..^2], .. matrix] : random.Next(2) == 0 ? matrix : [inner];
    }

    /// <summary>The weight of a linear layer.</summary>
    public static int[] LinearWeight(Random random, Shape shape) => [Size(random), shape.Rank == 0 ? 1 : Extents(shape)[^1]];

    /// <summary>The weight of a convolution with one of the possible numbers of groups.</summary>
    public static int[] ConvolutionWeight(Random random, Shape shape)
    {
        if (shape.Rank != 3) return [1];
        var channels = Extents(shape)[0];
        if (SymbolCode.IsSymbol(channels)) return [1];
        var groups = random.Next(3) switch { 0 => channels, 1 when channels % 2 == 0 => 2, _ => 1 };
        return [groups * random.Next(1, groups == 1 ? 7 : 3), channels / groups, random.Next(1, 4), random.Next(1, 4)];
    }

    /// <summary>A sequence of another length, of vectors as wide.</summary>
    public static int[] Memory(Random random, Shape shape) => [Size(random), shape.Rank == 0 ? 1 : Extents(shape)[^1]];

    /// <summary>Keys of heads, of which there may be fewer.</summary>
    public static int[] Keys(Random random, Shape shape)
    {
        if (shape.Rank != 3) return [1];
        var heads = Extents(shape)[1];
        return [random.Next(3) == 0 ? Extents(shape)[0] : Size(random), random.Next(3) switch { 0 => 1, 1 when heads % 2 == 0 => heads / 2, _ => heads }, Extents(shape)[2]];
    }

    /// <summary>What is added to the scores of a sequence that attends to itself.</summary>
    public static int[] Scores(Random random, Shape shape)
    {
        if (shape.Rank != 2) return [1];
        var length = Extents(shape)[0];
        return random.Next(2) == 0 ? [length, length] : [random.Next(1, 3), length, length];
    }

    /// <summary>A sequence of vectors, whatever else there is.</summary>
    public static int[] Sequence(Random random, Shape shape) => [Size(random), random.Next(1, 9)];

    /// <summary>A row for each of some indices.</summary>
    public static int[] RowForEach(Random random, Shape shape) => shape.Rank == 1 ? [Extents(shape)[0], random.Next(1, 9)] : [1];

    /// <summary>The rows of a table.</summary>
    public static int[] Table(Random random, Shape shape) => [random.Next(1, 9), Size(random)];

    // Nothing can be declared as long as a stride leaves of a symbol: what goes with it is of extent 1.
    public static int[] Extents(Shape shape) => [.. shape.Dims.Skip(shape.IsBatched ? 1 : 0).Select(dim => dim.Symbol?.Quotient is null ? SymbolCode.Of(dim) : 1)];

    // Mostly small; now and then more than one register tile or panel is wide.
    private static int Size(Random random) => random.Next(8) switch { 0 => random.Next(16, 20), 1 => random.Next(30, 36), 2 => 1, _ => random.Next(2, 9) };
}
