using System.Linq.Expressions;

namespace Zoo.Catalog;

/// <summary>
/// A method of a generated session, whatever its signature, as one that takes arrays. Spans cannot be passed by reflection, but a compiled
/// expression makes them of arrays where they are passed.
/// </summary>
internal sealed class GeneratedCall
{
    private readonly Call call;

    /// <param name="session">A generated session or trainer.</param>
    /// <param name="name">The method; its arguments are read-only spans, then integers, then spans.</param>
    public GeneratedCall(object session, string name)
    {
        var method = session.GetType().GetMethods().Single(candidate => candidate.Name == name && candidate.DeclaringType == session.GetType());
        var (inputs, symbols, outputs) = (Expression.Parameter(typeof(Array[])), Expression.Parameter(typeof(int[])), Expression.Parameter(typeof(Array[])));
        var (input, symbol, output) = (0, 0, 0);
        var arguments = new List<Expression>();
        foreach (var type in method.GetParameters().Select(parameter => parameter.ParameterType))
        {
            arguments.Add(
                type == typeof(int) ? Element(symbols, symbol++) :
                type.GetGenericTypeDefinition() == typeof(Span<>) ? AsSpan(Element(outputs, output++), type) :
                AsSpan(Element(inputs, input++), type));
        }

        Expression body = Expression.Call(Expression.Constant(session), method, arguments);
        if (method.ReturnType == typeof(void)) body = Expression.Block(body, Expression.Constant(0f));
        call = Expression.Lambda<Call>(body, inputs, symbols, outputs).Compile();
    }

    private delegate float Call(Array[] inputs, int[] symbols, Array[] outputs);

    /// <summary>What the method returns; 0 if nothing.</summary>
    public float Run(Array[] inputs, int[] symbols, Array[] outputs) => call(inputs, symbols, outputs);

    private static BinaryExpression Element(Expression array, int index) => Expression.ArrayIndex(array, Expression.Constant(index));

    private static MethodCallExpression AsSpan(Expression array, Type span)
    {
        var elements = span.GetGenericArguments()[0].MakeArrayType();
        return Expression.Call(span.GetMethod("op_Implicit", [elements])!, Expression.Convert(array, elements));
    }
}
