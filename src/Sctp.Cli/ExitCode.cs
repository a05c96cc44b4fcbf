namespace Sctp.Cli;

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked.</summary>
    public const int Success = 0;

    /// <summary>The command ran and failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Two runs of one simulation differ.</summary>
    public const int Nondeterminism = 3;

    /// <summary>The simulated core threw an exception.</summary>
    public const int CoreCrash = 4;
}
