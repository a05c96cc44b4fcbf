using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Language;

/// <summary>A script that was read.</summary>
public sealed class PacketScript
{
    internal PacketScript(string file, ScriptHeader header, IReadOnlyList<ScriptStatement> statements)
    {
        File = file;
        Header = header;
        Statements = statements;
    }

    /// <summary>The platform whose branches are taken where nothing else is asked for.</summary>
    public const string StandardPlatform = "FreeBSD";

    /// <summary>The name of the file.</summary>
    public string File { get; }

    /// <summary>The header lines.</summary>
    internal ScriptHeader Header { get; }

    /// <summary>What happens and what is expected, in order.</summary>
    internal IReadOnlyList<ScriptStatement> Statements { get; }

    /// <summary>Reads a script.</summary>
    /// <param name="file">The name for messages.</param>
    /// <param name="text">The script.</param>
    /// <param name="script">The script, where it is one.</param>
    /// <param name="error">Why it is none.</param>
    /// <param name="platform">The platform whose <c>#ifdef</c> branches are taken.</param>
    public static bool TryParse(string file, string text, out PacketScript? script, out ScriptError? error, string platform = StandardPlatform)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(platform);
        return new ScriptParser(file, text, platform).TryParse(out script, out error);
    }
}
