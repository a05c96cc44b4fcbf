using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Sctp.Scripts.Stack;

namespace Sctp.Cli.Adapter;

/// <summary>The adapter protocol's JSON on either side: lines to values and values to lines.</summary>
internal static class StackJson
{
    public static StackValue Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                StackValue members = new();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (property.Value.ValueKind != JsonValueKind.Null)
                    {
                        members[property.Name] = Read(property.Value);
                    }
                }

                return members;
            case JsonValueKind.Array:
                List<StackValue> values = [];
                foreach (JsonElement item in element.EnumerateArray())
                {
                    values.Add(Read(item));
                }

                return StackValue.Of(values);
            case JsonValueKind.String:
                return element.GetString()!;
            case JsonValueKind.Number when element.TryGetInt64(out long number):
                return number;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return element.GetRawText();
        }
    }

    public static void Write(Utf8JsonWriter writer, StackValue value)
    {
        switch (value.Kind)
        {
            case StackValueKind.Object:
                writer.WriteStartObject();
                WriteMembers(writer, value);
                writer.WriteEndObject();
                break;
            case StackValueKind.List:
                writer.WriteStartArray();
                for (int i = 0; i < value.Count; i++)
                {
                    Write(writer, value.ValueAt(i));
                }

                writer.WriteEndArray();
                break;
            case StackValueKind.Text:
                writer.WriteStringValue(value.AsText());
                break;
            case StackValueKind.Flag:
                writer.WriteBooleanValue(value.AsInteger() != 0);
                break;
            default:
                writer.WriteNumberValue(value.AsInteger()!.Value);
                break;
        }
    }

    public static string WriteRequest(long id, string operation, StackValue fields) => Line(writer =>
    {
        writer.WriteNumber("id", id);
        writer.WriteString("op", operation);
        WriteMembers(writer, fields);
    });

    public static string WriteAnswer(long id, StackAnswer answer, Instant now) => Line(writer =>
    {
        writer.WriteNumber("id", id);
        writer.WriteNumber("ret", answer.Result);
        if (answer.Error is { } error)
        {
            writer.WriteString("err", error);
        }

        if (answer.Unsupported is { } unsupported)
        {
            writer.WriteString("unsupported", unsupported);
        }

        if (answer.Members is { } members)
        {
            WriteMembers(writer, members);
        }

        writer.WriteStartArray("out");
        foreach (SentPacket packet in answer.Sent)
        {
            WritePacket(writer, packet, now);
        }

        writer.WriteEndArray();
        if (answer.Next is { } deadline)
        {
            writer.WriteNumber("next", deadline.Nanoseconds);
        }
        else
        {
            writer.WriteNull("next");
        }
    });

    public static StackAnswer ReadAnswer(StackValue line, Instant now)
    {
        List<SentPacket> sent = [];
        if (line["out"] is { Kind: StackValueKind.List } packets)
        {
            for (int i = 0; i < packets.Count; i++)
            {
                sent.Add(ReadPacket(packets.ValueAt(i), now));
            }
        }

        long? next = line.Integer("next");
        StackAnswer answer = line.Text("unsupported") is { } unsupported ? StackAnswer.NotSupported(unsupported)
            : line.Text("err") is { } error ? StackAnswer.Fail(error)
            : StackAnswer.Of(line.Integer("ret") ?? throw new FormatException("The answer has no ret."), line);
        return answer.With(sent, next is null or -1 ? null : Instant.FromNanoseconds(next.Value), next == -1);
    }

    private static void WriteMembers(Utf8JsonWriter writer, StackValue members)
    {
        for (int i = 0; i < members.Count; i++)
        {
            writer.WritePropertyName(members.NameAt(i));
            Write(writer, members.ValueAt(i));
        }
    }

    private static void WritePacket(Utf8JsonWriter writer, SentPacket packet, Instant now)
    {
        writer.WriteStartObject();
        if (packet.Time != now)
        {
            writer.WriteNumber("t", packet.Time.Nanoseconds);
        }

        writer.WriteString("hex", Convert.ToHexStringLower(packet.Bytes.Span));
        writer.WriteString("dst", packet.Destination.ToString());
        if (packet.Ecn != EcnCodepoint.NotEct)
        {
            writer.WriteNumber("ecn", (int)packet.Ecn);
        }

        writer.WriteEndObject();
    }

    private static SentPacket ReadPacket(StackValue packet, Instant now) => new(
        packet.Integer("t") is { } time ? Instant.FromNanoseconds(time) : now,
        packet.Bytes("hex") ?? throw new FormatException("A packet without hex digits."),
        AddressOf(packet.Text("dst")),
        AddressOf(packet.Text("src")),
        (EcnCodepoint)((packet.Integer("ecn") ?? 0) & 3));

    private static SctpAddress AddressOf(string? text) => text is null ? default : SctpAddress.Parse(text);

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
