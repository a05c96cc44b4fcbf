using System;
using System.Globalization;
using System.IO;
using System.Text;
using Sctp.Sim.Associations;

namespace Sctp.Sim.Reporting;

/// <summary>
/// Writes a recorded run as pcapng (draft-ietf-opsawg-pcapng): an interface for what the clients see, one for what the server sees, one for packets that never
/// arrived, and one for packets that somebody damaged or forged, which are no honest SCTP and so are written as plain bytes. Times are virtual and in
/// nanoseconds; faults, events and violations are packet comments.
/// </summary>
public static class PcapngWriter
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const ushort LinkTypeRawIp = 101;
    private const ushort LinkTypeUser0 = 147;
    private const ushort OptionComment = 1;
    private const ushort OptionInterfaceName = 2;
    private const ushort OptionTimeResolution = 9;
    private const byte Nanoseconds = 9;

    private const int ClientInterface = 0;
    private const int ServerInterface = 1;
    private const int DroppedInterface = 2;
    private const int AlienInterface = 3;

    /// <summary>Writes a run.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="recorder">The recorded run.</param>
    /// <param name="report">Its report, for the scenario and the violations.</param>
    public static void Write(Stream stream, RunRecorder recorder, SimulationReport report)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(report);
        var addresses = new AddressBook(HostNumbers.CountFor(report.Scenario.Associations), report.Scenario.Paths.Count);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        WriteSectionHeader(writer, string.Create(CultureInfo.InvariantCulture, $"seed {report.Scenario.Seed}, outcome {report.Outcome}, trace hash {report.TraceHash}"));
        WriteInterface(writer, "client", LinkTypeRawIp);
        WriteInterface(writer, "server", LinkTypeRawIp);
        WriteInterface(writer, "dropped", LinkTypeRawIp);
        WriteInterface(writer, "damaged or forged", LinkTypeUser0);
        var notes = new NoteQueue(recorder, report);
        for (int i = 0; i < recorder.Packets.Count; i++)
        {
            RecordedPacket packet = recorder.Packets[i];
            bool isLast = i == recorder.Packets.Count - 1;
            WritePacket(writer, packet, addresses, notes.Until(isLast ? Instant.MaxValue : recorder.Packets[i + 1].Time));
        }
    }

    private static void WriteSectionHeader(BinaryWriter writer, string comment)
    {
        using var body = new MemoryStream();
        using var w = new BinaryWriter(body);
        w.Write(0x1A2B3C4Du);
        w.Write((ushort)1);
        w.Write((ushort)0);
        w.Write(-1L);
        WriteOption(w, OptionComment, Encoding.UTF8.GetBytes(comment));
        WriteOption(w, 0, []);
        WriteBlock(writer, SectionHeader, body);
    }

    private static void WriteInterface(BinaryWriter writer, string name, ushort linkType)
    {
        using var body = new MemoryStream();
        using var w = new BinaryWriter(body);
        w.Write(linkType);
        w.Write((ushort)0);
        w.Write(0u);
        WriteOption(w, OptionInterfaceName, Encoding.UTF8.GetBytes(name));
        WriteOption(w, OptionTimeResolution, [Nanoseconds]);
        WriteOption(w, 0, []);
        WriteBlock(writer, InterfaceDescription, body);
    }

    private static void WritePacket(BinaryWriter writer, RecordedPacket packet, AddressBook addresses, string notes)
    {
        (int where, bool isAlien) = packet.Appearance switch
        {
            Appearance.Sent => (packet.From.Host == HostNumbers.Server ? ServerInterface : ClientInterface, false),
            Appearance.Arrived => (packet.To.Host == HostNumbers.Server ? ServerInterface : ClientInterface, false),
            Appearance.Dropped => (DroppedInterface, false),
            _ => (AlienInterface, true),
        };
        byte[] bytes = isAlien
            ? packet.Bytes.ToArray()
            : IpPacket.Wrap(addresses.Of(packet.From), addresses.Of(packet.To), packet.Bytes.Span);
        using var body = new MemoryStream();
        using var w = new BinaryWriter(body);
        ulong time = (ulong)packet.Time.Nanoseconds;
        w.Write(where);
        w.Write((uint)(time >> 32));
        w.Write((uint)time);
        w.Write(bytes.Length);
        w.Write(bytes.Length);
        w.Write(bytes);
        Pad(w, bytes.Length);
        string comment = string.Create(
            CultureInfo.InvariantCulture,
            $"link {packet.Link} packet {packet.Ordinal} {packet.Appearance}{(packet.Note.Length > 0 ? ": " + packet.Note : "")}{notes}");
        WriteOption(w, OptionComment, Encoding.UTF8.GetBytes(comment));
        WriteOption(w, 0, []);
        WriteBlock(writer, EnhancedPacket, body);
    }

    private static void WriteOption(BinaryWriter writer, ushort code, byte[] value)
    {
        int length = Math.Min(value.Length, ushort.MaxValue);
        writer.Write(code);
        writer.Write((ushort)length);
        writer.Write(value, 0, length);
        Pad(writer, length);
    }

    private static void WriteBlock(BinaryWriter writer, uint type, MemoryStream body)
    {
        int length = (int)body.Length + 12;
        writer.Write(type);
        writer.Write(length);
        writer.Write(body.GetBuffer(), 0, (int)body.Length);
        writer.Write(length);
    }

    private static void Pad(BinaryWriter writer, int length)
    {
        for (int i = length; i % 4 != 0; i++)
        {
            writer.Write((byte)0);
        }
    }

    /// <summary>Events and violations in the order of time, each to be told with the packet before it.</summary>
    private sealed class NoteQueue(RunRecorder recorder, SimulationReport report)
    {
        private int _event;
        private int _violation;

        public string Until(Instant time)
        {
            var text = new StringBuilder();
            for (; _event < recorder.Events.Count && recorder.Events[_event].Time < time; _event++)
            {
                RecordedEvent e = recorder.Events[_event];
                text.Append(CultureInfo.InvariantCulture, $"\n{e.Time} {e.Side} of association {e.Association}: {e.Text}");
            }

            for (; _violation < report.Violations.Count && report.Violations[_violation].Time < time; _violation++)
            {
                Violation v = report.Violations[_violation];
                text.Append(CultureInfo.InvariantCulture, $"\n{v.Time} VIOLATION {v.OracleId} {v.OracleName} at {v.Node}: {v.Detail}");
            }

            return text.ToString();
        }
    }
}
