using System.Collections.Generic;
using System.Text.Json;

namespace Sctp.Sim.Reporting;

/// <summary>Texts that occur often, each written once and referred to by its number.</summary>
internal sealed class StringTable
{
    private readonly List<string> _texts = [];
    private readonly SortedDictionary<string, int> _numbers = new(System.StringComparer.Ordinal);

    public int NumberOf(string text)
    {
        if (!_numbers.TryGetValue(text, out int number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
        }

        return number;
    }

    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        foreach (string text in _texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
