namespace Sctp.Scripts.Execution;

/// <summary>
/// The sizes of option values on the kernels that scripts are written for. A script that gives another one tests how a kernel checks the length of an
/// argument; here values have no length.
/// </summary>
internal static class OptionSizes
{
    public static bool IsWrong(string name, long? size)
    {
        if (size is null)
        {
            return false;
        }

        long[] right = name switch
        {
            "SCTP_RTOINFO" => [16],
            "SCTP_INITMSG" => [8],
            "SCTP_DELAYED_SACK" => [12],
            "SCTP_MAX_BURST" or "SCTP_MAXSEG" or "SCTP_CONTEXT" => [4, 8],
            "SCTP_NODELAY" or "SCTP_DISABLE_FRAGMENTS" or "SCTP_EXPLICIT_EOR" => [4],
            _ => [],
        };
        return right.Length > 0 && System.Array.IndexOf(right, size.Value) < 0;
    }
}
