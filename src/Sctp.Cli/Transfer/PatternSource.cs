using System;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Transfer;

/// <summary>A given number of pseudo-random bytes, cut into messages of one size; the last one may be shorter.</summary>
internal sealed class PatternSource : IMessageSource
{
    private readonly byte[] _message;
    private Xoshiro256 _random;
    private long _left;
    private int _length;

    public PatternSource(long bytes, int messageSize, ulong seed)
    {
        _message = new byte[messageSize];
        _random = new Xoshiro256(seed);
        _left = bytes;
    }

    public SourceState TryGet(out ReadOnlySpan<byte> message)
    {
        if (_length == 0)
        {
            if (_left == 0)
            {
                message = default;
                return SourceState.Ended;
            }

            _length = (int)Math.Min(_left, _message.Length);
            _random.Fill(_message.AsSpan(0, _length));
        }

        message = _message.AsSpan(0, _length);
        return SourceState.Ready;
    }

    public void Next()
    {
        _left -= _length;
        _length = 0;
    }

    public void Dispose()
    {
    }
}
