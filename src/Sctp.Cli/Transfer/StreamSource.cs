using System;
using System.IO;
using System.Threading.Tasks;

namespace Sctp.Cli.Transfer;

/// <summary>
/// The bytes of a stream such as standard input, a message as soon as something came and never more than the message size. It reads ahead
/// on another thread, so that a slow writer does not hold up the timers.
/// </summary>
internal sealed class StreamSource : IMessageSource
{
    private readonly Stream _stream;
    private readonly byte[] _message;
    private Task<int>? _read;

    public StreamSource(Stream stream, int messageSize)
    {
        _stream = stream;
        _message = new byte[messageSize];
    }

    public SourceState TryGet(out ReadOnlySpan<byte> message)
    {
        message = default;
        _read ??= Task.Run(() => _stream.Read(_message, 0, _message.Length));
        if (!_read.IsCompleted)
        {
            return SourceState.Waiting;
        }

        int length = _read.GetAwaiter().GetResult();
        if (length == 0)
        {
            return SourceState.Ended;
        }

        message = _message.AsSpan(0, length);
        return SourceState.Ready;
    }

    public void Next() => _read = null;

    public void Dispose() => _stream.Dispose();
}
