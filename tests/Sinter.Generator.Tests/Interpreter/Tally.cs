namespace Sinter.Generator.Tests.Interpreter;

/// <summary>How many floating-point operations evaluators have done on this thread: counted where they are done, to compare figures with.</summary>
internal static class Tally
{
    [ThreadStatic]
    private static long operations;

    public static long Operations => operations;

    public static void Add(long count) => operations += count;
}
