using System;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>Runs scripts against a stack in virtual time, one after the other.</summary>
public sealed class ScriptRunner
{
    private readonly IStackUnderTest _stack;
    private readonly ScriptRunOptions _options;

    /// <summary>A runner for a stack, which stays the caller's.</summary>
    /// <param name="stack">The stack under test.</param>
    /// <param name="options">How scripts are run.</param>
    public ScriptRunner(IStackUnderTest stack, ScriptRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(options);
        _stack = stack;
        _options = options;
    }

    /// <summary>Reads and runs a script.</summary>
    /// <param name="file">The name for messages.</param>
    /// <param name="text">The script.</param>
    public ScriptOutcome Run(string file, string text) =>
        PacketScript.TryParse(file, text, out PacketScript? script, out ScriptError? error, _options.Platform) ? Run(script!) : ScriptOutcome.OfError(error!);

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script.</param>
    public ScriptOutcome Run(PacketScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        ScriptRun run = new(script, _stack, _options);
#pragma warning disable CA1031 // Whatever goes wrong in a stack under test is the outcome of the script, told with its line.
        try
        {
            run.Execute();
        }
        catch (Exception e)
        {
            run.Fail($"the stack under test broke: {e.GetType().Name}: {e.Message}");
        }
#pragma warning restore CA1031
        return run.Outcome;
    }
}
