using System;

namespace Sctp.Cli.Hosting;

/// <summary>The bytes of a message in one piece: its own segment where it has only one, a scratch buffer that grows where it has more.</summary>
internal sealed class MessageBytes
{
    private byte[] _scratch = [];

    /// <summary>Valid until the next call and as long as the message is not disposed.</summary>
    public ReadOnlySpan<byte> Of(in SctpMessage message)
    {
        if (message.SegmentCount == 1)
        {
            return message.GetSegment(0).Span;
        }

        int length = message.Length;
        if (_scratch.Length < length)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(length, 2 * _scratch.Length));
        }

        message.CopyTo(_scratch);
        return _scratch.AsSpan(0, length);
    }
}
