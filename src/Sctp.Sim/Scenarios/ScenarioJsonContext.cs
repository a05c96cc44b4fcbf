using System.Text.Json.Serialization;

namespace Sctp.Sim;

/// <summary>How scenarios look in JSON: written at build time, so that trimming and native compilation lose nothing.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(DurationJsonConverter), typeof(SctpAddressJsonConverter)])]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(Schedule))]
internal sealed partial class ScenarioJsonContext : JsonSerializerContext;
