using System;
using System.Globalization;
using System.IO;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;
using Sctp.Wire.Forms;

namespace Sctp.Sim.Reporting;

/// <summary>
/// Writes what happens as text, one line each: the virtual time, the link with the number of the packet on it, and the chunks.
/// </summary>
internal sealed class TextTrace : INetworkObserver, IRunTrace
{
    private readonly TextWriter _writer;
    private readonly EventLoop _loop;

    public TextTrace(TextWriter writer, EventLoop loop)
    {
        _writer = writer;
        _loop = loop;
    }

    public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        string faults = fate.Held > Duration.Zero ? " (held " + fate.Held + ")" : "";
        faults += fate.IsDuplicated ? " (twice)" : "";
        faults += fate.IsCorrupted ? " (damaged)" : "";
        Write(link, ">", fate.Ordinal, packet, faults);
    }

    public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet) =>
        Write(link, "x", fate.Ordinal, default, " " + reason.ToString());

    public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet) => Write(link, "<", arrival.Ordinal, default, " arrives");

    public void OnEvent(AssociationSide side, in SctpEvent e) =>
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side.Name} {EventText.Describe(e)}"));

    public void OnViolation(Violation violation) =>
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{violation.Node} VIOLATION {violation.OracleId} {violation.OracleName}: {violation.Detail}"));

    private void Write(Link link, string sign, long ordinal, ReadOnlySpan<byte> packet, string note)
    {
        string chunks = SctpPacket.TryParse(packet) is { } form ? " " + form : "";
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{HostNumbers.NameOf(link.From.Host)}.{link.From.Index} {sign} {HostNumbers.NameOf(link.To.Host)}.{link.To.Index} #{ordinal}{chunks}{note}"));
    }

    private void WriteLine(string text)
    {
        _writer.Write(_loop.Now.ToString());
        _writer.Write(' ');
        _writer.WriteLine(text);
    }
}
