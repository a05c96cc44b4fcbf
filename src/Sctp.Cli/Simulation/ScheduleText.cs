using System.Globalization;
using System.IO;
using System.Text;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Everything that happens in a scenario beside plain delivery, one line each, for a person to read.</summary>
internal sealed class ScheduleText : IArtefactWriter
{
    public void Write(string folder, Scenario scenario, SimulationReport report)
    {
        File.WriteAllText(Path.Combine(folder, "schedule.txt"), Describe(scenario));
    }

    public static string Describe(Scenario scenario)
    {
        var text = new StringBuilder();
        foreach (Fault fault in scenario.Faults)
        {
            text.Append(fault).Append('\n');
        }

        if (scenario.Schedule is not { } schedule)
        {
            return text.Append("(all else is drawn by seed ").Append(scenario.Seed.ToString(CultureInfo.InvariantCulture)).Append(")\n").ToString();
        }

        foreach (PacketFault fault in schedule.Packets)
        {
            text.Append(Describe(fault)).Append('\n');
        }

        foreach (SiteFiring firing in schedule.Firings)
        {
            text.Append(CultureInfo.InvariantCulture, $"host {firing.Host}: {firing.Site} at occasion {firing.Occasion}, value {firing.Value}\n");
        }

        foreach (InjectedPacket packet in schedule.Injections)
        {
            text.Append(CultureInfo.InvariantCulture, $"attacker, occasion {packet.Occasion}: {packet.From} to {packet.To} after {packet.Delay}: {packet.Bytes}\n");
        }

        foreach (PlannedSend message in schedule.Messages ?? [])
        {
            string order = message.IsUnordered ? ", unordered" : "";
            text.Append(CultureInfo.InvariantCulture, $"association {message.Association}, {message.Sender} sends message {message.Id}: {message.Length} bytes on stream {message.StreamId}{order}\n");
        }

        return text.ToString();
    }

    private static string Describe(PacketFault fault)
    {
        string what = fault.Kind switch
        {
            PacketFaultKind.Drop => "lost",
            PacketFaultKind.Delay => string.Create(CultureInfo.InvariantCulture, $"late by {fault.Delay}"),
            PacketFaultKind.OvertakenDelay => string.Create(CultureInfo.InvariantCulture, $"late by {fault.Delay}, others overtake it"),
            PacketFaultKind.Reorder => string.Create(CultureInfo.InvariantCulture, $"out of order ({fault.Shape}, {fault.Delay}, span {fault.Span})"),
            PacketFaultKind.Duplicate => string.Create(CultureInfo.InvariantCulture, $"again after {fault.Delay}{(fault.Copies > 1 ? $", {fault.Copies} copies" : "")}"),
            PacketFaultKind.LateCopy => string.Create(CultureInfo.InvariantCulture, $"again, late, after {fault.Delay}"),
            PacketFaultKind.Damage => string.Create(CultureInfo.InvariantCulture, $"damaged ({fault.Corruption}, checksum {fault.Checksum}, bits {fault.Bits:x})"),
            _ => "marked",
        };
        return string.Create(CultureInfo.InvariantCulture, $"link {fault.Link} packet {fault.Ordinal} ({fault.Content}): {what}");
    }
}
