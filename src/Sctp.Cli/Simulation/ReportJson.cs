using System.IO;
using System.Text.Json;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Sctp.Sim.Network;

namespace Sctp.Cli.Simulation;

/// <summary>A report as one line of JSON. Times are nanoseconds of virtual time.</summary>
internal static class ReportJson
{
    public static void Write(TextWriter output, SimulationReport report, string? replay = null) => JsonLine.Write(output, json => Write(json, report, replay));

    private static void Write(Utf8JsonWriter json, SimulationReport report, string? replay)
    {
        json.WriteNumber("seed", report.Scenario.Seed);
        json.WriteString("outcome", report.Outcome switch
        {
            SimulationOutcome.Clean => "clean",
            SimulationOutcome.Crash => "crash",
            _ => "violation",
        });
        json.WriteString("traceHash", report.TraceHash);
        json.WriteNumber("endTime", report.EndTime.Nanoseconds);
        json.WriteNumber("established", report.Established.Nanoseconds);
        json.WriteNumber("lastDelivery", report.LastDelivery.Nanoseconds);
        json.WriteNumber("events", report.EventCount);
        WriteSide(json, "client", report.Client);
        WriteSide(json, "server", report.Server);
        WriteLink(json, "packets", report.Packets);
        json.WriteStartArray("paths");
        foreach (PathReport path in report.Paths)
        {
            json.WriteStartObject();
            WriteLink(json, "toServer", path.ToServer);
            WriteLink(json, "toClient", path.ToClient);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("violations");
        foreach (Violation violation in report.Violations)
        {
            json.WriteStartObject();
            json.WriteString("oracle", violation.OracleId);
            json.WriteString("name", violation.OracleName);
            json.WriteString("statement", violation.Statement);
            json.WriteString("section", violation.RfcSection);
            json.WriteNumber("time", violation.Time.Nanoseconds);
            json.WriteString("node", violation.Node);
            json.WriteString("detail", violation.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.Exception is { } exception)
        {
            json.WriteString("exception", exception);
        }

        if (report.Outcome != SimulationOutcome.Clean)
        {
            json.WriteString("failure", FailureKey.Of(report)!.ToString());
            json.WriteString("replay", replay ?? ReportText.ReplayCommand(report));
        }
    }

    private static void WriteSide(Utf8JsonWriter json, string name, SideReport side)
    {
        json.WriteStartObject(name);
        json.WriteNumber("messagesSent", side.MessagesSent);
        json.WriteNumber("bytesSent", side.BytesSent);
        json.WriteNumber("messagesDelivered", side.MessagesDelivered);
        json.WriteNumber("bytesDelivered", side.BytesDelivered);
        json.WriteNumber("messagesFailed", side.MessagesFailed);
        json.WriteNumber("retransmissions", side.Retransmissions);
        json.WriteNumber("timeoutRetransmissions", side.Statistics.TimeoutRetransmissions);
        json.WriteNumber("fastRetransmissions", side.Statistics.FastRetransmissions);
        json.WriteNumber("t3Expiries", side.Statistics.T3Expiries);
        json.WriteString("state", side.State.ToString());
        json.WriteString("lossReason", side.LossReason.ToString());
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, string name, in LinkStatistics link)
    {
        json.WriteStartObject(name);
        json.WriteNumber("sent", link.Sent);
        json.WriteNumber("sentBytes", link.SentBytes);
        json.WriteNumber("delivered", link.Delivered);
        json.WriteNumber("lost", link.Lost);
        json.WriteNumber("droppedDown", link.DroppedDown);
        json.WriteNumber("droppedQueue", link.DroppedQueue);
        json.WriteNumber("droppedTooBig", link.DroppedTooBig);
        json.WriteNumber("duplicated", link.Duplicated);
        json.WriteNumber("reordered", link.Reordered);
        json.WriteNumber("corrupted", link.Corrupted);
        json.WriteEndObject();
    }
}
