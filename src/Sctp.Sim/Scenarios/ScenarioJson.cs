using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Sctp.Sim;

/// <summary>
/// Scenarios as JSON. Durations are exact text (<c>"250ms"</c>), enumerations are names, and what has its initial value is left out; <c>schemaVersion</c>
/// tells by which rules a file was written.
/// </summary>
public static class ScenarioJson
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    public const int SchemaVersion = 1;

    private const string VersionName = "schemaVersion";
    private const int LongestReason = 200;

    private static readonly JsonSerializerOptions Options = MakeOptions();

    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };

    /// <summary>Writes a scenario.</summary>
    public static string Write(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        JsonObject content = JsonSerializer.SerializeToNode(scenario, TypeOf(typeof(Scenario)))!.AsObject();
        content.Insert(0, VersionName, JsonValue.Create(SchemaVersion));
        return content.ToJsonString(Options);
    }

    /// <summary>Reads a scenario.</summary>
    /// <param name="json">What <see cref="Write"/> has written, or a person; comments and trailing commas are ignored.</param>
    /// <param name="scenario">The scenario: every value is inside its range.</param>
    /// <param name="error">Else what is wrong, with its place (as in <c>$.paths[0].toServer.mtu</c>) and what is allowed there.</param>
    public static bool TryRead(string json, out Scenario scenario, out string error)
    {
        ArgumentNullException.ThrowIfNull(json);
        scenario = new Scenario();
        try
        {
            JsonObject content = Parse(json);
            JsonTypeInfo type = TypeOf(typeof(Scenario));
            ScenarioJsonChecker.Check(content, type, "$");
            scenario = (Scenario)content.Deserialize(type)!;
            ScenarioJsonChecker.CheckRanges(scenario);
            error = "";
            return true;
        }
        catch (ScenarioJsonException e)
        {
            error = e.Message;
        }
        catch (JsonException e)
        {
            error = (e.Path ?? "$") + ": " + e.Message;
        }
        catch (InvalidOperationException e)
        {
            error = "$: " + e.Message; // A text whose escapes are no Unicode, which is found when it is read as a string.
        }

        scenario = new Scenario();
        return false;
    }

    internal static JsonTypeInfo TypeOf(Type type) => Options.GetTypeInfo(type);

    private static JsonObject Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: Reading);
        }
        catch (JsonException e)
        {
            throw new ScenarioJsonException("$", FormattableString.Invariant($"This is not JSON, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {FirstOf(e.Message)}"));
        }

        if (node is not JsonObject content)
        {
            throw new ScenarioJsonException("$", "A scenario is a JSON object.");
        }

        if (!TryTakeVersion(content, out int version))
        {
            throw new ScenarioJsonException("$." + VersionName, FormattableString.Invariant($"It must be there and be a whole number; the newest version is {SchemaVersion}."));
        }

        if (version is < 1 or > SchemaVersion)
        {
            throw new ScenarioJsonException(
                "$." + VersionName,
                FormattableString.Invariant($"The scenario has version {version}; this version of Sctp.Sim reads version 1 to {SchemaVersion}. A newer one may be able to read it."));
        }

        return content;
    }

    // The reason may quote all that follows in the text, and tells the place once more, counted from 0.
    private static string FirstOf(string reason)
    {
        int place = reason.LastIndexOf(" LineNumber:", StringComparison.Ordinal);
        reason = place < 0 ? reason : reason[..place];
        int end = reason.AsSpan().IndexOfAny('\r', '\n');
        return reason[..Math.Min(end < 0 ? reason.Length : end, LongestReason)];
    }

    private static bool TryTakeVersion(JsonObject content, out int version)
    {
        version = 0;
        try
        {
            bool isThere = content[VersionName] is JsonValue value && value.TryGetValue(out version);
            _ = content.Remove(VersionName);
            return isThere;
        }
        catch (ArgumentException)
        {
            throw new ScenarioJsonException("$", "A name stands there twice.");
        }
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(ScenarioJsonContext.Default.Options)
        {
            TypeInfoResolver = ScenarioJsonContext.Default.WithAddedModifier(ScenarioJsonDefaults.LeaveOut),
        };
        options.MakeReadOnly();
        return options;
    }
}
