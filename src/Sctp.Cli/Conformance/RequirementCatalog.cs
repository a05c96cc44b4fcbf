using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace Sctp.Cli.Conformance;

/// <summary>All documents of a folder of requirements, as its <c>documents.tsv</c> lists them.</summary>
internal sealed class RequirementCatalog
{
    public const string DocumentsFile = "documents.tsv";

    private readonly Dictionary<string, RequirementRow> _rows = new(StringComparer.Ordinal);
    private readonly Regex _ids;

    private RequirementCatalog(List<RequirementDocument> documents, List<string> problems)
    {
        Documents = documents;
        var prefixes = new List<string>();
        foreach (RequirementDocument document in documents)
        {
            prefixes.Add(Regex.Escape(document.Prefix));
            foreach (RequirementRow row in document.Rows)
            {
                if (!row.Id.StartsWith(document.Prefix + "-" + row.Section + "-", StringComparison.Ordinal))
                {
                    problems.Add($"{row.Id} does not begin with its document and section");
                }

                if (!_rows.TryAdd(row.Id, row))
                {
                    problems.Add($"{row.Id} is there twice");
                }
            }
        }

        foreach (RequirementRow row in _rows.Values)
        {
            if (row.Repeated is { } target && (!_rows.TryGetValue(target, out RequirementRow? repeated) || repeated.Repeated is not null))
            {
                problems.Add($"{row.Id} repeats {target}, which is no row or a repetition itself");
            }
        }

        Problems = problems;
        _ids = new Regex($@"(?<![\w.-])(?:{string.Join('|', prefixes)})-[0-9A-Za-z.]+-[0-9]{{2,3}}(?![\w-])", RegexOptions.CultureInvariant);
    }

    public IReadOnlyList<RequirementDocument> Documents { get; }

    /// <summary>What is wrong with the data itself.</summary>
    public IReadOnlyList<string> Problems { get; }

    public static RequirementCatalog Load(string folder)
    {
        var documents = new List<RequirementDocument>();
        var problems = new List<string>();
        foreach (string line in DataLines(Path.Combine(folder, DocumentsFile)))
        {
            if (line.Split('\t') is not [string file, string prefix, string name, string title, "built" or "not built yet"] cells)
            {
                problems.Add($"{DocumentsFile}: not understood: {line}");
                continue;
            }

            var rows = new List<RequirementRow>();
            foreach (string row in DataLines(Path.Combine(folder, file)))
            {
                if (RequirementRow.TryParse(row, out RequirementRow parsed))
                {
                    rows.Add(parsed);
                }
                else
                {
                    problems.Add($"{file}: not seven columns: {row}");
                }
            }

            documents.Add(new RequirementDocument(prefix, name, title, cells[4] == "built", rows));
        }

        return new RequirementCatalog(documents, problems);
    }

    /// <summary>The lines of a table, without its heading.</summary>
    public static IEnumerable<string> DataLines(string path)
    {
        bool isHeading = true;
        foreach (string line in File.ReadLines(path))
        {
            if (!isHeading && line.Length > 0)
            {
                yield return line;
            }

            isHeading = false;
        }
    }

    /// <summary>The row of an id, or null.</summary>
    public RequirementRow? Find(string id) => _rows.GetValueOrDefault(id);

    /// <summary>The row that counts for an id: itself, or what it repeats; null where there is none.</summary>
    public RequirementRow? Resolve(string id) => Find(id) is { } row ? row.Repeated is { } target ? Find(target) : row : null;

    /// <summary>All that looks like an id of one of the documents, whether such a row exists or not.</summary>
    public IEnumerable<string> IdsIn(string text)
    {
        foreach (Match match in _ids.Matches(text))
        {
            yield return match.Value;
        }
    }
}
