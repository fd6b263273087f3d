using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Frontend;

/// <summary>Carries values between the interpreter and the generator's Dsl.</summary>
internal static class Marshaling
{
    /// <summary>The interpreter's form of a value that the Dsl returned or passed to a lambda.</summary>
    public static object? FromDsl(object? value)
    {
        switch (value)
        {
            case null or string or Tensor or Tokens or Shape:
                return value;
            case Array { Rank: 1 } array:
                return new SequenceValue(array.Cast<object?>().Select(FromDsl).ToArray());
            case IList { IsReadOnly: false } list when value.GetType() is { IsGenericType: true }:
                return new SequenceValue(list.Cast<object?>().Select(FromDsl).ToList(), isList: true);
            default:
                return IsTuple(value.GetType()) ? new TupleValue(TupleItems(value).ToArray()) : value;
        }
    }

    /// <summary>The value as a parameter of the Dsl takes it.</summary>
    public static object? ToDsl(object? value, Type target, Interpreter interpreter)
    {
        if (value is null || target.IsInstanceOfType(value)) return value;
        target = Nullable.GetUnderlyingType(target) ?? target;
        switch (value)
        {
            case Closure closure when typeof(Delegate).IsAssignableFrom(target):
                return new DelegateAdapter(interpreter, closure).As(target);
            case SequenceValue sequence:
                var element = target.IsArray ? target.GetElementType()! : target.IsGenericType ? target.GetGenericArguments()[0] : typeof(object);
                var array = Array.CreateInstance(element, sequence.Items.Count);
                for (var i = 0; i < array.Length; i++) array.SetValue(ToDsl(sequence.Items[i], element, interpreter), i);
                return target.IsInstanceOfType(array) ? array : Activator.CreateInstance(target, array);
            case TupleValue tuple when IsTuple(target):
                return CreateTuple(tuple.Items, target, interpreter);
            case EnumValue enumeration when target.IsEnum:
                return Enum.ToObject(target, enumeration.Value);
            default:
                return value;
        }
    }

    private static bool IsTuple(Type type) => type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    private static IEnumerable<object?> TupleItems(object tuple)
    {
        foreach (var field in tuple.GetType().GetFields())
        {
            var value = field.GetValue(tuple);
            if (field.Name != "Rest") yield return FromDsl(value);
            else foreach (var item in TupleItems(value!)) yield return item;
        }
    }

    private static object CreateTuple(IReadOnlyList<object?> items, Type type, Interpreter interpreter)
    {
        var parts = type.GetGenericArguments();
        var arguments = new object?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            arguments[i] = i < 7 ? ToDsl(items[i], parts[i], interpreter) : CreateTuple(items.Skip(7).ToArray(), parts[i], interpreter);
        }

        return Activator.CreateInstance(type, arguments)!;
    }
}

/// <summary>Lets the Dsl call an interpreted lambda as the delegate it declares.</summary>
internal sealed class DelegateAdapter(Interpreter interpreter, Closure closure)
{
    /// <exception cref="NotSupportedException">The delegate has more than four parameters, or some by reference.</exception>
    public Delegate As(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        if (parameters.Length > 4 || parameters.Any(parameter => parameter.IsByRef))
            throw new NotSupportedException($"a lambda for the delegate {type.Name}");
        var returns = invoke.ReturnType != typeof(void);
        var method = typeof(DelegateAdapter).GetMethod((returns ? "Function" : "Action") + parameters.Length, BindingFlags.NonPublic | BindingFlags.Instance)!;
        var arguments = returns ? [.. parameters, invoke.ReturnType] : parameters;
        return Delegate.CreateDelegate(type, this, arguments.Length == 0 ? method : method.MakeGenericMethod(arguments));
    }

    private object? Call(params object?[] arguments) => interpreter.Call(closure, arguments.Select(Marshaling.FromDsl).ToArray());

    private TResult Call<TResult>(params object?[] arguments) =>
        Call(arguments) is var result && Interpreter.HasUnknown(result) ? throw DefinitionException.Consequence(closure.Body?.Syntax) : (TResult)Marshaling.ToDsl(result, typeof(TResult), interpreter)!;

    private TResult Function0<TResult>() => Call<TResult>();

    private TResult Function1<T1, TResult>(T1 a) => Call<TResult>(a);

    private TResult Function2<T1, T2, TResult>(T1 a, T2 b) => Call<TResult>(a, b);

    private TResult Function3<T1, T2, T3, TResult>(T1 a, T2 b, T3 c) => Call<TResult>(a, b, c);

    private TResult Function4<T1, T2, T3, T4, TResult>(T1 a, T2 b, T3 c, T4 d) => Call<TResult>(a, b, c, d);

    private void Action0() => Call();

    private void Action1<T1>(T1 a) => Call(a);

    private void Action2<T1, T2>(T1 a, T2 b) => Call(a, b);

    private void Action3<T1, T2, T3>(T1 a, T2 b, T3 c) => Call(a, b, c);

    private void Action4<T1, T2, T3, T4>(T1 a, T2 b, T3 c, T4 d) => Call(a, b, c, d);
}
