using System;

namespace Sctp.Scripts.Stack;

/// <summary>The message that recv() is at: it may be read in several calls.</summary>
internal sealed class PendingMessage
{
    private SctpMessage? _message;
    private byte[] _bytes = [];
    private int _offset;

    public MessageInfo Info => _message?.Info ?? default;

    /// <summary>Makes sure that a message is there; false when the association has none.</summary>
    public bool TryLoad(SctpAssociation association)
    {
        if (_message is not null)
        {
            return true;
        }

        if (!association.TryReceive(out SctpMessage message))
        {
            return false;
        }

        _message = message;
        _bytes = message.ToArray();
        _offset = 0;
        return true;
    }

    /// <summary>Takes up to <paramref name="limit"/> bytes; tells whether they end the message.</summary>
    public ReadOnlySpan<byte> Take(int limit, out bool isEnd)
    {
        int length = Math.Min(Math.Max(limit, 0), _bytes.Length - _offset);
        ReadOnlySpan<byte> part = _bytes.AsSpan(_offset, length);
        _offset += length;
        bool isRead = _offset == _bytes.Length;
        isEnd = isRead && Info.IsEndOfMessage;
        if (isRead)
        {
            Discard();
        }

        return part;
    }

    public void Discard()
    {
        _message?.Dispose();
        _message = null;
    }
}
