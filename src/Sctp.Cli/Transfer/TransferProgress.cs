using System.Globalization;
using System.IO;

namespace Sctp.Cli.Transfer;

/// <summary>One line on the terminal that is written over a few times a second.</summary>
internal sealed class TransferProgress
{
    private static readonly Duration Period = Duration.FromMilliseconds(200);

    private readonly TextWriter? _terminal;
    private readonly long? _total;
    private Instant _next;
    private int _width;

    public TransferProgress(TextWriter? terminal, long? total)
    {
        _terminal = terminal;
        _total = total;
    }

    public void Show(TransferReport report, SctpAssociation association, Instant now)
    {
        if (_terminal is null || now < _next)
        {
            return;
        }

        _next = now + Period;
        long acknowledged = report.BytesSent - association.BufferedBytes;
        string share = _total is > 0 ? string.Create(CultureInfo.InvariantCulture, $" {100 * acknowledged / _total.Value} %") : string.Empty;
        string line = string.Create(CultureInfo.InvariantCulture, $"{acknowledged} bytes acknowledged{share}, {report.BytesReceived} received");
        _terminal.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }

    public void Clear()
    {
        if (_width > 0)
        {
            _terminal?.Write("\r" + new string(' ', _width) + "\r");
        }
    }
}
