using System.Globalization;
using System.Reflection;

namespace Sinter.OnnxTimes;

/// <summary>
/// Runs the models that the build has imported, and ONNX Runtime beside them on the same inputs: how far apart the outputs are, how long a call takes
/// on one thread, what it allocates, and how much code there is.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var folder = Metadata("Models");
        var names = arguments.Where(argument => !argument.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
        var isTimed = !arguments.Contains("--untimed");
        Console.WriteLine("| model | off by (of its largest output) | from the data by : ONNX Runtime | ms a call | ONNX Runtime | ratio | least | bytes | source | generated |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        var failures = 0;
        foreach (var path in Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if ((names.Count > 0 && !names.Contains(name)) || !ImportedModel.Exists(path)) continue;
            try
            {
                Console.WriteLine(Comparison.Of(path, isTimed));
            }
            catch (Exception exception)
            {
                failures++;
                var inner = exception is TargetInvocationException { InnerException: { } thrown } ? thrown : exception;
                Console.WriteLine($"| {name} | {inner.GetType().Name}: {inner.Message.ReplaceLineEndings(" ")} |");
                if (arguments.Contains("--trace")) Console.Error.WriteLine(inner);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return failures == 0 ? 0 : 1;
    }

    /// <summary>What the build says of itself.</summary>
    internal static string Metadata(string key) => typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
