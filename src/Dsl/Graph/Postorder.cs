namespace Sinter.Graphs;

/// <summary>Walks over what values are computed from, without a call stack as deep as the graph.</summary>
internal static class Postorder
{
    /// <summary>Visits a value after all that it is computed from, each once: the inputs of a node in their order.</summary>
    /// <param name="root">The value.</param>
    /// <param name="isDone">Whether a value needs no visit, or has had it.</param>
    /// <param name="inputs">What a value is computed from.</param>
    /// <param name="visit">Makes a value done.</param>
    public static void Visit(int root, Func<int, bool> isDone, Func<int, EquatableArray<int>> inputs, Action<int> visit)
    {
        var pending = new Stack<int>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var id = pending.Peek();
            var count = pending.Count;
            if (!isDone(id))
            {
                var before = inputs(id);
                for (var index = before.Count - 1; index >= 0; index--)
                {
                    if (!isDone(before[index])) pending.Push(before[index]);
                }

                if (pending.Count > count) continue;
                visit(id);
            }

            pending.Pop();
        }
    }
}
