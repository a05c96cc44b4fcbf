using System;

namespace Sctp.Cli.Echo;

/// <summary>The bytes of a message that the core hands over in parts (RFC 9260 section 6.9), up to a limit.</summary>
internal sealed class PartialMessage
{
    private readonly int _limit;
    private byte[] _bytes = [];
    private int _length;
    private bool _isEnded;

    public PartialMessage(int limit) => _limit = limit;

    public bool IsTooLarge { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Append(ReadOnlySpan<byte> part)
    {
        if (IsTooLarge || part.Length > _limit - _length)
        {
            IsTooLarge = true;
            _bytes = [];
            _length = 0;
            return;
        }

        if (_bytes.Length - _length < part.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + part.Length, 2 * _bytes.Length));
        }

        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }

    /// <summary>Adds the last part; a second try to send the message adds it no second time.</summary>
    public void AppendEnd(ReadOnlySpan<byte> part)
    {
        if (!_isEnded)
        {
            _isEnded = true;
            Append(part);
        }
    }
}
