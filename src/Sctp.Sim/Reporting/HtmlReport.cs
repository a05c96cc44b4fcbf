using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Sim.Reporting;

/// <summary>
/// Writes a recorded run as one page that needs nothing else: a sequence diagram, cwnd, ssthresh, flight size, window and RTO of each path, TSNs against time,
/// and strips for faults, events and violations. It is drawn in the browser from compact data: under 5 MB for a hundred thousand packets.
/// </summary>
public static class HtmlReport
{
    private const string Placeholder = "/*DATA*/null";
    private const string Template = "Sctp.Sim.Reporting.report.html";

    /// <summary>More points than this in one kind of plot are thinned out: a screen cannot show them.</summary>
    private const int MostPoints = 30_000;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="recorder">The recorded run.</param>
    /// <param name="report">Its report.</param>
    public static void Write(TextWriter writer, RunRecorder recorder, SimulationReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(report);
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(Template)!;
        using var reader = new StreamReader(stream);
        string template = reader.ReadToEnd();
        int at = template.IndexOf(Placeholder, StringComparison.Ordinal);
        writer.Write(template.AsSpan(0, at));
        using var json = new MemoryStream();
        using (var data = new Utf8JsonWriter(json))
        {
            WriteData(data, recorder, report);
        }

        // JSON escapes '<' by default, so that no text can end the script.
        writer.Write(System.Text.Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length));
        writer.Write(template.AsSpan(at + Placeholder.Length));
    }

    private static void WriteData(Utf8JsonWriter json, RunRecorder recorder, SimulationReport report)
    {
        json.WriteStartObject();
        json.WriteString("title", string.Create(CultureInfo.InvariantCulture, $"SCTP simulation of seed {report.Scenario.Seed}: {report.Outcome}"));
        json.WriteString("subtitle", string.Create(CultureInfo.InvariantCulture, $"{report.EndTime} of virtual time, {report.EventCount} events, trace hash {report.TraceHash}"));
        json.WriteNumber("end", report.EndTime.Nanoseconds);
        json.WriteNumber("associations", report.Scenario.Associations);
        WriteViolations(json, report);
        WriteFacts(json, report);
        WriteHosts(json, report, recorder);
        WritePackets(json, recorder);
        WriteSamples(json, recorder);
        WriteTsns(json, recorder);
        WriteStrips(json, recorder, report);
        json.WriteEndObject();
    }

    private static void WriteViolations(Utf8JsonWriter json, SimulationReport report)
    {
        json.WriteStartArray("violations");
        foreach (Violation violation in report.Violations)
        {
            json.WriteStartObject();
            json.WriteNumber("t", violation.Time.Nanoseconds);
            json.WriteString("id", violation.OracleId);
            json.WriteString("name", violation.OracleName);
            json.WriteString("node", violation.Node);
            json.WriteString("statement", violation.Statement);
            json.WriteString("section", violation.RfcSection);
            json.WriteString("detail", violation.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFacts(Utf8JsonWriter json, SimulationReport report)
    {
        LinkStatistics packets = report.Packets;
        json.WriteStartArray("facts");
        json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{packets.Sent} packets sent, {packets.Delivered} arrived, {packets.Dropped} dropped, {packets.Corrupted} damaged"));
        WriteSide(json, "client", report.Client);
        WriteSide(json, "server", report.Server);
        json.WriteEndArray();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, SideReport side) => json.WriteStringValue(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {side.MessagesSent} messages sent, {side.MessagesDelivered} delivered, {side.MessagesFailed} handed back, {side.Retransmissions} chunks sent again, state {side.State}"));

    private static void WriteHosts(Utf8JsonWriter json, SimulationReport report, RunRecorder recorder)
    {
        json.WriteStartArray("hosts");
        for (int i = 0; i < HostNumbers.CountFor(report.Scenario.Associations); i++)
        {
            json.WriteStringValue(HostNumbers.NameOf(i));
        }

        json.WriteEndArray();
        var links = new SortedDictionary<int, (int From, int To)>();
        foreach (RecordedPacket packet in recorder.Packets)
        {
            links[packet.Link] = (packet.From.Host, packet.To.Host);
        }

        json.WriteStartObject("links");
        foreach ((int link, (int from, int to)) in links)
        {
            json.WriteStartArray(link.ToString(CultureInfo.InvariantCulture));
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Columns, because names of fields for each packet would be most of the page: t time since the one before, l link, a appearance, x text, n number, o note.
    private static void WritePackets(Utf8JsonWriter json, RunRecorder recorder)
    {
        var texts = new StringTable();
        var notes = new StringTable();
        notes.NumberOf("");
        IReadOnlyList<RecordedPacket> packets = recorder.Packets;
        var numbers = new (int Text, string Number, int Note)[packets.Count];
        for (int i = 0; i < packets.Count; i++)
        {
            (string text, string number) = PacketLabel.Of(packets[i].Bytes.Span);
            numbers[i] = (texts.NumberOf(text), number, notes.NumberOf(packets[i].Note));
        }

        json.WriteStartObject("packets");
        json.WriteStartArray("t");
        long last = 0;
        for (int i = 0; i < packets.Count; i++)
        {
            json.WriteNumberValue(packets[i].Time.Nanoseconds - last);
            last = packets[i].Time.Nanoseconds;
        }

        json.WriteEndArray();
        WriteColumn(json, "l", packets.Count, i => packets[i].Link);
        WriteColumn(json, "a", packets.Count, i => (int)packets[i].Appearance);
        WriteColumn(json, "x", packets.Count, i => numbers[i].Text);
        json.WriteStartArray("n");
        for (int i = 0; i < packets.Count; i++)
        {
            json.WriteStringValue(numbers[i].Number);
        }

        json.WriteEndArray();
        WriteColumn(json, "o", packets.Count, i => numbers[i].Note);
        json.WriteEndObject();
        texts.Write(json, "texts");
        notes.Write(json, "notes");
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, int count, Func<int, int> value)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            json.WriteNumberValue(value(i));
        }

        json.WriteEndArray();
    }

    private static void WriteSamples(Utf8JsonWriter json, RunRecorder recorder)
    {
        int step = (recorder.Samples.Count / MostPoints) + 1;
        json.WriteStartArray("samples");
        for (int i = 0; i < recorder.Samples.Count; i += step)
        {
            PathSample sample = recorder.Samples[i];
            json.WriteStartArray();
            json.WriteNumberValue(sample.Time.Nanoseconds);
            json.WriteNumberValue(sample.Association);
            json.WriteNumberValue((int)sample.Side);
            json.WriteNumberValue(sample.Path);
            json.WriteNumberValue(sample.CongestionWindow);
            json.WriteNumberValue(sample.SlowStartThreshold);
            json.WriteNumberValue(sample.FlightSize);
            json.WriteNumberValue(sample.PeerWindow);
            json.WriteNumberValue(sample.RetransmissionTimeout.Nanoseconds);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTsns(Utf8JsonWriter json, RunRecorder recorder)
    {
        int step = (recorder.Tsns.Count / MostPoints) + 1;
        json.WriteStartArray("tsns");
        for (int i = 0; i < recorder.Tsns.Count; i++)
        {
            TsnPoint point = recorder.Tsns[i];
            if (i % step != 0 && point.Kind != TsnPointKind.SentAgain)
            {
                continue;
            }

            json.WriteStartArray();
            json.WriteNumberValue(point.Time.Nanoseconds);
            json.WriteNumberValue(point.Association);
            json.WriteNumberValue((int)point.Side);
            json.WriteNumberValue((int)point.Kind);
            json.WriteNumberValue((int)point.Offset);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteStrips(Utf8JsonWriter json, RunRecorder recorder, SimulationReport report)
    {
        json.WriteStartArray("strips");
        WriteTimes(json, recorder.Packets, p => p.Appearance == Appearance.Dropped);
        WriteTimes(json, recorder.Packets, p => p.Appearance is Appearance.Damaged or Appearance.Forged);
        WriteTimes(json, recorder.Packets, p => p.Appearance == Appearance.Sent && p.Note.Length > 0);
        json.WriteStartArray();
        foreach (RecordedEvent e in recorder.Events)
        {
            json.WriteNumberValue(e.Time.Nanoseconds);
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (Violation violation in report.Violations)
        {
            json.WriteNumberValue(violation.Time.Nanoseconds);
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void WriteTimes(Utf8JsonWriter json, IReadOnlyList<RecordedPacket> packets, Func<RecordedPacket, bool> isMeant)
    {
        json.WriteStartArray();
        for (int i = 0; i < packets.Count; i++)
        {
            if (isMeant(packets[i]))
            {
                json.WriteNumberValue(packets[i].Time.Nanoseconds);
            }
        }

        json.WriteEndArray();
    }
}
