using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// Compares JSON with what it must be, to say better than the serializer what is wrong, and puts in what was left out: what is generated at build time would
/// take zero instead of the initial value of a property.
/// </summary>
internal static class ScenarioJsonChecker
{
    private const string Kind = "kind";

    /// <summary>More characters than this no number has that is inside its range.</summary>
    private const int MostDigits = 20;

    /// <summary>Of what is wrong no more characters than this are shown.</summary>
    private const int MostShown = 60;

    /// <summary>Checks a node and completes it.</summary>
    /// <exception cref="ScenarioJsonException">It is not what its type asks for.</exception>
    public static void Check(JsonNode? node, JsonTypeInfo type, string path)
    {
        Type clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (node is null)
        {
            return; // Where null is not allowed the serializer says so.
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(node as JsonObject ?? throw new ScenarioJsonException(path, "It must be an object, in braces."), type, path);
                break;
            case JsonTypeInfoKind.Enumerable:
                JsonArray array = node as JsonArray ?? throw new ScenarioJsonException(path, "It must be a list, in brackets.");
                for (int i = 0; i < array.Count; i++)
                {
                    string place = FormattableString.Invariant($"{path}[{i}]");
                    JsonNode element = array[i] ?? throw new ScenarioJsonException(place, "It must not be null."); // The serializer would take it.
                    Check(element, ScenarioJson.TypeOf(type.ElementType!), place);
                }

                break;
            default:
                CheckValue(node, clr, path);
                break;
        }
    }

    /// <summary>Checks that every value is inside its range.</summary>
    /// <exception cref="ScenarioJsonException">One is not.</exception>
    public static void CheckRanges(Scenario scenario)
    {
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            PathOptions options = scenario.Paths[i];
            Try(FormattableString.Invariant($"$.paths[{i}].toServer"), typeof(LinkOptions), options.ToServer.Validate);
            Try(FormattableString.Invariant($"$.paths[{i}].toClient"), typeof(LinkOptions), options.ToClient.Validate);
        }

        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            Fault fault = scenario.Faults[i];
            Try(FormattableString.Invariant($"$.faults[{i}]"), fault.GetType(), () => fault.Validate(scenario));
        }

        Try("$.ending", typeof(EndingOptions), () => scenario.Ending.Validate(scenario));
        Try("$.client", typeof(SideOptions), () => Scenario.Validate(scenario.Client));
        Try("$.server", typeof(SideOptions), () => Scenario.Validate(scenario.Server));
        for (int i = 0; i < (scenario.Schedule?.Packets.Count ?? 0); i++)
        {
            Try(FormattableString.Invariant($"$.schedule.packets[{i}]"), typeof(PacketFault), scenario.Schedule!.Packets[i].Validate);
        }

        Try("$", typeof(Scenario), scenario.Validate);
    }

    /// <summary>Whether a property is part of the data and not computed from it.</summary>
    public static bool IsData(JsonPropertyInfo property) => property.Get is not null && (property.AssociatedParameter is not null || property.Set is not null);

    private static void Try(string path, Type type, Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException e)
        {
            string name = (e as ArgumentOutOfRangeException)?.ParamName?.Split('.')[^1] ?? "";
            throw new ScenarioJsonException(path + PlaceOf(JsonNamingPolicy.CamelCase.ConvertName(name), type, 3), e.Message.Split(" (Parameter ", 2)[0]);
        }
    }

    // Where in a record the property is that an exception named.
    private static string PlaceOf(string name, Type type, int depth)
    {
        JsonTypeInfo info = ScenarioJson.TypeOf(type);
        if (Find(info, name) is not null)
        {
            return "." + name;
        }

        foreach (JsonPropertyInfo property in info.Properties)
        {
            bool isInside = depth > 0 && IsData(property) && ScenarioJsonDefaults.InstanceOf(property.PropertyType) is not null;
            if (isInside && PlaceOf(name, property.PropertyType, depth - 1) is { Length: > 0 } place)
            {
                return "." + property.Name + place;
            }
        }

        return "";
    }

    private static void CheckObject(JsonObject node, JsonTypeInfo type, string path)
    {
        try
        {
            if (type.PolymorphismOptions is { } polymorphism)
            {
                type = ScenarioJson.TypeOf(DerivedTypeOf(node, polymorphism, path));
            }

            List<KeyValuePair<string, JsonNode?>> present = [.. node];
            foreach ((string name, JsonNode? value) in present)
            {
                if (name == Kind && type.Type.BaseType is { IsAbstract: true })
                {
                    continue;
                }

                JsonPropertyInfo property = Find(type, name)
                    ?? throw new ScenarioJsonException(path + "." + Shown(name), "There is no such property here; there are " + NamesOf(type) + ".");
                Check(value, ScenarioJson.TypeOf(property.PropertyType), path + "." + name);
            }

            Complete(node, type, path);
        }
        catch (ArgumentException)
        {
            throw new ScenarioJsonException(path, "A name stands there twice.");
        }
    }

    private static void Complete(JsonObject node, JsonTypeInfo type, string path)
    {
        bool isRecordOfProperties = ScenarioJsonDefaults.InstanceOf(type.Type) is not null;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (!IsData(property) || node.ContainsKey(property.Name))
            {
                continue;
            }

            if (!ScenarioJsonDefaults.TryGet(type, property, out object? value))
            {
                throw new ScenarioJsonException(path, $"It has no \"{property.Name}\", which must be there.");
            }

            // Initial values of constructor parameters are known to the serializer.
            if (isRecordOfProperties)
            {
                JsonTypeInfo propertyType = ScenarioJson.TypeOf(property.PropertyType);
                JsonNode? initial = JsonSerializer.SerializeToNode(value, propertyType);
                Check(initial, propertyType, path + "." + property.Name);
                node.Add(property.Name, initial);
            }
        }
    }

    private static Type DerivedTypeOf(JsonObject node, JsonPolymorphismOptions polymorphism, string path)
    {
        string? kind = node[polymorphism.TypeDiscriminatorPropertyName] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        var known = new StringBuilder();
        foreach (JsonDerivedType derived in polymorphism.DerivedTypes)
        {
            if (derived.TypeDiscriminator is string name)
            {
                if (name == kind)
                {
                    return derived.DerivedType;
                }

                _ = known.Append(known.Length == 0 ? "" : ", ").Append(name);
            }
        }

        throw new ScenarioJsonException(
            path + "." + polymorphism.TypeDiscriminatorPropertyName,
            (kind is null ? "It must be there" : $"There is no \"{Shown(kind)}\"") + "; there are " + known + ".");
    }

    private static void CheckValue(JsonNode node, Type type, string path)
    {
        JsonValue? value = node as JsonValue;
        if (type.IsEnum)
        {
            string? name = value is not null && value.TryGetValue(out string? text) ? text : null;
            if (name is null || Array.FindIndex(Enum.GetNames(type), known => known == name) < 0)
            {
                throw new ScenarioJsonException(path, $"{Shown(node)} is none of {string.Join(", ", Enum.GetNames(type))}.");
            }
        }
        else if (type == typeof(Duration))
        {
            if (value is null || !value.TryGetValue(out string? text) || !DurationText.TryRead(text, out _))
            {
                throw new ScenarioJsonException(path, $"{Shown(node)} is not {DurationText.Form}.");
            }
        }
        else if (type == typeof(SctpAddress))
        {
            if (value is null || !value.TryGetValue(out string? text) || !SctpAddressJsonConverter.TryRead(text, out _))
            {
                throw new ScenarioJsonException(path, $"{Shown(node)} is not {SctpAddressJsonConverter.Form}.");
            }
        }
        else if (type == typeof(bool))
        {
            if (value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            {
                throw new ScenarioJsonException(path, $"{Shown(node)} is neither true nor false.");
            }
        }
        else if (type == typeof(string))
        {
            if (value?.GetValueKind() != JsonValueKind.String)
            {
                throw new ScenarioJsonException(path, $"{Shown(node)} is no text.");
            }
        }
        else
        {
            CheckNumber(node, type, path);
        }
    }

    private static void CheckNumber(JsonNode node, Type type, string path)
    {
        (BigInteger least, BigInteger most) = Type.GetTypeCode(type) switch
        {
            TypeCode.Byte => (byte.MinValue, byte.MaxValue),
            TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => (int.MinValue, int.MaxValue),
            TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
            TypeCode.Int64 => (long.MinValue, long.MaxValue),
            TypeCode.UInt64 => (ulong.MinValue, ulong.MaxValue),
            _ => ((BigInteger)1, (BigInteger)0),
        };
        if (least > most)
        {
            return;
        }

        bool isNumber = node.GetValueKind() == JsonValueKind.Number
            && node.ToJsonString() is { Length: <= MostDigits } text
            && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            && number >= least && number <= most;
        if (!isNumber)
        {
            throw new ScenarioJsonException(path, FormattableString.Invariant($"{Shown(node)} is no whole number from {least} to {most}."));
        }
    }

    private static string Shown(JsonNode node) => Shown(node.ToJsonString());

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string name)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Name == name && IsData(property))
            {
                return property;
            }
        }

        return null;
    }

    private static string NamesOf(JsonTypeInfo type)
    {
        List<string> names = [];
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (IsData(property))
            {
                names.Add(property.Name);
            }
        }

        return string.Join(", ", names);
    }
}
