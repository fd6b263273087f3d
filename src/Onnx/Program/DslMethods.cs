using System.Reflection;
using Sinter.Graphs;

namespace Sinter.Onnx.Program;

/// <summary>
/// The methods of the Dsl by their names. What a call writes and what it does are the same method: nothing about a layer, neither its
/// defaults nor its shape rule, is known here a second time.
/// </summary>
internal static class DslMethods
{
    private static readonly ILookup<string, MethodInfo> ByName = typeof(Tensor).Assembly.GetTypes()
        .Where(type => type.IsPublic)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsGenericMethod)
        .ToLookup(method => method.Name, StringComparer.Ordinal);

    /// <summary>
    /// Calls the overload that takes the receiver and all of the arguments, whatever it has defaults for besides.
    /// </summary>
    /// <exception cref="OnnxException">The Dsl refuses: the message is its own.</exception>
    public static DslCall Call(string name, object receiver, IReadOnlyList<Argument> arguments)
    {
        foreach (var attempt in new[] { Collapsed(arguments), arguments })
        {
            foreach (var method in ByName[name].OrderBy(method => method.GetParameters().Length))
            {
                if (Bind(method, receiver, attempt) is { } bound) return Invoke(method, bound, attempt);
            }
        }

        throw new InvalidOperationException($"The Dsl has no {name}({string.Join(", ", arguments.Select(argument => $"{argument.Name}: {argument.Value?.GetType().Name}"))}) of {receiver.GetType().Name}.");
    }

    // A square is written as one number where there is an overload for that.
    private static IReadOnlyList<Argument> Collapsed(IReadOnlyList<Argument> arguments)
    {
        var isSquare = arguments.Any(argument => argument.Value is ValueTuple<int, int>) && arguments.All(argument => argument.Value is not ValueTuple<int, int> pair || pair.Item1 == pair.Item2);
        return isSquare ? [.. arguments.Select(argument => argument.Value is ValueTuple<int, int> pair ? argument with { Value = pair.Item1 } : argument)] : arguments;
    }

    private static Binding? Bind(MethodInfo method, object receiver, IReadOnlyList<Argument> arguments)
    {
        var parameters = method.GetParameters();
        var first = method.IsStatic ? 1 : 0;
        if (method.IsStatic ? parameters.Length == 0 || !parameters[0].ParameterType.IsInstanceOfType(receiver) : !method.DeclaringType!.IsInstanceOfType(receiver)) return null;
        var values = new object?[parameters.Length];
        var isStated = new bool[parameters.Length];
        if (first == 1) values[0] = receiver;
        foreach (var argument in arguments)
        {
            var index = Array.FindIndex(parameters, first, parameter => parameter.Name == argument.Name);
            if (index < 0 || !TryConvert(argument.Value, parameters[index].ParameterType, out values[index])) return null;
            isStated[index] = true;
        }

        for (var i = first; i < parameters.Length; i++)
        {
            if (isStated[i]) continue;
            var isSpread = parameters[i].IsDefined(typeof(ParamArrayAttribute), inherit: false);
            if (!parameters[i].HasDefaultValue && !isSpread) return null;
            values[i] = isSpread ? Array.CreateInstance(parameters[i].ParameterType.GetElementType()!, 0) : Default(parameters[i]);
        }

        return new Binding(method.IsStatic ? null : receiver, values);
    }

    private static DslCall Invoke(MethodInfo method, Binding bound, IReadOnlyList<Argument> arguments)
    {
        object value;
        try
        {
            value = method.Invoke(bound.Receiver, bound.Values)!;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is NetworkDefinitionException refused)
        {
            throw new OnnxException(refused.Message, refused);
        }

        var (all, first) = (new List<Argument>(), method.IsStatic ? 1 : 0);
        var parameters = method.GetParameters();
        for (var i = first; i < parameters.Length; i++)
        {
            var stated = arguments.FirstOrDefault(argument => argument.Name == parameters[i].Name);
            var isDefault = stated is null || (parameters[i].HasDefaultValue && Equals(bound.Values[i], Default(parameters[i])));
            all.Add((stated ?? new Argument(parameters[i].Name!, bound.Values[i])) with
            {
                Position = i - first,
                IsOptional = parameters[i].HasDefaultValue,
                IsSpread = parameters[i].IsDefined(typeof(ParamArrayAttribute), inherit: false),
                IsDefault = isDefault,
            });
        }

        return new DslCall(value, method.ToString()!, all);
    }

    private static object? Default(ParameterInfo parameter)
    {
        var value = parameter.DefaultValue;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return value is not null && type.IsEnum ? Enum.ToObject(type, value) : value;
    }

    private static bool TryConvert(object? value, Type type, out object? converted)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        converted = value switch
        {
            Term term => term.Value,
            ValueTuple<Term, Term> pair => (pair.Item1.Tensor, pair.Item2.Tensor),
            IReadOnlyList<Term> terms => terms.Select(term => term.Tensor).ToArray(),
            int number when target == typeof(float) => (float)number,
            _ => value,
        };
        return converted is null ? !type.IsValueType || type != target : target.IsInstanceOfType(converted);
    }

    private sealed record Binding(object? Receiver, object?[] Values);
}

/// <summary>A call of the Dsl that has been made.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Overload">Which method it was.</param>
/// <param name="Arguments">What all of its parameters were given, but for the receiver.</param>
internal sealed record DslCall(object Value, string Overload, IReadOnlyList<Argument> Arguments);
