using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Sctp.Cli.Conformance;

/// <summary>A report as one JSON object; the page is drawn from the same object.</summary>
internal static class CoverageJson
{
    public static string Of(Coverage coverage)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("documents");
            foreach (DocumentCoverage document in coverage.Documents)
            {
                WriteDocument(json, document);
            }

            json.WriteEndArray();
            WriteStrings(json, "problems", coverage.Problems);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteDocument(Utf8JsonWriter json, DocumentCoverage document)
    {
        json.WriteStartObject();
        json.WriteString("document", document.Document.Name);
        json.WriteString("title", document.Document.Title);
        json.WriteBoolean("isBuilt", document.Document.IsBuilt);
        WriteFigures(json, document.Figures);
        json.WriteStartArray("goals");
        foreach ((string goal, CoverageFigures figures, int perMille) in document.Goals())
        {
            json.WriteStartObject();
            json.WriteString("name", goal);
            json.WriteNumber("goalPerMille", perMille);
            json.WriteNumber("shownPerMille", figures.ShownPerMille);
            WriteFigures(json, figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteGroups(json, "levels", document.ByLevel());
        WriteGroups(json, "topics", document.ByTopic());
        json.WriteStartArray("rows");
        foreach (RowCoverage row in document.Rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Row.Id);
            json.WriteString("level", row.Row.Level);
            json.WriteString("topic", row.Row.Topic);
            json.WriteString("statement", row.Row.Statement);
            json.WriteString("observable", row.Row.Observable);
            json.WriteString("status", CoverageWords.Of(row.Status));
            json.WriteString("reason", row.Reason);
            WriteStrings(json, "tests", row.Tests);
            WriteStrings(json, "scripts", row.Scripts);
            WriteStrings(json, "code", row.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, string name, IEnumerable<(string Name, CoverageFigures Figures)> groups)
    {
        json.WriteStartArray(name);
        foreach ((string group, CoverageFigures figures) in groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group);
            WriteFigures(json, figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, CoverageFigures figures)
    {
        json.WriteStartObject("figures");
        json.WriteNumber("rows", figures.Rows);
        json.WriteNumber("shown", figures.Shown);
        json.WriteNumber("notDone", figures.NotDone);
        json.WriteNumber("notApplicable", figures.NotApplicable);
        json.WriteNumber("open", figures.Open);
        json.WriteNumber("notBuilt", figures.NotBuilt);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> strings)
    {
        json.WriteStartArray(name);
        foreach (string text in strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
