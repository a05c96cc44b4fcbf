using System;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary>A report as one page that needs nothing else: the object of <see cref="CoverageJson"/> and what draws it.</summary>
internal static class CoverageHtml
{
    private const string Placeholder = "/*DATA*/null";
    private const string Template = "Sctp.Cli.Conformance.report.html";

    public static void Write(TextWriter output, Coverage coverage)
    {
        using Stream stream = typeof(CoverageHtml).Assembly.GetManifestResourceStream(Template)!;
        using var reader = new StreamReader(stream);
        string template = reader.ReadToEnd();
        int at = template.IndexOf(Placeholder, StringComparison.Ordinal);
        output.Write(template.AsSpan(0, at));
        output.Write(CoverageJson.Of(coverage)); // JSON escapes '<' by default, so that no text can end the script.
        output.Write(template.AsSpan(at + Placeholder.Length));
    }
}
