using System.Text.Json;

namespace Sctp.Cli.Adapter;

/// <summary>One packet that the stack sent.</summary>
/// <param name="Time">When.</param>
/// <param name="Hex">The SCTP packet from the common header on, in lower case digits.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Ecn">The ECN bits of its IP header.</param>
internal readonly record struct SentPacket(Instant Time, string Hex, SctpAddress Destination, EcnCodepoint Ecn)
{
    public void WriteTo(Utf8JsonWriter writer, Instant now)
    {
        writer.WriteStartObject();
        if (Time != now)
        {
            writer.WriteNumber("t", Time.Nanoseconds);
        }

        writer.WriteString("hex", Hex);
        writer.WriteString("dst", Destination.ToString());
        if (Ecn != EcnCodepoint.NotEct)
        {
            writer.WriteNumber("ecn", (int)Ecn);
        }

        writer.WriteEndObject();
    }
}
