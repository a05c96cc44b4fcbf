using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Sctp.Cli.Adapter;

/// <summary>A JSON object of a request, or the object inside it that is an option's value. Absent members and members of another type read as null.</summary>
internal readonly struct AdapterRequest
{
    private readonly JsonElement _element;

    public AdapterRequest(JsonElement element) => _element = element;

    public bool Has(string name) => TryGet(name, out _);

    public long? Integer(string name) => TryGet(name, out JsonElement member) ? AsInteger(member) : null;

    public int? Int32(string name) => Integer(name) is { } value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    public string? Text(string name) =>
        TryGet(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    public bool Flag(string name) =>
        TryGet(name, out JsonElement member) && (member.ValueKind == JsonValueKind.True || AsInteger(member) is not (null or 0));

    /// <summary>A member in hexadecimal digits; null where there are none or they are no bytes.</summary>
    public byte[]? Bytes(string name)
    {
        if (Text(name) is not { } hex)
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Names that travel as a list, or as one string.</summary>
    public IReadOnlyList<string> Names(string name)
    {
        List<string> names = [];
        if (!TryGet(name, out JsonElement member))
        {
            return names;
        }

        if (member.ValueKind == JsonValueKind.String)
        {
            names.Add(member.GetString()!);
        }
        else if (member.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in member.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String)
                {
                    names.Add(item.GetString()!);
                }
            }
        }

        return names;
    }

    /// <summary>A member that is an object, or an empty object.</summary>
    public AdapterRequest Object(string name) => TryGet(name, out JsonElement member) ? new AdapterRequest(member) : default;

    /// <summary>A number that travels alone or as <c>assoc_value</c> of an object.</summary>
    public int? Scalar(string name)
    {
        if (!TryGet(name, out JsonElement member))
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Object)
        {
            return new AdapterRequest(member).Int32("assoc_value");
        }

        return AsInteger(member) is { } value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    private static long? AsInteger(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) ? value : null;

    private bool TryGet(string name, out JsonElement member)
    {
        member = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out member) && member.ValueKind != JsonValueKind.Null;
    }
}
