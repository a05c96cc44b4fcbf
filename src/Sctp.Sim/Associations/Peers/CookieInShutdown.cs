using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>
/// Begins a restart in the middle of the association and goes on with it only when the peer is in SHUTDOWN-ACK-SENT, as a host does that starts again between
/// two packets of a shutdown that overtake each other (RFC 9260 section 5.2.4 action A: an ERROR is due, and SHUTDOWN ACK once more).
/// </summary>
public sealed record CookieInShutdown : ScriptedBehavior
{
    // Beside somebody who forges SHUTDOWN ACK, the association does restart.
    internal override Conditions Conditions => Conditions.Crashes;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        private const ushort StateCookie = 7;

        private uint _tag;
        private uint _peerTag;
        private byte[] _cookie = [];

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            if (_cookie.Length > 0 || !Peer.HasTsn)
            {
                return;
            }

            _tag = (uint)Draw.Next() | 1;
            _ = NewPacket(tag: 0).BeginChunk(WireChunk.Init).U32(_tag).U32(100_000).U16(5).U16(5).U32((uint)Draw.Next()).EndChunk();
            Emit();
        }

        protected override bool Hears(ReadOnlySpan<byte> packet) => !IsAnswer(packet);

        protected override void OnReceived(ReadOnlySpan<byte> packet, Instant now)
        {
            if (IsAnswer(packet))
            {
                ReadCookie(packet[PacketForge.HeaderLength..]);
            }
            else if (_cookie.Length > 0 && IsShutdownAck(packet) && Strikes())
            {
                _ = NewPacket(_peerTag).BeginChunk(WireChunk.CookieEcho).Raw(_cookie).EndChunk();
                Emit();
            }
        }

        // Only SHUTDOWN ACK of the association itself tells the peer's state, not one that somebody else made up.
        private bool IsShutdownAck(ReadOnlySpan<byte> packet) => TypeOf(packet) == WireChunk.ShutdownAck && TagOf(packet) == Own.InitiateTag;

        private static uint TagOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

        private static byte? TypeOf(ReadOnlySpan<byte> packet) => packet.Length > PacketForge.HeaderLength ? packet[PacketForge.HeaderLength] : null;

        private bool IsAnswer(ReadOnlySpan<byte> packet) => TypeOf(packet) == WireChunk.InitAck && _tag != 0 && TagOf(packet) == _tag;

        private void ReadCookie(ReadOnlySpan<byte> chunk)
        {
            if (chunk.Length < WireInit.FixedLength)
            {
                return;
            }

            _peerTag = new WireInit(chunk).InitiateTag;
            for (int offset = WireInit.FixedLength; offset + 4 <= chunk.Length;)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(chunk[(offset + 2)..]);
                if (length < 4 || length > chunk.Length - offset)
                {
                    return;
                }

                if (BinaryPrimitives.ReadUInt16BigEndian(chunk[offset..]) == StateCookie)
                {
                    _cookie = chunk[(offset + 4)..(offset + length)].ToArray();
                    return;
                }

                offset += (length + 3) & ~3;
            }
        }
    }
}
