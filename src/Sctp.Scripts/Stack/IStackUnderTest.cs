namespace Sctp.Scripts.Stack;

/// <summary>
/// A stack in virtual time, as a script sees it: sockets on one side, packets on the other, and a clock that only <c>advance</c> moves. The operations
/// and their members are those of the adapter protocol.
/// </summary>
public interface IStackUnderTest
{
    /// <summary>What the stack calls itself.</summary>
    string Name { get; }

    /// <summary>Runs one operation at the present virtual time.</summary>
    /// <param name="operation">Its name: <c>reset</c>, <c>socket</c>, <c>send</c>, <c>packet</c>, <c>advance</c> ...</param>
    /// <param name="fields">Its arguments by name.</param>
    /// <returns>The result, and all packets sent because of the operation.</returns>
    StackAnswer Execute(string operation, StackValue fields);
}
