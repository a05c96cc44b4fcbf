using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Sctp.Sim;

namespace Sctp.Properties.Documentation;

/// <summary>
/// docs/simulation-reference.md is made from the code: the knobs of scenarios from their records and doc comments, oracles and marks from their catalogues. With
/// SCTP_UPDATE_DOCS=1 the test writes it anew instead of comparing.
/// </summary>
public sealed class SimulationReferenceTests
{
    private static readonly Assembly Simulator = typeof(Scenario).Assembly;

    private static readonly Dictionary<string, string> Summaries = ReadSummaries();

    [Fact]
    public void The_reference_says_what_the_code_says()
    {
        string file = Path.Combine(RepositoryRoot.Folder, "docs", "simulation-reference.md");
        string text = Generate();
        if (Environment.GetEnvironmentVariable("SCTP_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), "run this test with SCTP_UPDATE_DOCS=1 to write the reference");
        Assert.Equal(text, File.ReadAllText(file));
    }

    private static string Generate()
    {
        var text = new StringBuilder();
        text.Append("# Simulation: the reference\n\nMade from the code by the tests of the project (`SCTP_UPDATE_DOCS=1 dotnet test tests/Properties --filter SimulationReference`); not to be edited.\n");
        text.Append("\n## Scenario files\n\nA scenario is a JSON object with `\"schemaVersion\": 1` and the properties of `Scenario`. Times are texts such as `\"250ms\"` or `\"1.5s\"`; a property that is left out has its default. Where a type has kinds, `kind` comes first.\n");
        foreach (Type type in KnobTypes())
        {
            AppendType(text, type);
        }

        text.Append("\n## Sites that can be buggified\n\n| site | what happens there |\n| --- | --- |\n");
        foreach (string name in Enum.GetNames<BuggifySite>())
        {
            Row(text, $"`{name}`", SummaryOf($"F:Sctp.Sim.BuggifySite.{name}"));
        }

        text.Append("\n## Oracles\n\n| id | name | what holds | section | strength | silent under |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (OracleDescription oracle in OracleDescription.All.Concat(OracleDescription.Statistical))
        {
            Row(text, oracle.Id, oracle.Name, oracle.Statement, oracle.RfcSection, oracle.Strength, oracle.SilentUnder);
        }

        text.Append("\n## Marks\n\nSituations that a hunt ought to come into; it lists those it did not.\n\n| mark | about | situation |\n| --- | --- | --- |\n");
        foreach (MarkDescription mark in MarkCatalog.All)
        {
            Row(text, mark.Name, mark.Group, mark.Statement);
        }

        return text.ToString();
    }

    /// <summary>Scenario and every record that its properties lead to.</summary>
    private static List<Type> KnobTypes()
    {
        List<Type> types = [typeof(Scenario)];
        for (int i = 0; i < types.Count; i++)
        {
            IEnumerable<Type> kinds = types[i].GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);
            IEnumerable<Type> properties = Knobs(types[i]).Select(property => ElementOf(property.PropertyType));
            foreach (Type type in kinds.Concat(properties).Where(type => type.Assembly == Simulator && !type.IsEnum && !types.Contains(type)))
            {
                types.Add(type);
            }
        }

        return types;
    }

    private static void AppendType(StringBuilder text, Type type)
    {
        string kind = type.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault(k => k.DerivedType == type)?.TypeDiscriminator?.ToString() ?? "";
        text.Append(CultureInfo.InvariantCulture, $"\n### {type.Name}{(kind.Length > 0 ? $" (kind `{kind}`)" : "")}\n\n{SummaryOf("T:" + type.FullName)}\n");
        PropertyInfo[] knobs = [.. Knobs(type)];
        if (knobs.Length == 0)
        {
            return;
        }

        text.Append("\n| property | type | meaning |\n| --- | --- | --- |\n");
        foreach (PropertyInfo property in knobs)
        {
            Type element = ElementOf(property.PropertyType);
            string name = element == property.PropertyType || Nullable.GetUnderlyingType(property.PropertyType) is not null ? element.Name : "list of " + element.Name;
            string values = element.IsEnum && element != typeof(BuggifySite) ? ": " + string.Join(", ", Enum.GetNames(element)) : "";
            string summary = SummaryOf($"P:{property.DeclaringType!.FullName}.{property.Name}");
            if (summary.Length == 0)
            {
                summary = ParameterOf(property.DeclaringType!, property.Name);
            }

            Row(text, $"`{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}`", name + values, summary);
        }
    }

    private static IEnumerable<PropertyInfo> Knobs(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true } && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static Type ElementOf(Type type) =>
        Nullable.GetUnderlyingType(type) ?? (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : type);

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static string SummaryOf(string member) => Summaries.GetValueOrDefault(member, "");

    private static string ParameterOf(Type type, string name) => Summaries.GetValueOrDefault($"{type.FullName}#{name}", "");

    private static Dictionary<string, string> ReadSummaries()
    {
        var summaries = new Dictionary<string, string>();
        XDocument document = XDocument.Load(Path.ChangeExtension(Simulator.Location, ".xml"));
        foreach (XElement member in document.Descendants("member"))
        {
            string name = member.Attribute("name")!.Value;
            summaries[name] = Plain(member.Element("summary"));
            foreach (XElement parameter in member.Elements("param"))
            {
                summaries[$"{name[2..].Split(".#ctor")[0]}#{parameter.Attribute("name")!.Value}"] = Plain(parameter);
            }
        }

        return summaries;
    }

    private static string Plain(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        IEnumerable<string> parts = element.Nodes().Select(node => node switch
        {
            XText part => part.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => "`" + (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))!.Value.Split('.')[^1] + "`",
            XElement other => other.Value,
            _ => "",
        });
        return string.Join(' ', string.Concat(parts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
