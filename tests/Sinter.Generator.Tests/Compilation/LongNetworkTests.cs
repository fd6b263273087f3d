using Sinter.Generator.Levels;
using Sinter.Generator.Frontend;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>
/// What the generator does grows with a network's length and not faster, and its stack does not grow at all. Work is counted in bytes
/// allocated on one thread, which no other process or test changes; a time far above what is needed ends what does not allocate.
/// </summary>
public sealed class LongNetworkTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Every layer of these reads all before it, or is in a scope for all around it: their text alone grows faster.
    private static readonly HashSet<string> Growing = ["dense", "dense, trained", "nested scopes", "nested scans, trained"];

    public static TheoryData<string> Names => [.. LongNetworks.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Work_GrowsWithTheLength(string name)
    {
        // Long enough that what is done once for all lengths does not count, and what doubles with every layer would never end.
        var half = Math.Min(LongNetworks.All.Single(network => network.Name == name).Length / 2, 60);
        Generate(name, 2);
        var (shorter, longer) = (Generate(name, half), Generate(name, 2 * half));
        output.WriteLine($"{shorter / 1024} KB for {half}, {longer / 1024} KB for {2 * half}");
        Assert.InRange((double)longer / shorter, 0, Growing.Contains(name) ? 5 : 2.5);
    }

    [Fact]
    public void Stack_DoesNotGrowWithTheLength()
    {
        // As little as a compiler on another thread may have left.
        foreach (var name in new[] { "pointwise, trained", "functions of a weight", "functions of places", "long cell, trained", "slices of a long product", "slices and Concat, trained" })
        {
            Exception? failure = null;
            var thread = new Thread(() => failure = Record.Exception(() => Generate(name, 1000)), maxStackSize: 256 * 1024);
            thread.Start();
            thread.Join();
            Assert.True(failure is null, $"{name}: {failure}");
        }
    }

    private static long Generate(string name, int length)
    {
        using var limit = new CancellationTokenSource(Limit);
        var compilation = Source.Compile(LongNetworks.Source(name, length));
        compilation.GetDiagnostics(CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = NetworkReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, limit.Token);
        Assert.True(reading.Errors.Count == 0, string.Join("\n", reading.Errors.Select(error => error.Message)));
        var thread = new OnTheCallersThread();
        var text = NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, PassOptions.Default, thread, limit.Token), limit.Token, scheduler: thread).Text;
        Assert.Contains("file static class", text, StringComparison.Ordinal);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Runs a task when it is started, on the thread that starts it.</summary>
    private sealed class OnTheCallersThread : TaskScheduler
    {
        protected override void QueueTask(Task task) => TryExecuteTask(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
