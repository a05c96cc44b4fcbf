using System;

namespace Sctp.Cli.Transfer;

/// <summary>What a source has at the moment.</summary>
internal enum SourceState
{
    /// <summary>A message is there.</summary>
    Ready,

    /// <summary>None yet; ask again.</summary>
    Waiting,

    /// <summary>No more will come.</summary>
    Ended,
}

/// <summary>Where the messages to send come from.</summary>
internal interface IMessageSource : IDisposable
{
    /// <summary>The next message. The bytes stay valid until <see cref="Next"/>.</summary>
    SourceState TryGet(out ReadOnlySpan<byte> message);

    /// <summary>The message got was taken.</summary>
    void Next();
}
