using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Packets;

/// <summary>
/// What a script's numbers stand for. The peer's tag and TSNs are those of the script. The stack draws its own: they are learned from its INIT, or from
/// its INIT ACK while there is no association, and what a script writes for them is shifted to the live ones and back. An INIT ACK sent while an
/// association exists counts only when its cookie comes back.
/// </summary>
internal sealed class Numbering
{
    private readonly List<(byte[] Cookie, Side Local, uint PeerTag)> _cookies = [];
    private Side? _local;
    private Side? _announced;
    private uint _initTag;

    /// <summary>Whether there is an association, as far as the packets tell.</summary>
    public bool HasAssociation { get; private set; }

    /// <summary>The tag of packets that the stack sends.</summary>
    public uint PeerTag { get; private set; }

    /// <summary>The tag of the last INIT that the stack received.</summary>
    public uint LastInitTag => _initTag;

    /// <summary>The tag of packets that the stack receives; 0 while it is not known.</summary>
    public uint LocalTag => _local?.LiveTag ?? 0;

    /// <summary>The cookie of the last INIT ACK that the stack sent.</summary>
    public ReadOnlyMemory<byte> LastCookie { get; private set; }

    /// <summary>The information in the last HEARTBEAT that the stack sent.</summary>
    public ReadOnlyMemory<byte> LastHeartbeat { get; private set; }

    /// <summary>The tag of the last packet that the stack received.</summary>
    public uint LastReceivedTag { get; set; }

    public uint TagToLive(uint tag)
    {
        if (_local is not { } local)
        {
            return tag;
        }

        return tag == local.ScriptTag ? local.LiveTag : tag == local.LiveTag ? ~tag : tag;
    }

    /// <summary>The tag in an INIT or INIT ACK of the stack, which may be that of an association to come.</summary>
    public uint AnnouncedTagToScript(uint tag) => _announced is { } side && tag == side.LiveTag ? side.ScriptTag : tag;

    /// <summary>The Initial TSN in an INIT or INIT ACK of the stack, which may be that of an association to come.</summary>
    public uint AnnouncedTsnToScript(uint tsn) => _announced is { } side ? unchecked(tsn - side.LiveTsn + side.ScriptTsn) : tsn;

    public uint TsnToLive(uint tsn) => unchecked(tsn + TsnShift());

    public uint TsnToScript(uint tsn) => unchecked(tsn - TsnShift());

    /// <summary>An INIT or INIT ACK of the stack; the script's numbers are null where it does not tell them.</summary>
    public void LearnFromStack(bool isAck, uint tag, uint tsn, long? scriptTag, long? scriptTsn, ReadOnlyMemory<byte> cookie)
    {
        bool isKnown = _local is { } known && known.LiveTag == tag && known.LiveTsn == tsn;
        Side side = isKnown ? _local!.Value : new Side(tag, tsn, scriptTag is null ? tag : (uint)scriptTag, scriptTsn is null ? tsn : (uint)scriptTsn);
        _announced = side;
        if (isAck)
        {
            LastCookie = cookie;
            _cookies.Add((cookie.ToArray(), side, _initTag));
        }

        if (!isAck || !HasAssociation)
        {
            _local = side;
        }
    }

    public void LearnHeartbeat(ReadOnlyMemory<byte> information) => LastHeartbeat = information;

    /// <summary>An INIT to the stack.</summary>
    public void InitToStack(uint tag) => _initTag = tag;

    /// <summary>An INIT ACK to the stack.</summary>
    public void InitAckToStack(uint tag)
    {
        PeerTag = tag;
        HasAssociation = true;
    }

    /// <summary>A COOKIE ECHO to the stack: what its cookie was made of is what counts now.</summary>
    public void CookieToStack(ReadOnlySpan<byte> cookie)
    {
        for (int i = _cookies.Count - 1; i >= 0; i--)
        {
            if (cookie.SequenceEqual(_cookies[i].Cookie))
            {
                _local = _cookies[i].Local;
                PeerTag = _cookies[i].PeerTag;
                HasAssociation = true;
                return;
            }
        }
    }

    /// <summary>An ABORT or SHUTDOWN COMPLETE in either direction.</summary>
    public void AssociationEnded() => HasAssociation = false;

    private uint TsnShift() => _local is { } local ? unchecked(local.LiveTsn - local.ScriptTsn) : 0;

    private readonly record struct Side(uint LiveTag, uint LiveTsn, uint ScriptTag, uint ScriptTsn);
}
