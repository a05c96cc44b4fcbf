using System;

namespace Sctp.Sim.Associations;

/// <summary>The moments at which an observer wants to be called.</summary>
[Flags]
internal enum Hooks
{
    None = 0,
    PacketSent = 1,
    PacketReceived = 2,
    MessageReceived = 4,
    AssociationEvent = 8,
    AfterEvent = 16,
    AtEnd = 32,
    AtDeadline = 64,
    BeganAnew = 128,
    IcmpReceived = 256,
    PathStep = 512,
}

/// <summary>
/// Watches one association, both sides of it: the wire, the applications and what the stacks show of themselves. It changes nothing. One object watches one
/// run and is made anew for the next.
/// </summary>
internal abstract class Observer
{
    /// <summary>Every packet: the bit of a chunk type that is reserved, so that no observer asks for it alone.</summary>
    public const ulong AnyPacket = 1UL << 63;

    /// <summary>When this observer is to be called; what is not named here is never called.</summary>
    public abstract Hooks Hooks { get; }

    /// <summary>
    /// Chunk types by their bits, as in <see cref="WirePacket.Types"/>: <see cref="OnPacketSent"/> is called for packets that hold one of them, since no other can mean
    /// anything to this observer.
    /// </summary>
    public virtual ulong SentTypes => AnyPacket;

    /// <summary>The set this observer belongs to.</summary>
    protected ObserverSet Set { get; private set; } = null!;

    public virtual void JoinSet(ObserverSet set) => Set = set;

    /// <summary>A stack wrote a packet that holds one of <see cref="SentTypes"/>. The shadow already knows it.</summary>
    public virtual void OnPacketSent(AssociationSide side, WirePacket packet)
    {
    }

    /// <summary>A packet is about to be handed to a stack. The shadow already knows it.</summary>
    public virtual void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
    }

    /// <summary>A message of the network about a packet is about to be handed to a stack.</summary>
    public virtual void OnIcmpReceived(AssociationSide side, in IcmpMessage message)
    {
    }

    /// <summary>An application read a message or a part of one; the ledger does not know it yet.</summary>
    public virtual void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
    }

    /// <summary>A stack reported an event of the association; the application does not know it yet.</summary>
    public virtual void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
    }

    /// <summary>
    /// A side knows nothing of the association any more: its host crashed (<see cref="AssociationSide.Incarnation"/> tells), or the application wants another
    /// association in the place of a lost one.
    /// </summary>
    public virtual void OnBeganAnew(AssociationSide side)
    {
    }

    /// <summary>
    /// A side of an association that is up has taken everything that one input caused, and something may have happened to one of its paths. Called before
    /// <see cref="AfterEvent"/>, for each path, at least once; where nothing happened it is not called again.
    /// </summary>
    public virtual void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
    }

    /// <summary>A side has taken everything that one input caused.</summary>
    public virtual void AfterEvent(AssociationSide side)
    {
    }

    /// <summary>The time is over within which everything was owed after the faults stopped, and something is missing. Called once for each side.</summary>
    public virtual void AtDeadline(AssociationSide side, Duration bound)
    {
    }

    /// <summary>Everything is over and nothing is on its way. Called once for each side.</summary>
    public virtual void AtEnd(AssociationSide side)
    {
    }
}
