using System;
using System.Globalization;

namespace Sctp.Scripts.Language;

/// <summary>Why a text is no script.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Position">Where.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="SourceLine">The line of the script.</param>
public sealed record ScriptError(string File, TextPosition Position, string Message, string SourceLine)
{
    /// <summary><c>file:line:column: message</c>, the line, and a caret below the place.</summary>
    public override string ToString()
    {
        string line = SourceLine.Replace('\t', ' ');
        string caret = new string(' ', Math.Clamp(Position.Column - 1, 0, line.Length)) + "^";
        return string.Create(CultureInfo.InvariantCulture, $"{File}:{Position.Line}:{Position.Column}: {Message}\n    {line}\n    {caret}");
    }
}
