using System.Reflection;
using System.Text;

namespace Sinter.Claims.Page;

/// <summary>Writes <c>docs/claims.md</c> from the claims: a section for each folder, a row for each test.</summary>
internal static class ClaimsPage
{
    private const string Head =
        """
        # What textbooks say of networks

        Each row is a test that fails where the claim does not hold, with the numbers that it measured and the command that prints them. The page
        is written by `PageTests` of `tests/Sinter.Claims.Tests`; what it should be when it has to change is written to `docs/claims.received.md`.

        Figures without a processor are measured by every run, and are the same on every machine. Figures with one are of trainings and times:
        a run with `-e SINTER_CLAIMS=full` measured them and left them in `tests/Sinter.Claims.Tests/Recorded`; the suite runs the same tests with
        fewer steps, or skips them and says so.

        """;

    /// <summary>All claims, in the order of the page.</summary>
    public static IReadOnlyList<(MethodInfo Method, ClaimAttribute Attribute)> Claims { get; } =
    [
        .. from type in typeof(ClaimsPage).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(ClaimTests))
           orderby Array.IndexOf(Families, Family(type)), type.Name
           from method in type.GetMethods()
           let attribute = method.GetCustomAttribute<ClaimAttribute>()
           where attribute is not null
           orderby Array.IndexOf(Families, Family(type)), type.Name, method.MetadataToken
           select (method, attribute),
    ];

    private static string[] Families => ["Convolution", "Depth", "Recurrence", "Attention", "Normalization", "Data"];

    /// <summary>The whole page. Whatever is not recorded is measured for it.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var family in Claims.GroupBy(claim => Family(claim.Method.DeclaringType!)))
        {
            text.Append($"\n## {family.Key}\n\n| claim | source | measured | command |\n|---|---|---|---|\n");
            foreach (var (method, attribute) in family)
            {
                var figure = attribute.IsRecorded ? Recorded.Read(method.DeclaringType!, method.Name) ?? "not yet" : Measure(method);
                text.Append($"| {attribute.Statement} | {attribute.Source} | {figure} | `{Command(method, attribute)}` |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The folder that a class of claims stands in.</summary>
    public static string Family(Type type) => type.Namespace!.Split('.')[^1];

    private static string Command(MethodInfo method, ClaimAttribute attribute) =>
        $"dotnet test tests/Sinter.Claims.Tests -c Release{(attribute.IsRecorded ? $" -e {Effort.Variable}=full" : "")} --filter {method.DeclaringType!.Name}.{method.Name} --logger \"console;verbosity=detailed\"";

    private static string Measure(MethodInfo method)
    {
        var claims = (ClaimTests)Activator.CreateInstance(method.DeclaringType!, new Silence())!;
        method.Invoke(claims, BindingFlags.DoNotWrapExceptions, null, null, null);
        return claims.Figure ?? throw new InvalidOperationException($"{method.DeclaringType!.Name}.{method.Name} measured nothing.");
    }

    private sealed class Silence : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
