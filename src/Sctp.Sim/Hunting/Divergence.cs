using System.Globalization;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Hunting;

/// <summary>The first event in which two runs of one scenario differ.</summary>
/// <param name="Ordinal">Its number, from 1; 0 when the runs differ and their events do not (something after the last one does).</param>
/// <param name="First">The event in the first run; null when that run had ended.</param>
/// <param name="Second">The event in the second run; null when that run had ended.</param>
public sealed record Divergence(long Ordinal, RecordedEvent? First, RecordedEvent? Second)
{
    /// <summary>The two events as text.</summary>
    public override string ToString() => Ordinal == 0
        ? "the hashes differ behind the last event"
        : string.Create(CultureInfo.InvariantCulture, $"event {Ordinal}: {Describe(First)} in one run, {Describe(Second)} in the other");

    private static string Describe(RecordedEvent? recorded) => recorded is not { } happened
        ? "nothing more"
        : string.Create(CultureInfo.InvariantCulture, $"actor {happened.Event.Actor} kind {happened.Event.Kind} argument {happened.Event.Argument} at {happened.Event.Time} (hash {happened.Hash:x32})");
}
