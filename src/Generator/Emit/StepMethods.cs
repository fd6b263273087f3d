using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Emit;

/// <summary>A method that computes all steps of one form.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Step">The first of the steps; what differs between them is a symbol in it.</param>
/// <param name="Numbers">Those symbols, each a parameter of its name.</param>
/// <param name="Places">The buffers of that step whose offsets the method is told, with the parameters for them.</param>
/// <param name="All">All of the steps as they are.</param>
internal sealed record StepMethod(string Name, Step Step, EquatableArray<DimSymbol> Numbers, IReadOnlyList<MethodPlace> Places, IReadOnlyList<Step> All)
{
    /// <summary>How many steps there are.</summary>
    public int Uses => All.Count;
}

/// <summary>A buffer whose offset a method is told.</summary>
/// <param name="Buffer">The buffer of the first step.</param>
/// <param name="Name">The parameter for its offset.</param>
/// <param name="Length">The parameter for its length, where lengths are stated.</param>
internal sealed record MethodPlace(int Buffer, string Name, string Length);

/// <summary>A step as a call of its method.</summary>
/// <param name="Step">The step.</param>
/// <param name="Method">The method.</param>
/// <param name="Numbers">The values of the method's numbers.</param>
/// <param name="Places">Where its values are, in the order of the method's places.</param>
internal sealed record StepCall(Step Step, StepMethod Method, IReadOnlyList<long> Numbers, IReadOnlyList<CallPlace> Places);

/// <summary>A buffer of a step, or the part of it from a float on.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Start">The first float.</param>
internal readonly record struct CallPlace(int Buffer, long Start);

/// <summary>The methods that some steps become: one for all that are equal but for where their values are, and for how many there are.</summary>
internal sealed class StepMethods
{
    private readonly EquatableArray<PlannedBuffer> buffers;
    private readonly IReadOnlyCollection<string> reserved;

    /// <param name="steps">The steps, in order.</param>
    /// <param name="buffers">The buffers of their program.</param>
    /// <param name="names">Gives the methods their names.</param>
    /// <param name="reserved">What no parameter may be called.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public StepMethods(IReadOnlyCollection<Step> steps, EquatableArray<PlannedBuffer> buffers, NameAllocator names, IReadOnlyCollection<string> reserved, CancellationToken cancellation)
    {
        (this.buffers, this.reserved) = (buffers, reserved);
        // A form is large: it is looked up once, and its number stands for it from then on.
        var numbers = new Dictionary<StepForm, int>();
        int NumberOf(StepForm form)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!numbers.TryGetValue(form, out var number)) numbers[form] = number = numbers.Count;
            return number;
        }

        var formed = steps.Select(step => Formed(step, NumberOf)).ToList();
        var uses = ByForm(formed, numbers.Count);
        var differing = Array.ConvertAll(uses, Differing);
        // More than a loop is told: each of these numbers is a form of its own.
        bool IsCrowded(FormedStep step) => step.Step is LoopStep or ReductionStep && differing[step.Form].Count > KernelLimits.Numbers;
        if (formed.Any(IsCrowded))
        {
            formed = [.. formed.Select(step => IsCrowded(step) ? step with { Form = NumberOf(Form(step.Step, out _)), Numbers = [] } : step)];
            uses = ByForm(formed, numbers.Count);
            differing = Array.ConvertAll(uses, Differing);
        }

        var methods = new StepMethod?[numbers.Count];
        foreach (var step in formed)
        {
            if (methods[step.Form] is not { } method)
            {
                methods[step.Form] = method = Method(uses[step.Form], differing[step.Form], names);
                Methods.Add(method);
            }

            Calls.Add(new StepCall(step.Step, method, [.. differing[step.Form].Select(index => step.Numbers[index].Value)], [.. step.Roots.Select(root => new CallPlace(root, step.Starts.TryGetValue(root, out var start) ? start : 0))]));
        }
    }

    /// <summary>In the order in which they are called first.</summary>
    public List<StepMethod> Methods { get; } = [];

    /// <summary>In the order of the steps.</summary>
    public List<StepCall> Calls { get; } = [];

    private sealed record FormedStep(Step Step, int Form, List<int> Roots, IReadOnlyDictionary<int, long> Starts, List<(long Value, string Word)> Numbers);

    private FormedStep Formed(Step step, Func<StepForm, int> numberOf)
    {
        step = StepStarts.Remove(step, buffers, out var starts);
        var form = Form(StepNumbers.Map(step, StepNumbers.Kind, out var numbers), out var roots);
        return new FormedStep(step, numberOf(form), roots, starts, numbers);
    }

    private static List<FormedStep>[] ByForm(List<FormedStep> formed, int forms)
    {
        var result = new List<FormedStep>[forms];
        for (var form = 0; form < forms; form++) result[form] = [];
        foreach (var step in formed) result[step.Form].Add(step);
        return result;
    }

    // The numbers that are not the same in all steps of a form.
    private static List<int> Differing(List<FormedStep> same) => same.Count == 0
        ? []
        : [.. Enumerable.Range(0, same[0].Numbers.Count).Where(index => same.Any(step => step.Numbers[index].Value != same[0].Numbers[index].Value))];

    private StepMethod Method(List<FormedStep> same, List<int> differing, NameAllocator names)
    {
        var (first, parameters) = (same[0], new NameAllocator([.. reserved]));
        var places = Parameters(first.Step, first.Roots, parameters);
        var numbers = differing.ToDictionary(index => index, index =>
        {
            var (kind, most) = (StepNumbers.Kind(index, first.Numbers[index].Value), same.Max(step => step.Numbers[index].Value));
            return kind with { Name = parameters.Allocate(first.Numbers[index].Word), Max = (int)most };
        });
        var step = numbers.Count == 0 ? first.Step : StepNumbers.Map(first.Step, (index, _) => numbers.TryGetValue(index, out var symbol) ? symbol : null, out _);
        return new StepMethod(names.Allocate(Name(step, same.Count > 1 ? step.Kinds : step.Layers)), step, differing.Select(index => numbers[index]).ToEquatableArray(), places, [.. same.Select(one => one.Step)]);
    }

    // Bands are computed by a structure that is told nothing: each is a form of its own.
    private StepForm Form(Step step, out List<int> roots)
    {
        if (step is not BandStep) return StepForm.Of(step, buffers, out roots);
        roots = [];
        return new StepForm(step, default);
    }

    /// <summary>What a method is called that computes a step of such layers, or kinds of layers.</summary>
    public static string Name(Step step, EquatableArray<string> parts)
    {
        var stem = parts.Count switch
        {
            0 => "Step",
            1 or 2 => string.Concat(parts.Select(NodeNames.PascalIdentifier)),
            _ => NodeNames.PascalIdentifier(parts[0]) + "To" + NodeNames.PascalIdentifier(parts[parts.Count - 1]),
        };
        return stem + (step.Purpose == "Forward" ? step.IsBackward ? "Backward" : "" : step.Purpose);
    }

    private List<MethodPlace> Parameters(Step step, List<int> roots, NameAllocator names)
    {
        var words = Words(step);
        var offsets = roots.Select(root => names.Allocate(NodeNames.Identifier(words.TryGetValue(root, out var word) ? word : buffers[root].Role))).ToList();
        return [.. roots.Zip(offsets, (root, name) => new MethodPlace(root, name, names.Allocate(name.TrimStart('@') + "Length")))];
    }

    // What the step itself says of its buffers: the parameters of a kernel, the operands of a loop.
    private Dictionary<int, string> Words(Step step)
    {
        var words = new Dictionary<int, string>();
        void Say(int buffer, string? word)
        {
            var whole = PlannedBuffer.Whole(buffers, buffer);
            if (word is not null && !words.ContainsKey(whole)) words[whole] = word;
        }

        void SayOperands(LoopBody? body)
        {
            foreach (var operand in body?.Operands ?? default) Say(operand.Buffer, operand.Name);
        }

        switch (step)
        {
            case KernelStep kernel:
                foreach (var argument in kernel.Calls.SelectMany(call => call.Arguments).OfType<BufferArgument>()) Say(argument.Buffer, argument.Parameter);
                SayOperands(kernel.Epilogue);
                break;
            case LoopStep loop:
                SayOperands(loop.Body);
                break;
            case ReductionStep reduction:
                Say(reduction.Output, "output");
                SayOperands(reduction.Body);
                break;
            case TableStep table:
                Say(table.Output, "output");
                break;
        }

        return words;
    }
}
