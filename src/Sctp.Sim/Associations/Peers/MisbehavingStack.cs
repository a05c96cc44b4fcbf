using System;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations.Peers;

/// <summary>An honest stack behind a script for each of its peers.</summary>
internal sealed class MisbehavingStack : ISctpStack
{
    private readonly ISctpStack _inner;
    private readonly AddressBook _addresses;
    private readonly PeerScript[] _scripts;
    private readonly Transmit?[] _last;
    private readonly PacketForge _forge = new(SimulatedNetwork.MaxPacketLength);
    private bool _hasBegun;

    /// <param name="inner">The honest stack.</param>
    /// <param name="behavior">What the scripts do.</param>
    /// <param name="random">The randomness of the run.</param>
    /// <param name="host">The number of the own host.</param>
    /// <param name="addresses">Who is who.</param>
    public MisbehavingStack(ISctpStack inner, ScriptedBehavior behavior, Randomness random, int host, AddressBook addresses)
    {
        _inner = inner;
        _addresses = addresses;
        _scripts = new PeerScript[addresses.HostCount];
        _last = new Transmit?[addresses.HostCount];
        for (int peer = 0; peer < _scripts.Length; peer++)
        {
            _scripts[peer] = behavior.CreateScript();
            _scripts[peer].Begin(behavior, new RandomSequence(random, SimulationStreams.PeerScript, (uint)((host << 8) | peer)));
        }
    }

    /// <summary>The stack of a side: behind scripts if it misbehaves.</summary>
    public static ISctpStack Wrap(ISctpStack stack, PeerBehavior? behavior, Randomness random, int host, AddressBook addresses) =>
        behavior is ScriptedBehavior scripted ? new MisbehavingStack(stack, scripted, random, host, addresses) : stack;

    public int AssociationCount => _inner.AssociationCount;

    public long PooledBytesInUse => _inner.PooledBytesInUse;

    public long CookieMacCount => _inner.CookieMacCount;

    public Instant? NextTimeout
    {
        get
        {
            Instant next = _inner.NextTimeout ?? Instant.MaxValue;
            foreach (PeerScript script in _scripts)
            {
                next = Instant.Min(next, script.NextTick);
            }

            return next == Instant.MaxValue ? null : next;
        }
    }

    public IAssociationStack GetAssociation(int peer) => _inner.GetAssociation(peer);

    public void Listen() => _inner.Listen();

    public void Reopen(int peer) => _inner.Reopen(peer);

    public void Refuse(int peer) => _inner.Refuse(peer);

    public void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) => _inner.Connect(peer, remotes, remotePort, now);

    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
    {
        if (!_addresses.TryFind(path.Remote, out NetworkAddress from) || _scripts[from.Host].Receive(packet, now))
        {
            _inner.Receive(packet, path, now);
        }
    }

    public void ReceiveIcmp(in IcmpMessage message, Instant now) => _inner.ReceiveIcmp(message, now);

    public void RotateCookieKey(Instant now) => _inner.RotateCookieKey(now);

    public void Advance(Instant now)
    {
        _hasBegun |= _inner.AssociationCount > 0;
        foreach (PeerScript script in _scripts)
        {
            script.Advance(now, hasEnded: _hasBegun && _inner.AssociationCount == 0);
        }

        _inner.Advance(now);
    }

    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
    {
        for (int peer = 0; peer < _scripts.Length; peer++)
        {
            while (_last[peer] is { } last && _scripts[peer].TryTake(out byte[] packet))
            {
                if (packet.Length > buffer.Length)
                {
                    continue; // What has no room does not leave.
                }

                packet.CopyTo(buffer);
                transmit = last with { Length = packet.Length, DontFragment = false };
                return true;
            }
        }

        while (_inner.TryTransmit(buffer, now, out transmit))
        {
            _hasBegun |= _inner.AssociationCount > 0;
            if (!_addresses.TryFind(transmit.Remote, out NetworkAddress to))
            {
                return true;
            }

            _last[to.Host] = transmit;
            int length = _scripts[to.Host].Rewrite(buffer, transmit.Length, _forge, now);
            if (length != 0)
            {
                transmit = transmit with { Length = length, DontFragment = length == transmit.Length && transmit.DontFragment };
                return true;
            }
        }

        return false;
    }

    public bool TryGetEvent(Instant now, out int peer, out SctpEvent e) => _inner.TryGetEvent(now, out peer, out e);
}
