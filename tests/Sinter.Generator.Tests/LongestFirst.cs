using Sinter.Generator.Tests.Fuzzing;
using Sinter.Generator.Tests.Mutations;
using Sinter.Generator.Tests.Scheduling;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Sinter.Generator.Tests.LongestFirst", "Sinter.Generator.Tests")]

namespace Sinter.Generator.Tests;

/// <summary>Begins with the classes that take minutes, so that no core is left alone with one of them at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(FuzzTests), nameof(PassToggleTests), nameof(MutationTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection =>
    {
        var place = Array.FindIndex(Longest, name => collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    });
}
