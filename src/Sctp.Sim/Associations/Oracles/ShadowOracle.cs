namespace Sctp.Sim.Associations.Oracles;

/// <summary>An oracle that compares what a side does with its shadow.</summary>
internal abstract class ShadowOracle : Oracle
{
    /// <summary>
    /// Whether a side can be judged: the association under test is there. After its end an old COOKIE ECHO can set up another one with the same tags and TSNs,
    /// which no application uses.
    /// </summary>
    protected bool TryJudge(AssociationSide side, out ShadowSide shadow)
    {
        shadow = Set.Shadow[side];
        return shadow.IsAlive && shadow.Sender.IsKnown && !side.Application.IsEnded;
    }

    /// <summary>The same for a packet that the side sent: it must belong to the association.</summary>
    protected bool TryJudge(AssociationSide side, WirePacket packet, out ShadowSide shadow) =>
        TryJudge(side, out shadow) && packet.VerificationTag == shadow.PeerTag;
}
