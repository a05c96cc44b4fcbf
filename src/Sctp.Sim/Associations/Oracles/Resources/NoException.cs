using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class NoException : Oracle
{
    public override string Id => "O-M4";

    public override string Name => "no-exception";

    public override string Statement => "No exception escapes the core, whatever packets arrive.";

    public override string RfcSection => "3, 12.4";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.None;

    public void OnException(Exception exception) => Violate(null, $"{exception.GetType().Name}: {exception.Message}");
}
