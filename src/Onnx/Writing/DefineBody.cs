using Sinter.Graphs;
using Sinter.Onnx.Blocks;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Writing;

/// <summary>The statements of Define: calls that follow one another are chains, what is read twice has a name.</summary>
internal sealed class DefineBody
{
    private const int Width = 120;

    /// <summary>A chain has a name after as many calls, however often it is read.</summary>
    private const int MostChained = 8;

    private const int MostBeside = 4;

    private readonly IReadOnlyList<Term> terms;
    private readonly IReadOnlyList<Term> outputs;
    private readonly Identifiers names;
    private readonly Dictionary<Term, string> variables = [];
    private readonly Dictionary<Term, int> uses = [];
    private readonly Dictionary<Term, Term> readers = [];
    private readonly List<string> lines = [];
    private string? lambda;

    private DefineBody(IReadOnlyList<Term> terms, IReadOnlyList<Term> outputs, Identifiers names) => (this.terms, this.outputs, this.names) = (terms, outputs, names);

    /// <summary>The statements of Define.</summary>
    public static IReadOnlyList<string> Write(ImportedNetwork network) =>
        new DefineBody(network.Body, [.. network.Outputs.Select(output => output.Term)], new Identifiers()).Write(network.Inputs.Select(input => (input.Term, input.Term.Method)), []);

    /// <summary>The statements of a method for a block.</summary>
    public static IReadOnlyList<string> Write(Block block) => new DefineBody(block.Terms, [block.Result], new Identifiers()).Write(block.Inputs, block.Numbers.Select(number => number.Name));

    private IReadOnlyList<string> Write(IEnumerable<(Term Term, string Name)> inputs, IEnumerable<string> numbers)
    {
        foreach (var number in numbers) names.Take(number);
        foreach (var (term, name) in inputs)
        {
            names.Take(name);
            variables[term] = name;
        }

        Declare();
        var results = outputs.Select(Operand).ToArray();
        lines.Add(results.Length == 1 ? $"return {Broken(outputs[0], results[0], "return ")};" : $"return ({string.Join(", ", results)});");
        return lines;
    }

    // The statements of all that has a name.
    private void Declare()
    {
        var wanted = Wanted();
        var written = terms.Where(wanted.Contains).ToArray();
        var loops = BlockLoop.Find(written, term => uses[term] == 1);
        foreach (var term in written)
        {
            if (loops.TryGetValue(term, out var loop))
            {
                if (loop.Last == term) Declare(loop);
            }
            else if (!variables.ContainsKey(term) && IsNamed(term))
            {
                Declare(term);
            }
        }
    }

    private HashSet<Term> Wanted()
    {
        var wanted = new HashSet<Term>(outputs);
        foreach (var output in outputs) Count(output);
        foreach (var term in terms.Reverse())
        {
            if (!wanted.Contains(term)) continue;
            foreach (var read in term.Reads)
            {
                wanted.Add(read);
                readers[read] = term;
                Count(read);
            }
        }

        return wanted;
    }

    private void Count(Term term) => uses[term] = uses.TryGetValue(term, out var count) ? count + 1 : 1;

    private bool IsNamed(Term term)
    {
        if (term.Value is not Tensor) return true;
        if (term.Kind == TermKind.Part) return false;
        if (uses[term] > 1 || term.Kind == TermKind.Block) return true;
        // What stands in the body of a scope would have its name.
        if (readers.TryGetValue(term, out var block) && block.Kind is TermKind.Block or TermKind.Scan) return true;
        if (outputs.Count > 1 && outputs.Contains(term) && Chained(term) > 1) return true;
        var length = Chained(term);
        if (length >= MostChained) return true;
        if (!readers.TryGetValue(term, out var reader) || reader.Reads.First() == term && reader.Kind == TermKind.Call) return false;
        // What is more than a call or two has a name beside other values.
        return reader.Kind == TermKind.Operator ? length > MostBeside : length > 1;
    }

    // How many calls stand in a row before this one without a name.
    private int Chained(Term term)
    {
        var count = 0;
        while (term.Kind != TermKind.Input && !variables.ContainsKey(term) && term.Reads.FirstOrDefault() is { } first)
        {
            count++;
            term = first;
        }

        return count;
    }

    private void Declare(Term term)
    {
        var text = Text(term);
        if (term.Value is Tensor[])
        {
            variables[term] = names.Unique(Hint(term), "parts");
            lines.Add($"var {variables[term]} = {Broken(term, text, $"var {variables[term]} = ")};");
            return;
        }

        if (term.Value is not Tensor tensor)
        {
            Deconstruct(term, text);
            return;
        }

        var name = names.Unique(Hint(term), "x");
        variables[term] = name;
        lines.Add($"var {name} = {Broken(term, text, $"var {name} = ")};{Comment(term)}");
    }

    // Blocks that follow one another go round with one variable.
    private void Declare(BlockLoop loop)
    {
        var input = (Term)loop.First.Arguments[0].Value!;
        var name = variables.TryGetValue(input, out var known) && uses[input] == 1 && input.Kind != TermKind.Input ? known : names.Unique(loop.Hint, "x");
        if (name != known) lines.Add($"var {name} = {Operand(input)};");
        variables[input] = name;
        var index = names.Unique("i", "i");
        var call = Text(loop.First, loop.Prefix is { } prefix ? $"$\"{prefix.Before}{{{index}}}{prefix.After}\"" : null);
        var head = $"for (var {index} = {loop.Start}; {index} < {loop.Start + loop.Count}; {index}++)";
        var isShort = head.Length + name.Length + call.Length + Comment(loop.Last).Length + 5 <= Width;
        lines.Add(isShort ? $"{head} {name} = {call};{Comment(loop.Last)}" : $"{head}\n{{\n    {name} = {call};{Comment(loop.Last)}\n}}\n");
        names.Free(index);
        variables[loop.Last] = name;
    }

    // A cell is a lambda, which sees the names around it.
    private string Scan(Term scan)
    {
        var cell = scan.Cell!;
        var inner = new DefineBody(cell.Terms, [.. cell.Outputs, .. cell.Next], names);
        foreach (var known in variables) inner.variables[known.Key] = known.Value;
        var (step, state) = (names.Unique("step", "step"), names.Unique("state", "state"));
        for (var i = 0; i < cell.Steps.Count; i++) inner.variables[cell.Steps[i]] = $"{step}[{i}]";
        for (var i = 0; i < cell.States.Count; i++) inner.variables[cell.States[i]] = $"{state}[{i}]";
        inner.Declare();
        inner.lines.Add($"return ([{string.Join(", ", cell.Outputs.Select(inner.Operand))}], [{string.Join(", ", cell.Next.Select(inner.Operand))}]);");
        var body = string.Concat(inner.lines.SelectMany(line => line.Split('\n')).Select(line => line.Length == 0 ? "\n" : $"    {line}\n"));
        var sides = scan.Arguments.Take(2).Select(argument => $"[{string.Join(", ", ((IReadOnlyList<Term>)argument.Value!).Select(Operand))}]");
        return $"ScanLayers.Scan({string.Join(", ", sides)}, ({step}, {state}) =>\n{{\n{body}}}{(scan.Arguments.Count > 2 ? ", reverse: true" : "")}, name: \"\")";
    }

    private static string Comment(Term term) => term is { HasOneShape: true, Value: Tensor tensor } ? $"  // {tensor.Shape}" : "";

    // A block below its name, with the values and numbers that differ.
    private string Text(Term block, string? prefix)
    {
        var others = block.Arguments.Skip(1).Select(argument => argument.Value is Term term ? Operand(term) : Literals.Text(argument.Value)).ToArray();
        if (prefix is null && block.Prefix is null) return $"{block.Method}({string.Join(", ", [Operand((Term)block.Arguments[0].Value!), .. others])})";
        prefix ??= Literals.Quoted(block.Prefix!);
        var input = Receiver(block);
        if (others.Length == 0) return $"{input}.Scope({prefix}, {block.Method})";
        lambda ??= names.Unique("block", "block");
        return $"{input}.Scope({prefix}, {lambda} => {block.Method}({string.Join(", ", [lambda, .. others])}))";
    }

    private void Deconstruct(Term term, string text)
    {
        var places = Enumerable.Range(0, term.Value.GetType().GetGenericArguments().Length).Select(_ => "_").ToArray();
        foreach (var part in terms.Where(part => part.Kind == TermKind.Part && part.Reads.First() == term && uses.ContainsKey(part)))
        {
            var index = (int)part.Arguments[1].Value!;
            if (places[index] == "_") places[index] = names.Unique(part.Method, "part");
            variables[part] = places[index];
        }

        lines.Add($"var ({string.Join(", ", places)}) = {(term.Kind == TermKind.Scan ? text : Broken(term, text, "var "))};");
    }

    // What a method is called on; a sum in parentheses.
    private string Receiver(Term term)
    {
        var on = (Term)term.Arguments[0].Value!;
        return on.Kind == TermKind.Operator && !variables.ContainsKey(on) ? $"({Operand(on)})" : Operand(on);
    }

    private string Operand(Term term) => variables.TryGetValue(term, out var name) ? name : Text(term);

    private string Text(Term term)
    {
        switch (term.Kind)
        {
            case TermKind.Call:
                return $"{Receiver(term)}.{term.Method}({Literals.Arguments(term.Arguments.Skip(1), Operand)})";
            case TermKind.Block: return Text(term, prefix: null);
            case TermKind.Scan: return Scan(term);
            case TermKind.StaticCall: return $"Tensor.{term.Method}({Literals.Arguments(term.Arguments, Operand)})";
            case TermKind.Part: return $"{Operand(term.Reads.First())}{(term.Method[0] == '[' ? term.Method : "." + term.Method)}";
            case TermKind.Operator when term.Arguments.Count == 1: return $"-{Factor((Term)term.Arguments[0].Value!, isRight: true)}";
            case TermKind.Operator: return $"{Side(term, 0)} {term.Method} {Side(term, 1)}";
            default: return term.Method;
        }
    }

    private string Side(Term term, int index)
    {
        if (term.Arguments[index].Value is not Term operand) return Literals.Text(term.Arguments[index].Value);
        // A sum on the left of a sum needs no parentheses.
        var isPlain = index == 0 && term.Method is "+" or "-" && (operand.Kind != TermKind.Operator || operand.Arguments.Count == 2);
        return index == 0 && isPlain ? Operand(operand) : Factor(operand, index == 1);
    }

    private string Factor(Term term, bool isRight)
    {
        if (variables.ContainsKey(term) || term.Kind != TermKind.Operator) return Operand(term);
        return !isRight && term.Arguments.Count == 2 && term.Method is "*" or "/" ? Operand(term) : $"({Operand(term)})";
    }

    // What a variable may be called: the file's name if it says something, else what is done last.
    private static string Hint(Term term)
    {
        var hint = (term.Hint ?? "").Replace("_output_0", "");
        var segments = hint.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > 1) hint = segments[segments.Length - 2].Split('.').LastOrDefault(part => part.Any(char.IsLetter)) ?? term.Method;
        var name = Identifiers.CamelCase(hint);
        var isMadeUp = name is null || name.Length is < 2 or > 24 || segments.Length == 0 || hint.All(character => !char.IsLetter(character)) || hint.StartsWith("onnx::", StringComparison.Ordinal);
        return isMadeUp ? term.Kind == TermKind.Operator ? "x" : Identifiers.CamelCase(term.Method) ?? "x" : name!;
    }

    // A chain that is too long for a line has a line for each call.
    private string Broken(Term term, string text, string start)
    {
        if (text.Length + start.Length <= Width || variables.ContainsKey(term) && text == variables[term]) return text;
        // A sum or a product has a line for each side.
        if (term.Kind == TermKind.Operator && term.Arguments.Count == 2) return $"{Side(term, 0)}\n    {term.Method} {Side(term, 1)}";
        var (result, depth, isText, first) = (new System.Text.StringBuilder(), 0, false, true);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '"' && (i == 0 || text[i - 1] != '\\')) isText = !isText;
            if (!isText && character is '(' or '[') depth++;
            if (!isText && character is ')' or ']') depth--;
            if (!isText && depth == 0 && character == '.' && i + 1 < text.Length && char.IsUpper(text[i + 1]) && !text.Substring(0, i).EndsWith("Tensor", StringComparison.Ordinal))
            {
                // The first call stays beside what it is called on, unless that is short.
                if (!first || i > 0) result.Append("\n    ");
                first = false;
            }

            result.Append(character);
        }

        return result.ToString();
    }
}
