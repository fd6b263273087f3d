namespace Sinter.Generator.Tests.Frontend;

/// <summary>
/// Bodies of methods that the interpreter must evaluate exactly as the compiled program does. One line each: what is tested
/// and the statements.
/// </summary>
internal static class LanguageCases
{
    public const string Helpers = """
        enum Mode { Fast, Slow = 5, Other }
        [Flags] enum Bits : byte { None, One, Two, Four = 4 }
        const int Constant = 7;
        static readonly int[] Depths = [3, 4, 6, 3];
        static readonly (int Width, float Rate)[] Stages = [(64, 0.5f), (128, 0.25f)];
        static int Doubled => Constant * 2;
        static int Sized { get; } = Depths.Length + 1;
        static int Add(int a, int b = 10, params int[] rest) { var sum = a + b; foreach (var r in rest) sum += r; return sum; }
        static T Pick<T>(bool first, T a, T b) => first ? a : b;
        static int Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
        static void Swap(ref int a, ref int b) => (a, b) = (b, a);
        static bool TryHalve(int n, out int half) { half = n / 2; return n % 2 == 0; }
        static IEnumerable<int> Evens(int count) { for (var i = 0; i < count; i++) { if (i == 3) yield break; yield return i * 2; } }
        static int Compose(int x, params Func<int, int>[] steps) { foreach (var step in steps) x = step(x); return x; }
        static int Named(int first, int second) => first * 10 + second;
        """;

    public static readonly (string Name, string Body)[] All =
    [
        ("locals", "int a = 1, b = a + 1; var c = b * 3; return c - a;"),
        ("integer division and remainder", "return (7 / 2, -7 / 2, 7 % 3, -7 % 3);"),
        ("unchecked overflow wraps", "var big = int.MaxValue; big++; var product = unchecked(int.MaxValue * big); return (big, product);"),
        ("explicit conversions", "var d = 3.99; var l = 300L; return ((int)d, (byte)l, (int)-2.5f, (char)65, (uint)d, (sbyte)l, (short)(d * 1000));"),
        ("implicit widening", "int i = 3; long l = i; float f = i; double d = f; decimal m = i; return (l, f, d, m, i / 2.0, 1 / 3f);"),
        ("float rounding stays float", "var f = 0.1f + 0.2f; float g = 16777217; return (f, g, f * 3, (double)f);"),
        ("not a number", "var n = 0f / Zero(); return (n == n, n != n, n < 1, n.Equals(n), n is float.NaN); static float Zero() => 0;"),
        ("shifts", "int a = 1; return (a << 5, -16 >> 2, -16 >>> 28, 1L << 40, 1u << 31, a << 33);"),
        ("bits", "return (6 & 3, 6 | 3, 6 ^ 3, ~6, true ^ false, true & false, 5UL | 8UL);"),
        ("comparison", "return (1 < 2, 2 <= 2, 3 > 4, 1.5 >= 1.5, 1 == 1L, 'a' < 'b', \"a\" == \"a\", \"a\" != null);"),
        ("short circuit", "var n = 0; bool Count() { n++; return true; } var a = false && Count(); var b = true || Count(); return (a, b, n);"),
        ("compound assignment", "var x = 10; x += 5; x -= 3; x *= 4; x /= 5; x %= 6; x <<= 3; x |= 1; x ^= 2; x &= 0xFF; return x;"),
        ("compound assignment converts", "byte b = 250; b += 10; int i = 7; i *= (int)2.5; float f = 1; f += 1; i += (int)1.5; double d = 1; d += 1; short s = 1; s <<= 2; return (b, i, f, d, s);"),
        ("compound assignment in a wider type", "int i = 10; long l = 5; l += i; char c = 'a'; c++; uint u = 3; u <<= 2; u++; i = 5; i -= 'a'; return (l, c, u, i);"),
        ("increment and decrement", "var i = 1; var a = i++; var b = ++i; var c = i--; var d = --i; byte e = 255; e++; float f = 1.5f; f--; return (a, b, c, d, i, e, f);"),
        ("string building", "var s = \"a\" + 1 + 'b' + 2.5 + null + true; s += 3; return s;"),
        ("interpolation", "var width = 64; return $\"layer{width / 2}.{1.5f:0.00}|{width,5}|{width,-5}|{{}}{Mode.Slow}\";"),
        ("verbatim and raw strings", "return @\"a\\b\" + \"\"\"raw \"x\" \"\"\" + nameof(Depths);"),
        ("string members", "var s = \"Stage2\"; return (s.Length, s[0], s[^1], s[1..3], s.ToUpperInvariant(), s.Replace('S', 's'), s.Contains(\"age\"), string.Join(\"-\", new[] { 1, 2 }));"),
        ("conditional operator", "var x = 3; return x > 2 ? \"big\" : \"small\";"),
        ("if and else", "var x = 5; string s; if (x > 10) s = \"a\"; else if (x > 4) s = \"b\"; else s = \"c\"; return s;"),
        ("for with continue and break", "var sum = 0; for (int i = 0, j = 10; i < j; i++, j--) { if (i == 2) continue; if (i == 4) break; sum += i * j; } return sum;"),
        ("endless for", "var n = 0; for (;;) { if (++n == 5) break; } return n;"),
        ("foreach over an array", "var sum = 0; foreach (var d in Depths) sum = sum * 10 + d; return sum;"),
        ("foreach deconstructs", "var s = \"\"; foreach (var (width, rate) in Stages) s += $\"{width}:{rate};\"; return s;"),
        ("foreach converts", "double sum = 0; foreach (double d in Depths) sum += d / 2; return sum;"),
        ("foreach over a string", "var n = 0; foreach (var c in \"abc\") n += c; return n;"),
        ("while and do", "var i = 0; while (i < 10) { i += 3; if (i == 6) continue; } do i--; while (i > 5); return i;"),
        ("nested loops", "var s = \"\"; for (var i = 0; i < 3; i++) { for (var j = 0; ; j++) { if (j > i) break; s += j; } s += ','; } return s;"),
        ("return from a loop", "foreach (var d in Depths) { while (true) { if (d == 4) return d * 2; break; } } return 0;"),
        ("switch statement", "var s = \"\"; for (var i = 0; i < 6; i++) { switch (i) { case 0: s += 'z'; break; case 1: case 2: s += 'l'; continue; case > 4: s += 'g'; break; default: s += 'd'; break; } s += '.'; } return s;"),
        ("switch statement patterns", "object o = 5; switch (o) { case string: return 1; case int n when n > 10: return 2; case int n: return n * 3; default: return 4; }"),
        ("switch expression", "var s = \"\"; foreach (var depth in new[] { 18, 50, 99 }) s += depth switch { 18 or 34 => \"basic\", >= 50 and < 60 => \"bottleneck\", _ => \"none\" }; return s;"),
        ("switch on tuples", "var (a, b) = (\"x\", 2); return (a, b) switch { (\"y\", _) => 1, (\"x\", > 2) => 2, (\"x\", var n) when n == 2 => 3, _ => 4 };"),
        ("switch on enums", "var mode = Mode.Other; return mode switch { Mode.Fast => 1, Mode.Slow => 2, Mode.Other => 3, _ => 0 };"),
        ("is patterns", "object o = \"hi\"; int? none = null; int? one = 1; return (o is string { Length: 2 } text ? text : \"\", o is not int, none is null, one is { } value && value == 1, o is string and not \"ho\");"),
        ("list patterns", "int[] a = [1, 2, 3, 4]; return (a is [1, .., 4], a is [_, 2, .. var rest] ? rest.Length : 0, a is [1, 2], a is [var first, ..] && first == 1);"),
        ("property patterns", "var t = (A: 1, B: \"x\"); return (t is { A: 1, B.Length: 1 }, t is (1, \"x\"), Depths is { Length: > 3 });"),
        ("tuples", "var t = (a: 1, b: 2.5, \"c\"); t.a = 7; var u = t; u.b = 1; return (t.a, t.b, t.Item3, u.b, t == (7, 2.5, \"c\"), t != u, (1, (2, 3)).Item2.Item1);"),
        ("tuple conversion", "(int, int) t = (1, 2); (double a, float b) = t; (long, double) u = t; return (a / 2, b / 4, u.Item1, u.Item2 / 4);"),
        ("deconstruction", "int a; (a, var b) = (1, 2); (a, b) = (b, a); var (_, (c, d)) = (0, (3, 4)); (_, var e) = (1, \"e\"); return (a, b, c, d, e);"),
        ("arrays", "var a = new int[3]; a[0] = 1; a[^1] = 3; a[1] += 5; a[1]++; var b = new[] { \"x\", \"y\" }; var c = new float[2] { 1, 2 }; return (a[0], a[1], a[2], b[1], c[1], a.Length);"),
        ("array elements count once", "var a = new int[3]; var i = 0; a[i++] += 5; a[i++]++; return (i, a[0], a[1], a[2]);"),
        ("arrays are shared", "var a = new[] { 1, 2 }; var b = a; b[0] = 9; return a[0];"),
        ("rectangular arrays", "var a = new int[2, 3]; a[1, 2] = 5; int[,] b = { { 1, 2 }, { 3, 4 } }; return (a[1, 2], a[0, 0], b[1, 0], b.GetLength(1), a.Length);"),
        ("jagged arrays", "int[][] a = [[1], [2, 3], []]; return (a[1][1], a.Length, a[2].Length);"),
        ("ranges and indices", "int[] a = [1, 2, 3, 4, 5]; var r = 1..^1; Index last = ^1; return (a[1..].Length, a[..2][1], a[r][^1], a[last], a[^2..][0], a[..].Length);"),
        ("collection expressions", "int[] a = [1, .. Depths, 2]; List<int> b = [.. a[..2], 9]; b.Add(4); double[] d = [.. Depths]; return (a.Length, a[1], b.Count, b[^1], d[0] / 2);"),
        ("empty collections", "int[] a = []; IReadOnlyList<string> b = []; return (a.Length, b.Count);"),
        ("lists", "var list = new List<int> { 1, 2 }; list.Add(3); list.AddRange(Depths); list.Insert(0, 9); list.RemoveAt(1); list[0] += 1; return (list.Count, list[0], list[1], list.Contains(6), string.Join(\",\", list), list.IndexOf(6));"),
        ("lambdas", "Func<int, int> twice = x => x * 2; Func<int, int, int> add = (a, b) => { var c = a + b; return c; }; return twice(add(1, 2));"),
        ("closures share variables", "var n = 1; Action grow = () => n *= 2; grow(); grow(); return n;"),
        ("closures in loops", "var fs = new List<Func<int>>(); foreach (var d in Depths) fs.Add(() => d); for (var i = 0; i < 2; i++) { var j = i; fs.Add(() => j * 100 + i); } return string.Join(\",\", fs.Select(f => f()));"),
        ("closures outlive the call", "Func<int> Counter() { var n = 0; return () => ++n; } var a = Counter(); var b = Counter(); a(); a(); return (a(), b());"),
        ("recursive lambda", "Func<int, int> f = null!; f = n => n == 0 ? 0 : n + f(n - 1); return f(4);"),
        ("local functions", "var k = 3; int Scale(int x) => x * k; k = 4; return Scale(5) + Fib(10); static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);"),
        ("method groups", "Func<int, int> f = Factorial; int Local(int x) => x + 1; return Compose(3, f, Local, x => x * 2);"),
        ("static methods", "return (Add(1), Add(1, 2), Add(1, 2, 3, 4), Add(b: 5, a: 1), Named(second: 1, first: 2), Factorial(5));"),
        ("arguments are evaluated in order", "var s = \"\"; int Note(int n) { s += n; return n; } Named(second: Note(1), first: Note(2)); return s;"),
        ("generic methods", "return (Pick(true, 1, 2), Pick(false, \"a\", \"b\"));"),
        ("ref and out", "int a = 1, b = 2; Swap(ref a, ref b); var even = TryHalve(10, out var half); TryHalve(7, out _); return (a, b, even, half);"),
        ("iterators", "var sum = 0; foreach (var e in Evens(10)) sum = sum * 10 + e; return (sum, Evens(2).Count());"),
        ("constants and static fields", "return (Constant, Depths[2], Stages[1].Width, Doubled, Sized, Limits.Max, Limits.Nested.Inner);"),
        ("enums", "var m = Mode.Slow; m++; var f = Bits.One | Bits.Two; return (m, (int)m, m == Mode.Other, (Mode)0, f, f & Bits.Two, (f & Bits.Four) != 0, f.HasFlag(Bits.One), m > Mode.Fast, Mode.Slow - Mode.Fast);"),
        ("enum text", "return $\"{Mode.Fast}\" + Mode.Slow + Mode.Other.ToString() + (Mode)42;"),
        ("math", "return (Math.Max(3, 4), Math.Min(1.5, 2), Math.Sqrt(16), Math.Abs(-3), Math.Pow(2, 10), Math.Ceiling(1.2), Math.Floor(-1.2), Math.Round(2.5), Math.Clamp(11, 0, 10), Math.Log2(8), Math.Sign(-2.0), Math.PI > 3);"),
        ("mathf", "return (MathF.Sqrt(2), MathF.Max(1, 2), MathF.Round(2.5f), MathF.Abs(-1.5f), MathF.Pow(2, 0.5f), MathF.PI, MathF.Floor(2.7f), MathF.Exp(0));"),
        ("number members", "return (int.Max(1, 2), int.Parse(\"12\"), 5.ToString(), 2.5.ToString(\"0.00\"), int.MaxValue, float.Epsilon > 0, 3.CompareTo(4), int.Clamp(5, 1, 3));"),
        ("null handling", "string? none = null; int? n = null; n ??= 4; var s = none ?? \"default\"; none ??= \"set\"; return (s, none, n, none?.Length, ((string?)null)?.Length, n.HasValue, n.Value, n.GetValueOrDefault());"),
        ("nullable arithmetic", "int? a = 3; int? b = null; return (a + 1, a + b, a > 2, b > 2, a == 3, b == null, a * 2.5);"),
        ("default values", "int i = default; string? s = default; var t = default((int, bool)); return (i, s is null, t, default(double));"),
        ("queries", "return (Enumerable.Range(1, 4).Select(i => i * i).Sum(), Depths.Where(d => d > 3).ToArray().Length, Depths.Aggregate(1, (a, d) => a * d), Depths.Select((d, i) => d * i).Max(), Depths.Any(d => d == 6), string.Join(\"\", Depths.Reverse()), Depths.Zip(Depths, (a, b) => a * b).Last(), Depths.OrderBy(d => -d).First(), new[] { 0.1f, 0.2f, 16777216f }.Sum(), Depths.Sum(d => d * 0.1f));"),
        ("extension methods", "return 5.Twice().Twice() + TestExtensions.Twice(1);"),
        ("methods elsewhere", "return Limits.Area(3, 4) + Limits.Nested.Inner;"),
        ("checked and unchecked", "var a = unchecked((byte)300); uint u = 0; u--; return (a, u, unchecked((int)3000000000u));"),
        ("characters", "var c = 'x'; return (c + 1, (char)(c + 1), c == 'x', \"\" + c + (int)c);"),
        ("decimal", "var m = 1.10m; return (m * 3, m + 1, m / 3 > 0.3m, (int)m);"),
        ("assignment is an expression", "int a, b; a = b = 4; var c = (a += 2) * b; return (a, b, c);"),
        ("discards", "_ = Factorial(3); var (a, _) = (1, 2); return a;"),
        ("parentheses and precedence", "return (1 + 2) * 3 - -4 + (2 ^ 3) % 2;"),
        ("target typed new", "List<int> a = new() { 1 }; return a.Count + new List<int>(Depths).Count;"),
        ("block scopes", "var s = 0; { var x = 1; s += x; } { var x = 2; s += x; } return s;"),
        ("object typed values", "object o = 3; return (int)o + (o is 3 ? 1 : 0) + (o is 3L ? 100 : 0);"),
        ("string format", "return string.Format(\"{0}-{1:00}\", \"a\", 5) + string.Concat(\"x\", \"y\") + \"a,b\".Split(',').Length;"),
        ("throw expression not taken", "string? s = \"ok\"; return s ?? throw new ArgumentException(\"never\");"),
        ("local constants", "const int Width = 3; const string Name = \"n\"; return Name + Width * 2;"),
        ("interfaces", "IStep[] steps = [new Plus(3), new Times(4)]; var x = 1; foreach (var s in steps) x = s.Run(x) * 10 + s.Size + s.Twice(2); IMaker<int> maker = new Maker(); return (x, maker.Make(5), maker.Pick(1, 2L));"),
        ("records", "var a = new Stage(64, 2); var b = a with { Blocks = 3 }; var (c, d) = b; return (a.Channels, b.Blocks, c, d, a == new Stage(64, 2), a != b, $\"{b}\", a.Total, a.Times(2), b is (64, > 2), b is { Rate: 0.5f });"),
        ("record structs", "var a = new Size(3) { Height = 4 }; Size[] all = [a, new(5)]; var sum = 0; foreach (var (w, h) in all) sum += w * 10 + h; return (sum, all[1] == new Size(5), default(int));"),
        ("classes", "var c = new Counter(5) { Step = 2 }; c.Next(); c.Next(); c.Step++; var d = c; d.Next(); return (c.Value, c.Step, c.Doubled, c == d, new Counter().Value, new Scaler(3).Apply(4), new Scaler(2).Later()());"),
        ("dictionaries", "var d = new Dictionary<int, int[]> { [18] = [2, 2], [50] = [3, 4] }; d[101] = []; d.Add(7, [1]); var s = \"\"; foreach (var (k, v) in d) s += $\"{k}:{v.Length} \"; foreach (var pair in d) s += pair.Key + pair.Value.Length; return (s, d[50][1], d.ContainsKey(34), d.TryGetValue(18, out var two) ? two.Length : 0, d.Count, d.Keys.Max(), new Dictionary<string, float> { { \"a\", 1 } }[\"a\"]);"),
        ("spans", "ReadOnlySpan<int> a = [1, 2, 3]; var sum = 0; foreach (var x in a[1..]) sum += x; return (sum, a.Length, a[0]);"),
    ];

    public const string Others = """
        static class Limits { public const int Max = 9; public static int Area(int w, int h) { return w * h; } internal static class Nested { public static readonly int Inner = Max + 1; } }
        record Stage(int Channels, int Blocks) { public float Rate { get; init; } = 0.5f; public int Total => Channels * Blocks; public int Times(int n) => Total * n; }
        record struct Size(int Width, int Height = 1);
        class Counter
        {
            private int value = 1;
            public Counter(int start) { value += start; Step = 1; }
            public Counter() : this(10) { value++; }
            public int Step { get; set; }
            public int Value => value;
            public int Doubled { get { return this.value * 2; } }
            public void Next() => value += Step;
        }
        interface IStep { int Run(int x); int Size { get; } int Twice(int x) => Run(Run(x)); }
        interface IMaker<T> { T Make(T x); TOther Pick<TOther>(T x, TOther other); }
        class Plus(int by) : IStep { public int Size { get; set; } = by; public int Run(int x) => x + by; }
        record Times(int Factor) : IStep { public int Size => Factor + 1; int IStep.Run(int x) => x * Factor; public int Twice(int x) => x; }
        class Maker : IMaker<int> { public int Make(int x) => x - 1; public TOther Pick<TOther>(int x, TOther other) => other; }
        class Scaler(int factor) { private readonly int twice = factor * 2; public int Apply(int x) => x * factor + twice; public Func<int> Later() => () => factor + twice; }
        static class TestExtensions { public static int Twice(this int x) => x * 2; }
        """;
}
