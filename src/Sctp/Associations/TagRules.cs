namespace Sctp.Associations;

/// <summary>The exceptions of RFC 9260 section 8.5.1 to the rule that a packet carries the receiver's own tag.</summary>
internal static class TagRules
{
    /// <summary>The T bit of ABORT and SHUTDOWN COMPLETE: the tag is reflected.</summary>
    public const byte TBit = 1;

    /// <summary>Rules B and C: ABORT and SHUTDOWN COMPLETE are accepted with the own tag and T = 0, or with the peer's tag and T = 1 (9260-8.5.1-06, 9260-8.5.1-12).</summary>
    public static bool IsReflectable(byte flags, uint tag, uint localTag, uint peerTag) =>
        (flags & TBit) == 0 ? tag == localTag : peerTag != 0 && tag == peerTag;
}
