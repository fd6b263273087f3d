using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>The steps of a network, one of whose inputs is read where the caller has it. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IProgram
{
    /// <summary>All steps in order.</summary>
    static abstract void Run(in Frame frame);
}
