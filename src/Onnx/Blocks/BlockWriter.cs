using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>
/// Builds a network once more with methods in the place of blocks: the Dsl names the weights of a scope, and layers without a name after their
/// number, so that nothing is assumed of either.
/// </summary>
internal sealed class BlockWriter
{
    private readonly ImportedNetwork network;
    private readonly IReadOnlyList<Term> order;
    private readonly IReadOnlyList<BlockPlan> plans;
    private readonly Definition definition = new();
    private readonly Dictionary<Term, Term> made = [];
    private readonly List<Term> body = [];
    private readonly Block?[] blocks;

    public BlockWriter(ImportedNetwork network, IReadOnlyList<Term> order, IReadOnlyList<BlockPlan> plans)
    {
        (this.network, this.order, this.plans) = (network, order, plans);
        blocks = new Block?[plans.Count];
    }

    public ImportedNetwork Write()
    {
        foreach (var input in network.Inputs) made[input.Term] = definition.Input(input.Term.Method, input.Term.Shape.Dims.Skip(1), input.Term.Value is Tokens);
        var starts = new Dictionary<int, (int Plan, int Block)>();
        for (var plan = 0; plan < plans.Count; plan++)
        {
            for (var block = 0; block < plans[plan].Blocks.Count; block++) starts[plans[plan].Repetition.Starts[block]] = (plan, block);
        }

        var names = new Identifiers();
        names.Take(network.Options.ClassName);
        for (var i = 0; i < order.Count;)
        {
            if (starts.TryGetValue(i, out var found))
            {
                Add(found.Plan, found.Block, names);
                i += plans[found.Plan].Repetition.Length;
                continue;
            }

            made[order[i]] = definition.Again(order[i], term => made[term], order[i].Name);
            body.Add(made[order[i++]]);
        }

        return network with
        {
            Definition = definition,
            Inputs = [.. network.Inputs.Select(port => port with { Term = made[port.Term] })],
            Outputs = [.. network.Outputs.Select(port => port with { Term = made[port.Term] })],
            Body = body,
            Blocks = [.. blocks.OfType<Block>().OrderBy(block => body.FindIndex(term => term.Kind == TermKind.Block && term.Method == block.Name))],
        };
    }

    private void Add(int index, int number, Identifiers names)
    {
        var plan = plans[index];
        var (terms, outside) = (plan.Blocks[number], plan.Outside[number]);
        var again = new List<Term>();
        if (plan.Names.Prefixes is { } prefixes) made[outside[0]].Tensor.Scope(prefixes[number], _ => Fill());
        else Fill();
        blocks[index] ??= Method(plan, terms, outside, again, names);
        var method = blocks[index]!;
        for (var i = 0; i < terms.Count; i++)
        {
            if (!ShapeOf(again[i]).Equals(ShapeOf(method.Terms[i]))) method.Terms[i].HasOneShape = false;
        }

        IEnumerable<Argument> arguments = [.. outside.Select(value => new Argument("", made[value])), .. method.Numbers.Select(parameter => new Argument(parameter.Name, parameter.Values[number]))];
        var call = new Term(TermKind.Block, method.Name, [.. arguments], again[again.Count - 1].Value) { Prefix = plan.Names.Prefixes?[number], Hint = plan.Names.Prefixes is null ? terms[terms.Count - 1].Hint : plan.Names.LevelOf(number) };
        made[terms[terms.Count - 1]] = call;
        body.Add(call);

        Tensor Fill()
        {
            for (var i = 0; i < terms.Count; i++)
            {
                // What is made of nothing is made of what the block works on.
                made[terms[i]] = definition.Again(terms[i], TermOrder.IsSource(terms[i]) ? _ => made[outside[0]] : term => made[term], plan.Names.Suffixes[i]);
                again.Add(made[terms[i]]);
            }

            return again[again.Count - 1].Tensor;
        }
    }

    private Block Method(BlockPlan plan, IReadOnlyList<Term> terms, IReadOnlyList<Term> outside, List<Term> again, Identifiers names)
    {
        var (taken, inner) = (new Identifiers(), new Dictionary<Term, Term>());
        foreach (var parameter in plan.Numbers.Parameters) taken.Take(parameter.Name);
        var inputs = new List<(Term, string)>();
        foreach (var value in outside)
        {
            var name = taken.Unique(inputs.Count == 0 ? "x" : "other", "other");
            var input = new Term(TermKind.Input, name, [], made[value].Value);
            inner[made[value]] = input;
            inputs.Add((input, name));
        }

        var written = new List<Term>();
        for (var i = 0; i < again.Count; i++)
        {
            var arguments = again[i].Arguments.Select(argument => argument with { Value = Definition.Mapped(argument.Value, term => inner[term]) }).ToArray();
            for (var j = 0; j < arguments.Length; j++)
            {
                if (TextsOf(plan.Numbers, terms[i], i, arguments[j]) is { } texts) arguments[j] = arguments[j] with { Value = new BlockValue(texts, arguments[j].Value!), IsDefault = false };
            }

            var term = new Term(again[i].Kind, again[i].Method, arguments, again[i].Value) { Hint = again[i].Hint, Weights = again[i].Weights };
            inner[again[i]] = term;
            written.Add(term);
        }

        return new Block(names.UniqueType(plan.Names.MethodName()), inputs, plan.Numbers.Parameters, written);
    }

    // Arguments of the new term are found by their names: those of the old one may stand elsewhere.
    private static string[]? TextsOf(BlockNumbers numbers, Term old, int term, Argument argument)
    {
        var index = old.Arguments.ToList().FindIndex(other => other.Name == argument.Name);
        if (index < 0) return null;
        var elements = TermSymbols.Numbers(argument);
        var texts = Enumerable.Range(0, elements.Length).Select(element => numbers.Text(term, index, element)).ToArray();
        return texts.All(text => text is null) ? null : [.. texts.Select((text, element) => text ?? Writing.Literals.Text(elements[element]))];
    }

    private static string ShapeOf(Term term) => term.Value is Tensor tensor ? tensor.Shape.ToString() : "";
}
