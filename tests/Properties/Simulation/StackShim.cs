using System;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation;

/// <summary>A stack that does what the real one does; planted bugs override a part of it.</summary>
internal abstract class StackShim(ISctpStack inner) : ISctpStack
{
    public virtual AssociationState State => Inner.State;

    public virtual int AssociationCount => Inner.AssociationCount;

    public virtual long PooledBytesInUse => Inner.PooledBytesInUse;

    public virtual Instant? NextTimeout => Inner.NextTimeout;

    public virtual int PathCount => Inner.PathCount;

    public virtual AssociationStatistics Statistics => Inner.Statistics;

    protected ISctpStack Inner { get; } = inner;

    public virtual void Listen() => Inner.Listen();

    public virtual void Connect(ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) => Inner.Connect(remotes, remotePort, now);

    public virtual void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now) => Inner.Receive(packet, path, now);

    public virtual void ReceivePacketTooBig(in SctpAddress remote, int mtu, ReadOnlySpan<byte> quotedPacket, Instant now) =>
        Inner.ReceivePacketTooBig(remote, mtu, quotedPacket, now);

    public virtual void Advance(Instant now) => Inner.Advance(now);

    public virtual bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit) => Inner.TryTransmit(buffer, now, out transmit);

    public virtual bool TryGetEvent(Instant now, out SctpEvent e) => Inner.TryGetEvent(now, out e);

    public virtual SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) => Inner.Send(payload, options, now);

    public virtual bool TryReceive(out SctpMessage message) => Inner.TryReceive(out message);

    public virtual void Shutdown(Instant now) => Inner.Shutdown(now);

    public virtual void Abort(Instant now) => Inner.Abort(now);

    public virtual PathStatus GetPath(int index) => Inner.GetPath(index);

    public virtual bool TryCheckInvariants(out string violation) => Inner.TryCheckInvariants(out violation);
}
