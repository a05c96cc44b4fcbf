using System;
using System.Text;
using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>What tells one failure from another: two runs that fail with the same signature most likely show the same bug.</summary>
/// <param name="OracleId">The oracle that saw the first violation; for a crash the type of the exception.</param>
/// <param name="Where">The kind of node, or the method that threw.</param>
/// <param name="ClientState">The state of the client's side at the end.</param>
/// <param name="ServerState">The state of the server's side.</param>
/// <param name="LastOfClient">The types of the chunks in the last packet of the client.</param>
/// <param name="LastOfServer">The types of the chunks in the last packet of the server.</param>
public sealed record FailureSignature(
    string OracleId,
    string Where,
    AssociationState ClientState,
    AssociationState ServerState,
    string LastOfClient,
    string LastOfServer)
{
    internal static FailureSignature Of(Violation violation, AssociationRun association) => Of(violation.OracleId, violation.Node, association);

    internal static FailureSignature Of(Exception exception, AssociationRun association)
    {
        string trace = exception.StackTrace ?? "";
        int end = trace.IndexOfAny(['(', '\n']);
        return Of(exception.GetType().Name, (end < 0 ? trace : trace[..end]).Trim(), association);
    }

    private static FailureSignature Of(string what, string where, AssociationRun association) => new(
        what,
        where,
        association.Client.Stack.State,
        association.Server.Stack.State,
        NamesOf(association.Client.LastChunks),
        NamesOf(association.Server.LastChunks));

    // A run of the same type counts once: how many DATA chunks fit is no part of what happened.
    private static string NamesOf(ulong types)
    {
        var names = new StringBuilder();
        for (int last = -1; types != ulong.MaxValue; types = (types >> 8) | 0xFF00_0000_0000_0000)
        {
            int type = (int)(types & 0xFF);
            if (type != last)
            {
                _ = names.Append(names.Length == 0 ? "" : "+").Append(WireChunk.NameOf((byte)type));
                last = type;
            }
        }

        return names.ToString();
    }
}
