using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>A forward pass that computes a few samples at a time. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPartialCall
{
    /// <summary>Copies the inputs of some samples, computes them, and copies their outputs.</summary>
    void Run(in Frame part);
}
