using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>One message of the workload, before it is sent.</summary>
internal readonly record struct PlannedMessage(uint Id, int Length, ushort StreamId, bool IsUnordered);

/// <summary>
/// The messages that one side sends. Each is a function of (seed, side, id), so nothing need be stored: the receiver recomputes what it should have got.
/// The payload begins with id, length and a check word as far as there is room, and goes on with a part of a fixed pattern that depends on side and
/// id; the payload protocol identifier carries the id too, so that a message of one byte can be told as well.
/// </summary>
internal sealed class MessagePlan
{
    public const int MaxLength = WorkloadOptions.MostMessageLength;

    /// <summary>The payload protocol identifier of message 0: the identifiers from here on belong to no protocol that a dissector of captures would look for.</summary>
    public const uint FirstIdentifier = 0x5C00_0000;

    private const int HeaderLength = 12;
    private const int PatternSteps = 4096;
    private const uint MostRecent = 4096;
    private static readonly byte[] Pattern = BuildPattern();

    private readonly Randomness _random;
    private readonly uint _side;
    private readonly WorkloadOptions _options;
    private readonly int _packetPayload;
    private readonly int _streamCount;
    private readonly PlannedMessage[]? _written;
    private readonly int[] _positions = [];

    // Drawn messages, each at the place that its identifier has modulo the length: a message is asked for again and again while it is on its way.
    private readonly PlannedMessage[] _recent = [];

    /// <param name="random">What the messages are drawn from, unless they are written down.</param>
    /// <param name="side">A number for each sender: two for each association.</param>
    /// <param name="options">The sender's options.</param>
    /// <param name="written">The messages in their order, where they are written down; null draws them.</param>
    public MessagePlan(Randomness random, int side, SideOptions options, IReadOnlyList<PlannedMessage>? written = null)
    {
        _random = random;
        _side = (uint)side;
        _options = options.Workload;
        _streamCount = Math.Min(_options.StreamCount, options.Endpoint.OutboundStreams);

        // What one DATA chunk of a full packet carries: packet without common header and DATA chunk header.
        _packetPayload = (options.Endpoint.PathMtu ?? 1480) - 12 - 16;
        Count = _options.MessageCount;
        IdLimit = Count;
        if (written is null)
        {
            _recent = new PlannedMessage[Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)Count), 1, MostRecent)];
        }
        else
        {
            _written = [.. written];
            Count = _written.Length;
            IdLimit = Count == 0 ? 0 : (int)_written[^1].Id + 1;
            _positions = new int[IdLimit];
            for (int i = 0; i < Count; i++)
            {
                _positions[_written[i].Id] = i;
                _streamCount = Math.Max(_streamCount, _written[i].StreamId + 1);
            }
        }
    }

    /// <summary>How many messages there are.</summary>
    public int Count { get; }

    /// <summary>All identifiers are below this.</summary>
    public int IdLimit { get; }

    public int StreamCount => _streamCount;

    /// <summary>The message that is sent as number <paramref name="position"/>.</summary>
    public PlannedMessage At(int position) => _written is null ? this[(uint)position] : _written[position];

    /// <summary>The message with an identifier.</summary>
    public PlannedMessage this[uint id]
    {
        get
        {
            if (_written is not null)
            {
                return _written[_positions[id]];
            }

            ref PlannedMessage recent = ref _recent[id & (uint)(_recent.Length - 1)];
            if (recent.Id != id || recent.Length == 0)
            {
                recent = Draw(id);
            }

            return recent;
        }
    }

    /// <summary>Writes the payload of a message; the destination has its length.</summary>
    public void Write(in PlannedMessage message, Span<byte> destination)
    {
        PatternOf(message).CopyTo(destination);
        Span<byte> header = stackalloc byte[HeaderLength];
        WriteHeader(message, header);
        header[..Math.Min(HeaderLength, destination.Length)].CopyTo(destination);
    }

    /// <summary>Whether some bytes are those of a message from an offset on.</summary>
    public bool Matches(in PlannedMessage message, int offset, ReadOnlySpan<byte> bytes)
    {
        if (offset + bytes.Length > message.Length)
        {
            return false;
        }

        if (offset < HeaderLength)
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            WriteHeader(message, header);
            int length = Math.Min(HeaderLength - offset, bytes.Length);
            if (!bytes[..length].SequenceEqual(header.Slice(offset, length)))
            {
                return false;
            }

            bytes = bytes[length..];
            offset += length;
        }

        return bytes.SequenceEqual(PatternOf(message).Slice(offset, bytes.Length));
    }

    private ReadOnlySpan<byte> PatternOf(in PlannedMessage message)
    {
        uint step = ((message.Id * 2654435761) + (_side * 40503)) >> 20;
        return Pattern.AsSpan((int)(step % PatternSteps), message.Length);
    }

    private void WriteHeader(in PlannedMessage message, Span<byte> header)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, message.Id);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], ~message.Id ^ (uint)message.Length ^ (_side << 31));
    }

    private PlannedMessage Draw(uint id)
    {
        ulong kind = _random.Draw(SimulationStreams.MessageKind, _side, id, out ulong more);
        return new PlannedMessage(
            id,
            DrawLength(id),
            (ushort)Distribution.Below(kind, (ulong)_streamCount),
            Distribution.Chance(more, _options.UnorderedPerMillion));
    }

    // Biased to where mistakes live: one byte, the largest, and a few bytes around whole packets.
    private int DrawLength(uint id)
    {
        ulong bits = _random.Draw(SimulationStreams.MessageSize, _side, id, out ulong more);
        int largest = _options.LargestMessage;
        long length = Distribution.Below(bits, 100) switch
        {
            < 10 => 1,
            < 30 => Distribution.Between(more, 1, 64),
            < 55 => (_packetPayload * Distribution.Between(more, 1, 4)) + (long)(more % 9) - 4,
            < 90 => Distribution.Between(more, 1, Math.Min(largest, 4_000)),
            < 97 => Distribution.Between(more, 1, largest),
            _ => largest,
        };
        return (int)long.Clamp(length, 1, largest);
    }

    private static byte[] BuildPattern()
    {
        var pattern = new byte[MaxLength + PatternSteps];
        ulong ordinal = 0;
        new Randomness(0x5C7B).Fill(0, 0, ref ordinal, pattern);
        return pattern;
    }
}
