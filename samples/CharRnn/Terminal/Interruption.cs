namespace CharRnn.Terminal;

/// <summary>Ctrl+C as a request to stop after the current step, so that the checkpoint is written; a second one ends the program at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();

    public Interruption() => Console.CancelKeyPress += Stop;

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= Stop;
        source.Dispose();
    }

    private void Stop(object? sender, ConsoleCancelEventArgs interrupt)
    {
        interrupt.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
