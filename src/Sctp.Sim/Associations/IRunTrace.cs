namespace Sctp.Sim.Associations;

/// <summary>Is told what the stacks report and what oracles find.</summary>
internal interface IRunTrace
{
    /// <summary>A stack reported an event of an association.</summary>
    void OnEvent(AssociationSide side, in SctpEvent e);

    /// <summary>An oracle found a violation.</summary>
    void OnViolation(Violation violation);
}
