using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// An <see cref="SctpEndpoint"/>. The first association that comes up or is opened is the one under test; an echo of old packets may set up another
/// after its end (a duplicate of COOKIE ECHO within the life of its cookie does), which is shut down at once and whose data is thrown away.
/// </summary>
internal sealed class EndpointStack : ISctpStack
{
    private readonly SctpEndpoint _endpoint;
    private SctpAssociation? _association;

    public EndpointStack(SctpOptions options, IEntropy entropy) => _endpoint = new SctpEndpoint(options, entropy);

    public AssociationState State => _association?.State ?? AssociationState.Closed;

    public int AssociationCount => _endpoint.AssociationCount;

    public long PooledBytesInUse => _endpoint.PooledBytesInUse;

    public bool HasDiscardedData { get; private set; }

    public Instant? NextTimeout => _endpoint.NextTimeout;

    public int PathCount => _association?.PathCount ?? 0;

    public AssociationStatistics Statistics => _association?.Statistics ?? default;

    public void Listen() => _endpoint.Listen();

    public void Connect(ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) =>
        _association = _endpoint.Connect(remotes, remotePort, now);

    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now) => _endpoint.Receive(packet, path, now);

    public void ReceivePacketTooBig(in SctpAddress remote, int mtu, ReadOnlySpan<byte> quotedPacket, Instant now) =>
        _endpoint.ReceiveIcmp(new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = mtu, Remote = remote, QuotedPacket = quotedPacket }, now);

    public void Advance(Instant now) => _endpoint.Advance(now);

    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit) => _endpoint.TryTransmit(buffer, now, out transmit);

    public bool TryGetEvent(Instant now, out SctpEvent e)
    {
        while (_endpoint.TryGetEvent(out e))
        {
            if (e.Kind == SctpEventKind.CommunicationUp)
            {
                _association ??= e.Association;
            }

            if (e.Association is null || ReferenceEquals(e.Association, _association))
            {
                return true;
            }

            Discard(e, now);
        }

        return false;
    }

    public SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) =>
        _association is { } association ? association.Send(payload, options, now) : SendResult.Closed;

    public bool TryReceive(out SctpMessage message)
    {
        if (_association is { } association)
        {
            return association.TryReceive(out message);
        }

        message = default;
        return false;
    }

    public void Shutdown(Instant now) => _association?.Shutdown(now);

    public void Abort(Instant now) => _association?.Abort(now);

    public PathStatus GetPath(int index) => _association!.GetPath(index);

    public bool TryCheckInvariants(out string violation)
    {
        if (_association is { } association)
        {
            return association.TryCheckInvariants(out violation);
        }

        violation = "";
        return true;
    }

    private void Discard(in SctpEvent e, Instant now)
    {
        e.Message.Dispose();
        SctpAssociation other = e.Association!;
        while (other.TryReceive(out SctpMessage message))
        {
            HasDiscardedData = true;
            message.Dispose();
        }

        if (e.Kind == SctpEventKind.CommunicationUp)
        {
            other.Shutdown(now);
        }
    }
}
