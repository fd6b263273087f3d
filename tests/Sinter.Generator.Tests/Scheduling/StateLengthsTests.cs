using System.Text.RegularExpressions;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Symbols;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>What the checked build generates is what any other does, and with every place the length that is planned for it.</summary>
public sealed class StateLengthsTests
{
    private static readonly Regex Place = new(@"\w+\.(Batched|Fixed|Parameter|State|NextState|Gradient|Prepared|Keys|Input|Window)\(\w+(?<stated>, length: [^""]+, ""[^""]*"")?\)");
    private static readonly Regex Length = new(@", length: (?<length>[^,()]|\(([^()]|\([^()]*\))*\))+(, ""[^""]*"")?(?=\))");

    // A method is told the lengths of what it is told the places of.
    private static readonly Regex Told = new(@", (long [a-z@]\w*Length|[a-z@]\w*Length: ([^,()]|\(([^()]|\([^()]*\))*\))+)(?=[,)])");

    [Fact]
    public void Places_AreStated_AndNothingElseChanges()
    {
        var places = 0;
        var open = SymbolicWindowTests.Networks.Select(row => SymbolicNetworkTests.Read((string)row[1]).Graph());
        foreach (var graph in Zoo.Networks.Select(network => network.Graph).Concat(open))
        {
            var lowered = new NetworkCase("Net", graph, PassOptions.Default).Lower();
            var plain = Joined(NetworkCompiler.Emit(lowered, CancellationToken.None).Text);
            var stated = Joined(NetworkCompiler.Emit(lowered, CancellationToken.None, statesLengths: true).Text);
            Assert.DoesNotContain(Place.Matches(plain), match => match.Groups["stated"].Success);
            Assert.All(Place.Matches(stated), match => Assert.True(match.Groups["stated"].Success, match.Value));
            Assert.Equal(Place.Matches(plain).Count, Place.Matches(stated).Count);
            Assert.Equal(WithoutParts(plain), WithoutParts(Told.Replace(Length.Replace(stated, ""), "")));
            places += Place.Matches(stated).Count;
        }

        Assert.InRange(places, 500, int.MaxValue);
    }

    // Lines break elsewhere where they are longer.
    private static string Joined(string text) => Regex.Replace(text, @"\s+", " ");

    // The fingerprint is that of the text. A part that begins where the whole does is a place of its own where its length is stated, and symbols and parts of them may be read for a length alone.
    private static string WithoutParts(string text) => Regex.Replace(Regex.Replace(text.Replace(".At(0)", ""), "0x[0-9A-F]{16}", "fingerprint"), @"var \w+ = frame\.Size\(\d+\); |var \w+Over\w+ = [^;]+; ", "").Replace("( ", "(");
}
