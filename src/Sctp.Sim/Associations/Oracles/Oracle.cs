using System;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>One invariant. It sees the wire, the application and what the stack shows of itself, changes nothing, and says when the invariant does not hold.</summary>
internal abstract class Oracle
{
    private OracleSet _set = null!;

    /// <summary>The short name that reports and tests use.</summary>
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>The invariant as a sentence.</summary>
    public abstract string Statement { get; }

    /// <summary>The section of RFC 9260 it comes from, or the RFC with its section.</summary>
    public abstract string RfcSection { get; }

    public void JoinSet(OracleSet set) => _set = set;

    /// <summary>A stack wrote a packet.</summary>
    public virtual void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
    }

    /// <summary>A packet is about to be handed to a stack.</summary>
    public virtual void OnPacketReceived(SctpNode node, ReadOnlySpan<byte> packet)
    {
    }

    /// <summary>An application read a message or a part of one; the ledger does not know it yet.</summary>
    public virtual void OnReceived(SctpNode node, in ReceivedPart part)
    {
    }

    /// <summary>A stack reported an event of the association under test; the application does not know it yet.</summary>
    public virtual void OnAssociationEvent(SctpNode node, in SctpEvent e)
    {
    }

    /// <summary>A node has taken everything that one input caused.</summary>
    public virtual void AfterEvent(SctpNode node)
    {
    }

    /// <summary>Everything is over and nothing is on its way.</summary>
    public virtual void AtEnd(SctpNode node)
    {
    }

    protected void Violate(SctpNode? node, string detail) => _set.Report(this, node, detail);
}
