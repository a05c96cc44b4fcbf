namespace Sctp.Sim.Engine;

/// <summary>Anything that things happen to.</summary>
public interface IActor
{
    /// <summary>An event that was scheduled for this actor happens.</summary>
    void OnEvent(in ScheduledEvent scheduled);
}
