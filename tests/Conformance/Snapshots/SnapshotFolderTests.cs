using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Sctp.Conformance.Snapshots;

public class SnapshotFolderTests
{
    [Fact]
    public void Every_approved_text_belongs_to_a_test()
    {
        string[] tests =
        [
            .. new[] { typeof(SetUpSnapshots), typeof(TransferSnapshots), typeof(PathSnapshots), typeof(TeardownSnapshots) }
                .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Select(method => method.Name).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            tests,
            Directory.EnumerateFiles(Path.Combine(ApprovedSnapshot.Folder, "__snapshots__"), "*" + ApprovedSnapshot.Extension)
                .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));
    }
}
