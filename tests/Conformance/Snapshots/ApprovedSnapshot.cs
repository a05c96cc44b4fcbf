using System;
using System.IO;
using System.Runtime.CompilerServices;
using Sctp.Conformance.Documents;
using Snapshooter;
using Snapshooter.Xunit;

namespace Sctp.Conformance.Snapshots;

/// <summary>
/// The one place that knows the snapshot library. A text is compared with the approved one of the test's name in <c>__snapshots__</c>; where there is
/// none it is written to be read and approved by being committed, except in CI, where that is a failure.
/// </summary>
internal static class ApprovedSnapshot
{
    public const string Extension = ".snap";

    static ApprovedSnapshot()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");
        }
    }

    /// <summary>Where the approved texts are. A deterministic build does not tell where the sources are, so the repository is asked.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFolder.Root, "tests", "Conformance", "Snapshots");

    public static void Match(string text, [CallerMemberName] string test = "") => Snapshot.Match(text, new SnapshotFullName(test + Extension, Folder));
}
