using System;
using System.Text;

namespace Sctp.Sim.Hunting;

/// <summary>
/// What makes two failures the same bug. For a violation: the oracle and the states of both sides when it spoke. For an exception: its type and the first
/// frames of the core in its stack. For a run that differs from its repetition: that alone.
/// </summary>
/// <param name="Cause">The oracle, the type of the exception, or what else it was.</param>
/// <param name="Place">The states of both sides, or the frames.</param>
public sealed record FailureKey(string Cause, string Place)
{
    private const int FramesKept = 3;

    /// <summary>The key of runs that differ from their repetition.</summary>
    public static FailureKey Nondeterminism { get; } = new("nondeterminism", "");

    /// <summary>The key of a run; null when it was clean.</summary>
    public static FailureKey? Of(SimulationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Outcome switch
        {
            SimulationOutcome.Clean => null,
            SimulationOutcome.Crash => OfException(report.Exception ?? ""),
            _ => new FailureKey(
                report.Violations[0].OracleId,
                report.Signature is { } signature ? $"{signature.ClientState}/{signature.ServerState}" : $"{report.Client.State}/{report.Server.State}"),
        };
    }

    /// <summary>The key of an exception, from its text as <see cref="Exception.ToString"/> gives it.</summary>
    public static FailureKey OfException(string exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        int end = exception.AsSpan().IndexOfAny(":\r\n");
        string type = end < 0 ? exception : exception[..end];
        var place = new StringBuilder();
        int frames = 0;
        foreach (ReadOnlySpan<char> line in exception.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> frame = line.Trim();
            if (frames == FramesKept)
            {
                break;
            }

            // Without arguments, file and line: they change with every edit.
            if (frame.StartsWith("at Sctp.", StringComparison.Ordinal))
            {
                ReadOnlySpan<char> name = frame["at ".Length..];
                int bracket = name.IndexOf('(');
                place.Append(frames++ == 0 ? "" : " < ").Append(bracket < 0 ? name : name[..bracket]);
            }
        }

        return new FailureKey(type, place.ToString());
    }

    /// <summary>A short name without blanks, for files and folders: the cause and a few digits of a hash over all of it.</summary>
    public string ShortName
    {
        get
        {
            int dot = Cause.LastIndexOf('.');
            uint hash = (uint)Engine.XxHash64.Compute(Encoding.UTF8.GetBytes(ToString()));
            return $"{Cause[(dot + 1)..]}-{hash:x8}";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Place.Length == 0 ? Cause : $"{Cause} {Place}";
}
