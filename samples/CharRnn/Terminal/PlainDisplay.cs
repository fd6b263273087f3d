using CharRnn.Training;

namespace CharRnn.Terminal;

/// <summary>A line for every look at the validation text: what a log file wants.</summary>
internal sealed class PlainDisplay : TrainingDisplay, IProgress<TrainingProgress>
{
    public override void Show(Action<IProgress<TrainingProgress>> train) => train(this);

    public void Report(TrainingProgress value)
    {
        if (value.Validation is not null) Console.WriteLine(DescribeValidation(value));
    }
}
