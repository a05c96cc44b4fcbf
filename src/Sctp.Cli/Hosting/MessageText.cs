using System.Globalization;
using System.Text;

namespace Sctp.Cli.Hosting;

/// <summary>What a person reads about the end of an association.</summary>
internal static class MessageText
{
    /// <summary>Why an association was lost, in one line.</summary>
    public static string OfLoss(in SctpEvent e)
    {
        string reason = e.LossReason switch
        {
            LossReason.SetupTimeout => "the peer did not answer the INIT",
            LossReason.PeerAborted => "the peer sent ABORT",
            LossReason.LocalAbort => "aborted here",
            LossReason.PeerUnreachable => "the peer stopped answering",
            LossReason.ProtocolViolation => "the peer violated the protocol",
            LossReason.ShutdownGuardExpired => "the shutdown took too long",
            LossReason.ProtocolUnreachable => "the network says that the peer has no SCTP",
            LossReason.StaleCookie => "the State Cookie was stale",
            LossReason.EndpointClosed => "the endpoint was closed",
            _ => e.LossReason.ToString(),
        };
        if (e.Cause == 0)
        {
            return reason;
        }

        string cause = string.Create(CultureInfo.InvariantCulture, $"{reason}, cause {(int)e.Cause} {e.Cause}");
        return e.CauseInformation.IsEmpty ? cause : cause + ": " + Printable(e.CauseInformation.Span);
    }

    /// <summary>A peer's text may hold anything; only printable ASCII reaches the terminal.</summary>
    private static string Printable(System.ReadOnlySpan<byte> text)
    {
        StringBuilder builder = new(text.Length);
        foreach (byte b in text)
        {
            _ = builder.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
        }

        return builder.ToString();
    }
}
