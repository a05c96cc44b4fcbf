using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sctp.Cli.Adapter;

/// <summary>The answer to one request, without the packets and the deadline that every answer carries.</summary>
internal sealed class Reply
{
    private readonly long _result;
    private readonly string? _error;
    private readonly string? _unsupported;

    private Reply(long result, string? error, string? unsupported)
    {
        _result = result;
        _error = error;
        _unsupported = unsupported;
    }

    public static Reply Done => Of(0);

    /// <summary>Further members, in order.</summary>
    public JsonObject? Members { get; init; }

    public static Reply Of(long result, JsonObject? members = null) => new(result, null, null) { Members = members };

    public static Reply Fail(string error) => new(-1, error, null);

    /// <summary>The adapter has not got this; the script counts as an error then, never as passed or failed.</summary>
    public static Reply Unsupported(string what) => new(0, null, what);

    public static Reply OfValue(JsonNode? value) => Of(0, new JsonObject { ["value"] = value });

    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("ret", _result);
        if (_error is not null)
        {
            writer.WriteString("err", _error);
        }

        if (_unsupported is not null)
        {
            writer.WriteString("unsupported", _unsupported);
        }

        if (Members is null)
        {
            return;
        }

        foreach ((string name, JsonNode? value) in Members)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }
}
