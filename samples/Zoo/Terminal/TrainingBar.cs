using System.Globalization;
using Spectre.Console;

namespace Zoo.Terminal;

/// <summary>Shows how far a training run is: a bar on a terminal, now and then a line in a file or a pipe.</summary>
internal sealed class TrainingBar
{
    private readonly ProgressTask? task;
    private readonly int steps;
    private DateTime said = DateTime.UtcNow;

    private TrainingBar(int steps, ProgressTask? task) => (this.steps, this.task) = (steps, task);

    public static void Show(int steps, Action<TrainingBar> train)
    {
        if (Console.IsOutputRedirected)
        {
            train(new(steps, null));
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new(steps, context.AddTask("step 0", maxValue: steps))));
    }

    public void Report(int step, float loss, double samplesPerSecond)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"step {step}/{steps}  loss {loss:F4}  {samplesPerSecond:N0} samples/s");
        if (task is not null)
        {
            (task.Description, task.Value) = (Markup.Escape(text), step);
        }
        else if (step == steps || DateTime.UtcNow - said > TimeSpan.FromSeconds(5))
        {
            said = DateTime.UtcNow;
            Console.WriteLine(text);
        }
    }
}
