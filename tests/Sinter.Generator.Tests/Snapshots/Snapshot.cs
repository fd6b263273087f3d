using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Generator.Tests.Snapshots;

/// <summary>
/// Compares text with a file beside the test, by the conventions of Verify: <c>Class.Test.verified.cs</c> is what should come out;
/// when it does not, <c>Class.Test.received.cs</c> is written. To accept it, rename it.
/// </summary>
internal static class Snapshot
{
    private const int Context = 3;

    public static void Verify(string received, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{test}");
        VerifyFile(received, stem + ".verified.cs", stem + ".received.cs");
    }

    /// <summary>Compares the text of one step with a file in the folder <c>Steps</c>.</summary>
    public static void VerifyStep(string received, string name, [CallerFilePath] string file = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(file)!, "Steps", name);
        VerifyFile(received, stem + ".verified.cs", stem + ".received.cs");
    }

    /// <summary>Compares text with a file; when it differs, it is written to another file beside it.</summary>
    public static void VerifyFile(string received, string verifiedFile, string receivedFile)
    {
        received = received.ReplaceLineEndings("\n");
        var verified = File.Exists(verifiedFile) ? File.ReadAllText(verifiedFile).ReplaceLineEndings("\n") : null;
        if (verified == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail(verified is null
            ? $"There is no {verifiedFile} yet; what was received is beside it.\n\n{received}"
            : $"{verifiedFile} differs from what was received:\n\n{Difference(verified.Split('\n'), received.Split('\n'))}");
    }

    /// <summary>The lines that differ with a few around them, as diff -u shows them.</summary>
    internal static string Difference(string[] verified, string[] received)
    {
        // Lengths of the longest common subsequences of all ends.
        var common = new int[verified.Length + 1, received.Length + 1];
        for (var i = verified.Length - 1; i >= 0; i--)
        {
            for (var j = received.Length - 1; j >= 0; j--)
                common[i, j] = verified[i] == received[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<(char Mark, string Text, int Number)>();
        for (int i = 0, j = 0; i < verified.Length || j < received.Length;)
        {
            if (i < verified.Length && j < received.Length && verified[i] == received[j]) (lines, i, j) = (Added(lines, ' ', verified[i], i), i + 1, j + 1);
            else if (j == received.Length || (i < verified.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add(('-', verified[i], ++i));
            else lines.Add(('+', received[j++], i + 1));
        }

        var text = new StringBuilder();
        var last = -1;
        for (var at = 0; at < lines.Count; at++)
        {
            if (!lines.Skip(at - Context).Take(Math.Min(at, Context) + 1 + Context).Any(line => line.Mark != ' ')) continue;
            if (at != last + 1) text.Append("@@ line ").Append(lines[at].Number + 1).Append('\n');
            text.Append(lines[at].Mark).Append(lines[at].Text).Append('\n');
            last = at;
        }

        return text.ToString();
    }

    private static List<(char, string, int)> Added(List<(char, string, int)> lines, char mark, string line, int number)
    {
        lines.Add((mark, line, number));
        return lines;
    }
}
