using Sinter.Generator.Diagnostics;
using Sinter.Generator.Errors;
using Sinter.Generator.Frontend;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>What is wrong with a definition: the id, the text underlined, and the message.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("return x.Linear(0, name: \"fc\").Relu();", "SNT2002", "Linear(0, name: \"fc\")", "Linear 'fc': ")]
    [InlineData("var y = x.Relu(); return y + y.Slice(0, 0, 3);", "SNT2001", "y + y.Slice(0, 0, 3)", "Add cannot broadcast")]
    [InlineData("return x.Scope(\"s\", b => b.Linear(2).Conv2d(3, 3));", "SNT2003", "Conv2d(3, 3)", "Conv2d")]
    [InlineData("var (y, _) = x.Unsqueeze(0).Gru(3, layers: 2, name: \"gru\", initial: x.Unsqueeze(0)); return y;", "SNT2001", "Gru(3, layers: 2, name: \"gru\", initial: x.Unsqueeze(0))", "Gru 'gru' needs states [B, 2, 3] to begin with, one row for each layer and direction, but gets [B, 1, 4].")]
    [InlineData("return Helper(x);", "SNT2001", "Reshape(3)", "Reshape: [B, 4] has 4 elements, but [3] has")]
    [InlineData("return x.Linear(2, name: \"fc\").Linear(3, name: \"fc\");", "SNT1002", "Linear(3, name: \"fc\")", "Two parameters are called 'fc.weight'")]
    [InlineData("return x.Linear(x.Shape[3]);", "SNT3004", "x.Shape[3]", "The definition throws ArgumentOutOfRangeException: The shape [B, 4] has no dimension 3")]
    [InlineData("return x.Linear(Widths[5]);", "SNT3004", "Widths[5]", "The definition throws IndexOutOfRangeException: There is no element 5: there are 2.")]
    [InlineData("var zero = x.Shape.Rank - 1; return x.Linear(8 / zero);", "SNT3004", "8 / zero", "The definition throws DivideByZeroException")]
    [InlineData("var n = int.MaxValue; return x.Linear(checked(n + x.Shape.Rank));", "SNT3004", "n + x.Shape.Rank", "The definition throws OverflowException")]
    [InlineData("string? s = null; return x.Linear(s!.Length);", "SNT3004", "Length", "The definition throws NullReferenceException: 's' is null.")]
    [InlineData("if (x.Shape.Rank > 0) throw new ArgumentException($\"no rank {x.Shape.Rank}\"); return x;", "SNT3004", "throw new ArgumentException($\"no rank {x.Shape.Rank}\");", "The definition throws ArgumentException: no rank 1")]
    [InlineData("return x.Shape.Rank switch { 0 => x, > 4 => x };", "SNT3004", "x.Shape.Rank switch { 0 => x, > 4 => x }", "The switch expression has no arm for 1.")]
    [InlineData("return x.Linear(Math.Clamp(1, 3, 2));", "SNT3004", "Clamp(1, 3, 2)", "The definition throws ArgumentException: ")]
    [InlineData("while (true) { }", "SNT3002", "while (true)", "The definition takes more than 1,000,000 steps to read. Does a loop never end?")]
    [InlineData("for (var i = 0; ; i++) x = x.Relu();", "SNT3002", "for (var i = 0; ; i++)", "The definition takes more than 1,000,000 steps")]
    [InlineData("var a = new int[int.MaxValue]; return x;", "SNT3002", "new int[int.MaxValue]", "The definition takes more than 1,000,000 steps to read. This alone would take 2,147,483,6")]
    [InlineData("var s = new string('a', 1 << 30); return x;", "SNT3002", "new string('a', 1 << 30)", "The definition takes more than 1,000,000 steps to read. This alone would take ")]
    [InlineData("var s = \"ab\"; while (s.Length > 0) s += s; return x;", "SNT3002", "while (s.Length > 0)", "The definition takes more than 1,000,000 steps")]
    [InlineData("do { foreach (var w in Widths) x.Linear(w, name: \"fc\" + w + x.Shape[0]); x = x.Relu(); } while (x.Shape.Rank > 1 || true); return x;", "SNT1002", "Linear(w, name: \"fc\" + w + x.Shape[0])", "Two parameters")]
    [InlineData("do { foreach (var w in Widths) { } } while (x.Shape.Rank > 0); return x;", "SNT3002", "do", "The definition takes more than 1,000,000 steps")]
    [InlineData("return Forever(x);", "SNT3003", "Forever(t.Relu())", "More than 128 calls are nested here. Does 'Forever' call itself without end?")]
    [InlineData("return x.Linear(Loop.Value);", "SNT3003", "Value", "The initializer of 'Value' needs its own value.")]
    [InlineData("return x.Linear(Mutable);", "SNT3001", "Mutable", "The field 'Mutable' can change while the program runs; a network definition reads only const and static readonly fields.")]
    [InlineData("try { return x; } finally { }", "SNT3001", "try { return x; } finally { }", "'try' cannot be used in a network definition, which is read at build time.")]
    [InlineData("return x.Linear(DateTime.Now.Day);", "SNT3001", "Now", "'DateTime.Now' cannot be used in a network definition")]
    [InlineData("return x.Linear(Environment.GetEnvironmentVariable(\"W\")!.Length);", "SNT3001", "GetEnvironmentVariable(\"W\")", "The method 'Environment.GetEnvironmentVariable' cannot be used")]
    [InlineData("return x.Linear(new Random(1).Next(5));", "SNT3001", "new Random(1)", "An object of the type 'Random' cannot be used")]
    [InlineData("var o = new { Width = 3 }; return x.Linear(o.Width);", "SNT3001", "new { Width = 3 }", "An anonymous object cannot be used")]
    [InlineData("using var s = new System.IO.MemoryStream(); return x;", "SNT3001", "using var s = new System.IO.MemoryStream();", "'using' cannot be used")]
    [InlineData("return x.Linear(typeof(int).Name.Length);", "SNT3001", "typeof(int)", "'typeof' cannot be used")]
    [InlineData("return x.Linear(new Dictionary<int, int> { [1] = 2 }[3]);", "SNT3004", "new Dictionary<int, int> { [1] = 2 }[3]", "The definition throws KeyNotFoundException: There is no key 3.")]
    [InlineData("goto end; end: return x;", "SNT3001", "goto end;", "'goto' cannot be used")]
    [InlineData("var q = from w in Widths select w; return x.Linear(q.First());", "SNT3001", "from w in Widths select w", "A query expression cannot be used")]
    public void Body(string body, string id, string squiggle, string message)
    {
        const string Members = """
            static readonly int[] Widths = [1, 2];
            static int Mutable = 3;
            static Tensor Helper(Tensor t) => t.Relu().Reshape(3);
            static Tensor Forever(Tensor t) => Forever(t.Relu());
            static class Loop { public static readonly int Value = Value + 1; }
            """;
        var error = Source.Error(Source.ReadBody(body, Members));
        Assert.Equal((id, squiggle), (error.Id, error.Squiggle));
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData("[Network] class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1001", "Net", "The network 'Net' must be partial, so that the compiled network can be added to it.")]
    [InlineData("[Network] static partial class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1004", "Net", "The network 'Net' is static; ")]
    [InlineData("[Network] abstract partial class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1004", "Net", "The network 'Net' is abstract; ")]
    [InlineData("[Network] partial class Net { }", "SNT1005", "Net", "The network 'Net' has no definition: ")]
    [InlineData("[Network, Input(4), Relu] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1006", "Define", "The network 'Net' has both a Define method and layer attributes; keep one of them.")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x; static Tensor Define([Shape(4)] Tensor x, int n) => x; }", "SNT1006", "Define", "The network 'Net' has 2 methods called Define; give the others another name.")]
    [InlineData("[Network] partial class Net { Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1007", "Define", "Define must be a static method: ")]
    [InlineData("[Network] partial class Net { static Tensor Define<T>([Shape(4)] Tensor x) => x; }", "SNT1007", "Define", "Define cannot be generic: ")]
    [InlineData("[Network] partial class Net { static int Define([Shape(4)] Tensor x) => 1; }", "SNT1007", "int", "Define returns int, but must return a Tensor, Tokens or a tuple of them.")]
    [InlineData("[Network] partial class Net { static (Tensor, int) Define([Shape(4)] Tensor x) => (x, 1); }", "SNT1007", "(Tensor, int)", "Define returns (Sinter.Tensor, int), but must")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x, int depth) => x; }", "SNT1007", "int depth", "The parameter 'depth' of Define has the type int, but must be a Tensor or Tokens.")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] ref Tensor x) => x; }", "SNT1007", "[Shape(4)] ref Tensor x", "The parameter 'x' of Define must be passed by value.")]
    [InlineData("[Network] partial class Net { static Tensor Define() => null!; }", "SNT1007", "Define", "Define takes nothing; ")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => null!; }", "SNT1007", "Define", "Define returns null.")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Parameter(\"w\", [3]); }", "SNT1007", "Define", "Define returns a value of the shape [3], which does not depend on an input.")]
    [InlineData("[Network] partial class Net { static Tensor Define(Tensor x) => x; }", "SNT1008", "Tensor x", "The input 'x' has no shape; ")]
    [InlineData("[Network, Relu] partial class Net;", "SNT1008", "Net", "The network 'Net' does not say what it takes; ")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4, 0)] Tensor x) => x; }", "SNT1009", "Shape(4, 0)", "An extent of a shape must be 1 or more, but is 0; ")]
    [InlineData("[Network, Input(-1), Relu] partial class Net;", "SNT1009", "Input(-1)", "An extent of a shape must be 1 or more, but is -1; ")]
    [InlineData("[Network, Input(4), Linear(3), MaxPool2d(2)] partial class Net;", "SNT2003", "MaxPool2d(2)", "MaxPool2d")]
    [InlineData("[Network, Input(4, Tokens = true), Linear(3)] partial class Net;", "SNT2008", "Linear(3)", "Linear reads numbers, but the input is tokens; ")]
    [InlineData("[Network, Input(4, Name = \"a b\"), Linear(3)] partial class Net;", "SNT1003", "Input(4, Name = \"a b\")", "'a b' is no name for an input: ")]
    [InlineData("[Network, Input(4, Name = \"target\"), Linear(3), L1Loss] partial class Net;", "SNT1003", "L1Loss", "The loss adds an input called 'target', but the network's own input has that name; ")]
    [InlineData("[Network] partial class Net { [return: Output(\"a b\")] static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1003", "Output(\"a b\")", "'a b' is no name for an output: ")]
    [InlineData("[Network] partial class Net { [return: Output(\"x\")] static Tensor Define([Shape(4)] Tensor x) => x; }", "SNT1003", "Define", "The output is called 'x' like an input; ")]
    [InlineData("[Network] partial class Net { [return: Output(\"y\")] static (Tensor, Tensor) Define([Shape(4)] Tensor x) => (x, x); }", "SNT1007", "Output(\"y\")", "[return: Output] names a single output; ")]
    public void Declaration(string source, string id, string squiggle, string message)
    {
        var error = Source.Error(Source.ReadNetwork(source));
        Assert.Equal((id, squiggle), (error.Id, error.Squiggle));
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData("Tensor Loss(Tensor y) => y.Mean();", "SNT1010", "Loss", "Loss must be a static method: ")]
    [InlineData("static float Loss(Tensor y) => 1;", "SNT1010", "float", "Loss returns float, but must return a Tensor of one number.")]
    [InlineData("static Tensor Loss(Tensor y) => y;", "SNT4001", "Loss", "The loss must be one number for the whole batch, but has the shape [B, 4]; take the mean of it.")]
    [InlineData("static Tensor Loss(Tensor y, Tensor z) => y.Mean();", "SNT1010", "Tensor z", "The parameter 'z' of Loss is neither an output nor an input of Define; ")]
    [InlineData("static Tensor Loss(Tensor y, Tokens label) => y.CrossEntropy(label);", "SNT1010", "Tokens label", "The parameter 'label' of Loss is neither")]
    [InlineData("static Tensor Loss(Tensor y, [Shape(4)] Tensor x) => y.Mean();", "SNT1010", "[Shape(4)] Tensor x", "'x' is an input of Define already; ")]
    [InlineData("static Tensor Loss(Tensor y, [Shape(2)] Tokens label) => y.CrossEntropy(label);", "SNT2007", "CrossEntropy(label)", "CrossEntropy")]
    [InlineData("static Tensor Loss(Tensor y) => y.Mean(); static Tensor Loss(Tensor y, int n) => y;", "SNT1006", "Loss", "The network 'Net' has 2 methods called Loss; give the others another name.")]
    public void Loss(string loss, string id, string squiggle, string message)
    {
        var error = Source.Error(Source.ReadMembers("static Tensor Define([Shape(4)] Tensor x) => x.Linear(4);\n" + loss));
        Assert.Equal((id, squiggle), (error.Id, error.Squiggle));
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void NestedErrors_TellTheCalls()
    {
        var reading = Source.ReadBody("return Outer(x);", "static Tensor Outer(Tensor t) => Inner(t.Relu()); static Tensor Inner(Tensor t) => t.Linear(-1);");
        Assert.Equal(["Inner(t.Relu())", "Outer(x)"], reading.Errors[0].Calls.Select(Source.TextUnder).Where(text => text.EndsWith(')')));
    }

    [Theory]
    [InlineData(512 * 1024)]
    [InlineData(16 * 1024 * 1024)]
    public void EndlessNesting_IsAnErrorOnAnyStack(int stackSize)
    {
        (string Id, string Squiggle, string Message) error = default;
        var thread = new Thread(
            () => error = Source.Error(Source.ReadBody("return Nest(x);", "static Tensor Nest(Tensor t) => t.Scope(\"s\", u => Nest(u.Relu()));")),
            stackSize);
        thread.Start();
        thread.Join();
        Assert.Equal("SNT3003", error.Id);
        Assert.Contains("nested", error.Message);
    }

    [Fact]
    public void Cancellation_IsPassedOn()
    {
        var compilation = Source.Compile("using Sinter; [Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) { while (true) { } } }");

        // Cancelled beforehand: a timer may come later than the end of the step budget on a busy machine.
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => NetworkReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, source.Token));
    }

    [Fact]
    public void EveryError_HasADescriptor()
    {
        var ids = Directory.EnumerateFiles(Source.Root("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => path.Contains("Dsl") || path.Contains("Generator"))
            .SelectMany(path => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(path), "SNT[0-9]{4}").Select(match => match.Value));
        Assert.Empty(ids.Distinct().Except(DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)));
    }

    [Theory]
    [InlineData("return x.Missing();")]
    [InlineData("return y;")]
    [InlineData("return x.Linear(\"a\");")]
    [InlineData("return x.Linear(")]
    [InlineData("")]
    public void WhatTheCompilerReports_IsNotReportedAgain(string body)
    {
        var compilation = Source.Compile("using Sinter; [Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) { " + body + " } }");
        var reading = Source.Read(compilation);
        Assert.Equal([null], reading.Errors.Select(error => error.Id));
    }
}
