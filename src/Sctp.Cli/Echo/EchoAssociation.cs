using System;
using System.Collections.Generic;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Echo;

/// <summary>
/// One association that is echoed. A message that finds the send buffer full is kept and nothing more is read until it went out: the peer's
/// window closes instead of anything being lost.
/// </summary>
internal sealed class EchoAssociation
{
    private readonly SctpAssociation _association;
    private readonly int _maxMessageSize;

    /// <summary>The parts so far of messages that arrive in parts, by stream and U bit.</summary>
    private readonly Dictionary<(ushort StreamId, bool Unordered), PartialMessage> _partial = [];

    private SctpMessage? _held;

    public EchoAssociation(SctpAssociation association, int maxMessageSize)
    {
        _association = association;
        _maxMessageSize = maxMessageSize;
    }

    /// <summary>Whether the server has it in its queue.</summary>
    public bool IsReady { get; set; }

    public long MessagesEchoed { get; private set; }

    public long BytesEchoed { get; private set; }

    /// <summary>Messages that could not be sent back: the peer had begun its shutdown, or they were too large.</summary>
    public long MessagesLost { get; private set; }

    public void CountLost() => MessagesLost++;

    /// <summary>Echoes until there is nothing to read or no room to send.</summary>
    public void EchoAll(MessageBytes bytes, Instant now)
    {
        if (_held is { } held)
        {
            if (!TryEcho(held, bytes, now))
            {
                return;
            }

            _held = null;
        }

        while (_association.TryReceive(out SctpMessage message))
        {
            if (!TryEcho(message, bytes, now))
            {
                _held = message;
                return;
            }
        }
    }

    /// <summary>Gives back what is still held when the association has ended.</summary>
    public void Release()
    {
        if (_held is { } held)
        {
            MessagesLost++;
            held.Dispose();
            _held = null;
        }

        while (_association.TryReceive(out SctpMessage message))
        {
            MessagesLost++;
            message.Dispose();
        }
    }

    private bool TryEcho(in SctpMessage message, MessageBytes bytes, Instant now)
    {
        (ushort StreamId, bool IsUnordered) key = (message.StreamId, message.IsUnordered);
        bool isContinued = _partial.TryGetValue(key, out PartialMessage? partial);
        if (message.IsEndOfMessage && !isContinued)
        {
            return TrySend(bytes.Of(message), message, now);
        }

        if (!message.IsEndOfMessage)
        {
            partial ??= _partial[key] = new PartialMessage(_maxMessageSize);
            partial.Append(bytes.Of(message));
            message.Dispose();
            return true;
        }

        partial!.AppendEnd(bytes.Of(message));
        if (partial.IsTooLarge)
        {
            MessagesLost++;
            message.Dispose();
        }
        else if (!TrySend(partial.Bytes, message, now))
        {
            return false;
        }

        _ = _partial.Remove(key);
        return true;
    }

    private bool TrySend(ReadOnlySpan<byte> payload, in SctpMessage message, Instant now)
    {
        SendOptions options = new()
        {
            StreamId = (ushort)(message.StreamId < _association.OutboundStreams ? message.StreamId : message.StreamId % _association.OutboundStreams),
            PayloadProtocolId = message.PayloadProtocolId,
            Unordered = message.IsUnordered,
        };
        switch (_association.Send(payload, options, now))
        {
            case SendResult.BufferFull:
                return false;
            case SendResult.Queued:
                MessagesEchoed++;
                BytesEchoed += payload.Length;
                break;
            default:
                MessagesLost++;
                break;
        }

        message.Dispose();
        return true;
    }
}
