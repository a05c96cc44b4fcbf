using System;
using System.IO;
using System.Text.Json;
using Sctp.Scripts.Stack;

namespace Sctp.Cli.Adapter;

/// <summary>Reads requests and writes exactly one answer for each, in lock step, until the input ends. The work is done by <see cref="CoreStack"/>.</summary>
internal sealed class AdapterServer
{
    private readonly CoreStack _stack = new();

    public static void Run(TextReader input, TextWriter output)
    {
        AdapterServer server = new();
        while (input.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            output.Write(server.Answer(line));
            output.Write('\n');
            output.Flush();
        }
    }

    /// <summary>The answer to one line, without the line end.</summary>
    public string Answer(string line)
    {
        StackValue request;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            request = StackJson.Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return StackJson.WriteAnswer(0, StackAnswer.Fail("EINVAL"), _stack.Now);
        }

        long id = request.Integer("id") ?? 0;
        StackAnswer answer = _stack.Execute(request.Text("op") ?? string.Empty, request);
        return StackJson.WriteAnswer(id, answer, _stack.Now);
    }
}
