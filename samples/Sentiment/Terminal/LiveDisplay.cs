using Sentiment.Training;
using Spectre.Console;

namespace Sentiment.Terminal;

/// <summary>A progress bar per epoch.</summary>
internal sealed class LiveDisplay : TrainingDisplay
{
    public override void Show(Action<IProgress<TrainingProgress>> train)
    {
        Console.CancelKeyPress += ShowCursor;
        try
        {
            AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn())
                .Start(context => train(new Reporter(context)));
        }
        finally
        {
            Console.CancelKeyPress -= ShowCursor;
        }
    }

    /// <summary>The bar hides the cursor; a program that is interrupted must give it back.</summary>
    private static void ShowCursor(object? sender, ConsoleCancelEventArgs interrupt) => AnsiConsole.Cursor.Show();

    private sealed class Reporter(ProgressContext context) : IProgress<TrainingProgress>
    {
        private ProgressTask? task;
        private int epoch;

        public void Report(TrainingProgress value)
        {
            var description = Markup.Escape(Describe(value));
            if (task is null || epoch != value.Epoch) (task, epoch) = (context.AddTask(description, maxValue: value.Steps), value.Epoch);
            task.Description = description;
            task.Value = value.Step;
        }
    }
}
