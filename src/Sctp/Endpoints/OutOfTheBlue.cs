using System;
using Sctp.Wire;

namespace Sctp.Endpoints;

/// <summary>What is done with a packet that belongs to no association, found by one look through its chunks (RFC 9260 section 8.4).</summary>
internal enum OutOfTheBlueAction
{
    /// <summary>Silently discarded (rules 1, 2, 6, 7).</summary>
    Discard,

    /// <summary>SHUTDOWN COMPLETE with the received tag and T = 1 (rule 5).</summary>
    ReplyShutdownComplete,

    /// <summary>ABORT with the received tag and T = 1 (rule 8).</summary>
    ReplyAbort,
}

/// <summary>The rules of RFC 9260 section 8.4 for out-of-the-blue packets, but for INIT and COOKIE ECHO (rules 3 and 4), which open associations.</summary>
internal static class OutOfTheBlue
{
    public static OutOfTheBlueAction Judge(ReadOnlySpan<byte> packet, in NetworkPath path)
    {
        // 9260-8.4-01
        if (!path.IsUnicast)
        {
            return OutOfTheBlueAction.Discard;
        }

        OutOfTheBlueAction action = OutOfTheBlueAction.ReplyAbort;
        bool hasShutdownAck = false;
        var reader = new ChunkReader(packet);
        while (reader.MoveNext())
        {
            ChunkView chunk = reader.Current;
            switch (chunk.Type)
            {
                case ChunkType.Abort:
                    return OutOfTheBlueAction.Discard; // 9260-8.4-02
                case ChunkType.ShutdownAck:
                    hasShutdownAck = true;
                    break;
                case ChunkType.ShutdownComplete: // 9260-8.4-08
                case ChunkType.CookieAck: // 9260-8.4-09
                case ChunkType.Error when HasStaleCookie(chunk):
                    action = OutOfTheBlueAction.Discard;
                    break;
                case ChunkType.Init:
                    return OutOfTheBlueAction.Discard; // Bundled, or with a tag (9260-12.3-03).
            }
        }

        // 9260-8.4-06 comes before rules 6 and 7.
        return hasShutdownAck ? OutOfTheBlueAction.ReplyShutdownComplete : action;
    }

    private static bool HasStaleCookie(in ChunkView error)
    {
        var causes = new ParameterReader(error.Value);
        while (causes.MoveNext())
        {
            if (causes.Current.Type == (ushort)ErrorCauseCode.StaleCookie)
            {
                return true;
            }
        }

        return false;
    }
}
