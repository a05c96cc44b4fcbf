using System;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sctp.Sim;

/// <summary>An address as its literal in JSON: <c>10.0.0.1</c>, <c>[fd00::1]:9899</c> with a UDP port, <c>#7</c> for a handle.</summary>
internal sealed class SctpAddressJsonConverter : JsonConverter<SctpAddress>
{
    public const string Form = "an address such as \"10.0.0.1\", \"fd00::1\", \"10.0.0.1:9899\" with a UDP port, or \"#7\"";

    public static bool TryRead(string? text, out SctpAddress address)
    {
        address = SctpAddress.None;
        if (text == "none")
        {
            return true;
        }

        if (text is ['#', .. string number] && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong handle))
        {
            address = SctpAddress.FromHandle(handle);
            return true;
        }

        if (text is null || !IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
        {
            return false;
        }

        address = SctpAddress.FromIPAddress(endPoint.Address, (ushort)endPoint.Port);
        return true;
    }

    public override SctpAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(reader.GetString(), out SctpAddress address)
            ? address
            : throw new JsonException("It must be " + Form + ".");

    public override void Write(Utf8JsonWriter writer, SctpAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
