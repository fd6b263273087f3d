namespace Sinter.Generator.Levels;

/// <summary>A form that a network takes on its way to code, with the passes that work on it.</summary>
/// <typeparam name="T">What holds it.</typeparam>
/// <param name="Name">As messages call it: <c>the schedule for training</c>.</param>
/// <param name="Entry">What brings a network to this level.</param>
/// <param name="Check">Checks what holds of it from the beginning; throws an <see cref="InvalidOperationException"/> that names what is broken.</param>
/// <param name="Passes">In the order in which they run.</param>
internal sealed record Level<T>(string Name, string Entry, Action<T, Setting> Check, IReadOnlyList<Pass<T>> Passes)
{
    /// <summary>All of its passes that can be switched off, by name.</summary>
    public IEnumerable<string> Switches => Passes.SelectMany(pass => pass.Switches);

    /// <summary>Runs the passes that are not switched off.</summary>
    /// <exception cref="InvalidOperationException">With <see cref="Setting.Verifies"/>: a promise is broken. The message names the pass, the level and the node.</exception>
    public T Run(T value, Setting setting)
    {
        var check = Check;
        if (setting.Verifies) Verify(Entry);
        foreach (var pass in Passes)
        {
            setting.Cancellation.ThrowIfCancellationRequested();
            if (!pass.IsMandatory && !setting.Options.IsEnabled(pass.Name)) continue;
            value = pass.Run(value, setting);
            check = pass.Check ?? check;
            if (setting.Verifies) Verify(pass.Name);
        }

        return value;

        void Verify(string after)
        {
            try
            {
                check(value, setting);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{after} breaks {Name}: {broken.Message}", broken);
            }
        }
    }
}
