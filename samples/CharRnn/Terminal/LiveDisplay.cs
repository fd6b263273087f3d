using CharRnn.Training;
using Spectre.Console;

namespace CharRnn.Terminal;

/// <summary>A progress bar for the run; above it a line for every look at the validation text.</summary>
internal sealed class LiveDisplay : TrainingDisplay
{
    public override void Show(Action<IProgress<TrainingProgress>> train) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn())
        .Start(context => train(new Reporter(context)));

    private sealed class Reporter(ProgressContext context) : IProgress<TrainingProgress>
    {
        private ProgressTask? task;

        public void Report(TrainingProgress value)
        {
            var description = Markup.Escape(Describe(value));
            task ??= context.AddTask(description, maxValue: value.Steps);
            task.Description = description;
            task.Value = value.Step;
            if (value.Validation is not null) AnsiConsole.WriteLine(DescribeValidation(value));
        }
    }
}
