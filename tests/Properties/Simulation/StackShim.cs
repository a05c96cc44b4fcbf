using System;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation;

/// <summary>A stack that does what the real one does; planted bugs override a part of it, of the endpoint or of its association with the one peer.</summary>
internal abstract class StackShim(ISctpStack inner) : ISctpStack, IAssociationStack
{
    private AssociationStatistics _shown;

    protected int Peer { get; private set; }

    public virtual AssociationState State => InnerAssociation.State;

    public virtual int AssociationCount => Inner.AssociationCount;

    public virtual long PooledBytesInUse => Inner.PooledBytesInUse;

    public virtual bool HasDiscardedData => InnerAssociation.HasDiscardedData;

    public virtual long CookieMacCount => Inner.CookieMacCount;

    public virtual Instant? NextTimeout => Inner.NextTimeout;

    public virtual int PathCount => InnerAssociation.PathCount;

    public virtual AssociationStatistics Statistics => InnerAssociation.Statistics;

    ref readonly AssociationStatistics IAssociationStack.Statistics
    {
        get
        {
            _shown = Statistics;
            return ref _shown;
        }
    }

    public virtual AssociationStatus Status => InnerAssociation.Status;

    public virtual SctpAssociation? Core => InnerAssociation.Core;

    protected ISctpStack Inner { get; } = inner;

    protected IAssociationStack InnerAssociation => Inner.GetAssociation(Peer);

    public virtual IAssociationStack GetAssociation(int peer)
    {
        Peer = peer;
        return this;
    }

    public virtual void Listen() => Inner.Listen();

    public virtual void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) => Inner.Connect(peer, remotes, remotePort, now);

    public virtual void Reopen(int peer) => Inner.Reopen(peer);

    public virtual void Refuse(int peer) => Inner.Refuse(peer);

    public virtual void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now) => Inner.Receive(packet, path, now);

    public virtual void ReceiveIcmp(in IcmpMessage message, Instant now) => Inner.ReceiveIcmp(message, now);

    public virtual void RotateCookieKey(Instant now) => Inner.RotateCookieKey(now);

    public virtual void Advance(Instant now) => Inner.Advance(now);

    public virtual bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit) => Inner.TryTransmit(buffer, now, out transmit);

    public virtual bool TryGetEvent(Instant now, out int peer, out SctpEvent e) => Inner.TryGetEvent(now, out peer, out e);

    public virtual SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) => InnerAssociation.Send(payload, options, now);

    public virtual bool TryReceive(out SctpMessage message) => InnerAssociation.TryReceive(out message);

    public virtual void Shutdown(Instant now) => InnerAssociation.Shutdown(now);

    public virtual void Abort(Instant now) => InnerAssociation.Abort(now);

    public virtual PathStatus GetPath(int index) => InnerAssociation.GetPath(index);

    public virtual bool TryCheckInvariants(out string violation) => InnerAssociation.TryCheckInvariants(out violation);
}
