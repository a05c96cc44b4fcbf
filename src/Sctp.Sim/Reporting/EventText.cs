using System.Globalization;

namespace Sctp.Sim.Reporting;

/// <summary>An event of an association in words.</summary>
internal static class EventText
{
    public static string Describe(in SctpEvent e) => e.Kind.ToString() + Detail(e);

    private static string Detail(in SctpEvent e) => e.Kind switch
    {
        SctpEventKind.CommunicationLost => string.Create(CultureInfo.InvariantCulture, $" {e.LossReason} cause {e.Cause}"),
        SctpEventKind.PathStateChanged => string.Create(CultureInfo.InvariantCulture, $" {e.Address} {e.PathState}"),
        SctpEventKind.SendFailed => string.Create(CultureInfo.InvariantCulture, $" message {e.Context} {e.SendFailureReason}"),
        SctpEventKind.RemoteError => string.Create(CultureInfo.InvariantCulture, $" cause {e.Cause}"),
        _ => "",
    };
}
