using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sctp.Sim;

/// <summary>A duration as text in JSON.</summary>
internal sealed class DurationJsonConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DurationText.TryRead(reader.GetString(), out Duration duration)
            ? duration
            : throw new JsonException("It must be " + DurationText.Form + ".");

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(DurationText.Write(value));
}
