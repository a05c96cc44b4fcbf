using System;
using System.Collections.Generic;
using System.Text.Json;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Adapter;

/// <summary>One answer line of the adapter, read the way a runner reads it.</summary>
internal sealed class AdapterAnswer
{
    public AdapterAnswer(string line, long now)
    {
        Line = line;
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement.Clone();
        Root = root;
        Id = root.GetProperty("id").GetInt64();
        Result = root.GetProperty("ret").GetInt64();
        Error = root.TryGetProperty("err", out JsonElement error) ? error.GetString() : null;
        Unsupported = root.TryGetProperty("unsupported", out JsonElement unsupported) ? unsupported.GetString() : null;
        JsonElement next = root.GetProperty("next");
        Next = next.ValueKind == JsonValueKind.Null ? null : next.GetInt64();
        foreach (JsonElement sent in root.GetProperty("out").EnumerateArray())
        {
            byte[] bytes = Convert.FromHexString(sent.GetProperty("hex").GetString()!);
            Assert.True(SctpPacket.TryParse(bytes, out SctpPacket? packet));
            Assert.Equal(0, bytes.Length % 4);
            Assert.Equal(Sctp.Wire.Crc32c.ComputePacket(bytes), packet.Checksum);
            Sent.Add(packet);
            SentAt.Add(sent.TryGetProperty("t", out JsonElement time) ? time.GetInt64() : now);
        }
    }

    public string Line { get; }

    public JsonElement Root { get; }

    public long Id { get; }

    public long Result { get; }

    public string? Error { get; }

    public string? Unsupported { get; }

    /// <summary>The earliest timer in nanoseconds.</summary>
    public long? Next { get; }

    public List<SctpPacket> Sent { get; } = [];

    public List<long> SentAt { get; } = [];

    public JsonElement Value => Root.GetProperty("value");

    /// <summary>The only packet, with its only chunk.</summary>
    public T Only<T>()
        where T : SctpChunk
    {
        SctpPacket packet = Assert.Single(Sent);
        return Assert.IsType<T>(Assert.Single(packet.Chunks));
    }
}
