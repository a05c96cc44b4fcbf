using System;
using System.Collections.Generic;
using System.Globalization;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Interop.Usrsctp;

/// <summary>One thing that usrsctp does otherwise than an oracle says: a deviation from the RFC, or a policy that the RFC leaves open.</summary>
/// <param name="Name">The name, as in docs/interoperability.md.</param>
/// <param name="Covers">Whether a violation that was seen at usrsctp is of this kind.</param>
internal sealed record Deviation(string Name, Func<UsrsctpStack, Violation, bool> Covers);

/// <summary>What usrsctp 0.9.5.0 is known for. Each rule is as narrow as what was seen; docs/interoperability.md explains them. None concerns the own side.</summary>
internal static class KnownDeviations
{
    private const int FullBurst = 4; // Max.Burst of section 16, which usrsctp takes too

    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    public static IReadOnlyList<Deviation> All { get; } =
    [
        // Section 6: DATA in COOKIE-ECHOED is discarded. The reference receiver counts by that, and is wrong about all that follows.
        new("data-for-cookie-ack", (stack, violation) => stack.HasImpliedCookieAck
            && violation.OracleId is "O-A4" or "O-A7" or "O-A8" or "O-A9" or "O-A10" or "O-A11" or "O-A13" or "O-A14" or "O-A16" or "O-S15" or "O-D4" or "O-D5"),
        new("data-for-cookie-ack", (_, violation) => violation.OracleId == "O-S1" && Says(violation, "from CookieEchoed to ")),

        // Section 6.6: an unordered message is given to the user as soon as it is whole.
        new("unordered-waits", (_, violation) => violation.OracleId is "O-D5" && Says(violation, "is complete and due")),

        // Section 6.6: a gap in one stream holds up no other.
        new("partial-delivery-waits", (_, violation) => violation.OracleId is "O-D4" && Says(violation, "is complete and due")),

        // Section 6.2 leaves open how much the window must grow before the peer is told.
        new("small-window-updates", (_, violation) => violation.OracleId == "O-A16" && Says(violation, "although nothing arrived since the last one")),

        // Timers go by ticks.
        new("ticks", (_, violation) => violation.OracleId == "O-A13" && IsWithinTick(violation)),
        new("ticks", (_, violation) => violation.OracleId == "O-S11" && IsTickAboveMost(violation)),

        // Section 6.7: a gap is reported at once, and section 6.2: every second packet is acknowledged at least. The SACK waits behind a full burst.
        new("late-gap-report", (stack, violation) => stack.DataPackets == FullBurst
            && (violation.OracleId == "O-A11" || (violation.OracleId == "O-A12" && HasGap(violation)))),

        // Section 8.4 rule 7: a COOKIE ACK out of the blue is discarded in silence.
        new("ootb-cookie-ack", (stack, violation) => violation.OracleId == "O-S19" && stack.FirstChunk == ChunkType.CookieAck),

        // Section 6.8: a packet with a wrong checksum is discarded in silence. It is, but what waits to be sent goes out.
        new("bad-checksum-sends", (_, violation) => violation.OracleId == "O-W2" && Says(violation, "were sent because of it")),

        // Sections 11.2.3 and 11.2.7: notifications wait behind unread messages, and are dropped where the receive buffer has no room.
        new("lost-notifications", (_, violation) => violation.OracleId == "O-D1" && Says(violation, "neither delivered nor handed back")),
        new("lost-notifications", (_, violation) => violation.OracleId == "O-S9" && Says(violation, "reported")),
        new("lost-notifications", (_, violation) => violation.OracleId == "O-L6" && Says(violation, nameof(LossReason.PeerAborted))),

        // Section 6.2: DATA for which there is no room is dropped. The reference receiver cannot know what usrsctp has room for.
        new("no-room", (_, violation) => UsrsctpHost.DroppedForRoom > 0 && violation.OracleId is "O-A4" or "O-A7" or "O-A8" or "O-A9" or "O-A10" or "O-A11" or "O-S15"),

        // Sections 3.3.4 and 6.2: the Cumulative TSN Ack is the last TSN in sequence. The one of a window update is that of the SACK before it.
        new("stale-window-update", (_, violation) => violation.OracleId == "O-A4" && Says(violation, "chunk type 3 says ") && IsLittleBehind(violation)),

        // Section 3.3.4: a duplicate is listed in the next SACK.
        new("late-duplicate-report", (_, violation) => violation.OracleId == "O-A9" && Says(violation, "more often than it arrived again")),

        // Section 1.6: TSNs wrap.
        new("wrapped-gap-block", (_, violation) => violation.OracleId == "O-A8" && IsAtWrap(violation)),
        new("wrapped-unordered", (stack, violation) => violation.OracleId is "O-L6" or "O-S1" or "O-D7" && stack.HasMistakenWrap),

        // Section 9.2: in SHUTDOWN-RECEIVED outstanding data is still sent.
        new("stuck-in-shutdown-received", (_, violation) => IsStuck(violation)),
    ];

    public static Deviation? Find(AssociationSide side, Violation violation)
    {
        foreach (Deviation deviation in All)
        {
            if (deviation.Covers((UsrsctpStack)side.Endpoint, violation))
            {
                return deviation;
            }
        }

        return null;
    }

    /// <summary>Whether usrsctp sits in SHUTDOWN-RECEIVED and sends no more, though it has data.</summary>
    public static bool IsStuck(Violation violation) => violation.OracleId is "O-L1" or "O-L2" && Says(violation, nameof(AssociationState.ShutdownReceived));

    /// <summary>Whether a side that asked for the end waits for its peer to be done with its data.</summary>
    public static bool WaitsForShutdown(Violation violation) => violation.OracleId == "O-L2" && Says(violation, nameof(AssociationState.ShutdownSent));

    /// <summary>
    /// Whether the own side was sent an ABORT by a usrsctp that had done with the association: DATA that comes late is out of the blue to it (section 8.4 rule 8).
    /// The oracle knows that too, but from the user of usrsctp, who is told later.
    /// </summary>
    public static bool IsAbortAfterEnd(Violation violation) => violation.OracleId == "O-L6" && Says(violation, "PeerAborted, cause 0");

    // "chunk type 10 was sent again, time 1, after 10000.984ms; 100ms to 10000ms are allowed"
    private static bool IsTickAboveMost(Violation violation)
    {
        string[] words = violation.Detail.Split(' ', ';');
        return Milliseconds(words[9]) > Milliseconds(words[13]) && Milliseconds(words[9]) <= Milliseconds(words[13]) + 1;
    }

    private static decimal Milliseconds(string text) => decimal.Parse(text.TrimEnd('m', 's'), CultureInfo.InvariantCulture);

    // "chunk type 3 says 126, the last TSN that arrived in sequence is 127"
    private static bool IsLittleBehind(Violation violation)
    {
        string[] words = violation.Detail.Split(' ', ',');
        return uint.Parse(words[^1], CultureInfo.InvariantCulture) - uint.Parse(words[4], CultureInfo.InvariantCulture) is 1 or 2;
    }

    // "Gap Ack Block 0 is 0 to 5, 0 to 6 arrived": a block that ends too early a few TSNs after 0.
    private static bool IsAtWrap(Violation violation)
    {
        string[] words = violation.Detail.Split(' ', ',');
        uint end = uint.Parse(words[7], CultureInfo.InvariantCulture);
        return end < 1_000 || end > uint.MaxValue - 1_000;
    }

    // "no SACK followed a packet with 1 new and 0 duplicate DATA chunks, 2 packets are not acknowledged, cumulative TSN 210, highest 308"
    private static bool HasGap(Violation violation)
    {
        string[] words = violation.Detail.Split(' ', ',');
        return words[^4] != words[^1];
    }

    private static bool Says(Violation violation, string words) => violation.Detail.Contains(words, StringComparison.Ordinal);

    // "DATA that arrived at 0.623274s is not acknowledged, the delay is 200ms and 500 ms at most"
    private static bool IsWithinTick(Violation violation)
    {
        string[] words = violation.Detail.Split(' ');
        Duration wait = violation.Time - Instant.FromNanoseconds((long)(decimal.Parse(words[4].TrimEnd('s'), CultureInfo.InvariantCulture) * 1_000_000_000));
        Duration delay = Duration.FromNanoseconds((long)(Milliseconds(words[11]) * 1_000_000));
        return wait <= delay + Tick;
    }
}
