using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sctp.Cli.Adapter;

namespace Sctp.Conformance.Documents;

/// <summary>What docs/adapter.md says is what the adapter does.</summary>
public partial class AdapterDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryFolder.Root, "docs", "adapter.md"));

    public static TheoryData<string> Operations => [.. Names("## Operations")];

    public static TheoryData<string> Options => [.. Names("## Socket options")];

    [Fact]
    public void The_session_of_the_document_goes_as_it_is_written()
    {
        string[] session = [.. Section("## A session")];
        Assert.Equal(session.Where(IsAnswer).Select(line => line[2..]), Play(session.Where(IsRequest).Select(line => line[2..])));
        Assert.Equal(18, session.Count(IsRequest));

        static bool IsRequest(string line) => line.StartsWith("> ", StringComparison.Ordinal);
        static bool IsAnswer(string line) => line.StartsWith("< ", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_of_the_document_is_known(string operation)
    {
        string[] answers = [.. Play(["""{"id":1,"op":"socket"}""", $$"""{"id":2,"op":"{{operation}}","fd":3,"name":"SO_SNDBUF","value":65536}"""])];
        Assert.False(JsonDocument.Parse(answers[1]).RootElement.TryGetProperty("unsupported", out _), answers[1]);
    }

    [Fact]
    public void The_session_that_CI_plays_uses_no_operation_that_the_document_leaves_out()
    {
        foreach (string line in File.ReadLines(Path.Combine(RepositoryFolder.Root, ".ci", "adapter.jsonl")).Where(line => line.StartsWith('{')))
        {
            string operation = JsonNode.Parse(line)!["op"]!.GetValue<string>();
            Assert.Contains(operation, Names("## Operations").Append("no_such_op"));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_socket_option_of_the_document_can_be_read(string name)
    {
        string[] answers = [.. Play(["""{"id":1,"op":"socket"}""", $$"""{"id":2,"op":"getsockopt","fd":3,"name":"{{name}}"}"""])];
        Assert.False(JsonDocument.Parse(answers[1]).RootElement.TryGetProperty("unsupported", out _), answers[1]);
    }

    [Theory]
    [InlineData("SCTP_RTOINFO")]
    [InlineData("SCTP_INITMSG")]
    [InlineData("SCTP_ASSOCINFO")]
    [InlineData("SCTP_PEER_ADDR_PARAMS")]
    [InlineData("SCTP_DELAYED_SACK")]
    public void The_members_of_an_option_are_those_of_the_document(string name)
    {
        string[] answers = [.. Play(["""{"id":1,"op":"socket"}""", $$"""{"id":2,"op":"getsockopt","fd":3,"name":"{{name}}"}"""])];
        string row = Section("## Socket options").Single(line => line.StartsWith($"| `{name}` ", StringComparison.Ordinal));
        Assert.Equal(
            Quoted().Matches(row).Select(match => match.Groups[1].Value).Where(word => word.Any(char.IsLower)).Order(StringComparer.Ordinal),
            JsonDocument.Parse(answers[1]).RootElement.GetProperty("value").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(string heading) => Section(heading)
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(line => Quoted().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

    private static IEnumerable<string> Section(string heading) =>
        Lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private static string[] Play(IEnumerable<string> requests)
    {
        using var input = new StringReader(string.Join('\n', requests));
        using var output = new StringWriter();
        AdapterServer.Run(input, output);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
