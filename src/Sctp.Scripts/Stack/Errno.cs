namespace Sctp.Scripts.Stack;

/// <summary>The errno names that answers carry.</summary>
internal static class Errno
{
    public const string AddressInUse = "EADDRINUSE";
    public const string Again = "EAGAIN";
    public const string BadDescriptor = "EBADF";
    public const string ConnectionAborted = "ECONNABORTED";
    public const string ConnectionRefused = "ECONNREFUSED";
    public const string ConnectionReset = "ECONNRESET";
    public const string InProgress = "EINPROGRESS";
    public const string Invalid = "EINVAL";
    public const string IsConnected = "EISCONN";
    public const string MessageSize = "EMSGSIZE";
    public const string NotConnected = "ENOTCONN";
    public const string Pipe = "EPIPE";
    public const string TimedOut = "ETIMEDOUT";

    /// <summary>The pending error of a socket whose association was lost; null where the local user wanted it so.</summary>
    public static string? OfLoss(LossReason reason) => reason switch
    {
        LossReason.SetupTimeout or LossReason.PeerUnreachable or LossReason.StaleCookie => TimedOut,
        LossReason.PeerAborted => ConnectionReset,
        LossReason.ProtocolUnreachable => ConnectionRefused,
        LossReason.None or LossReason.LocalAbort or LossReason.EndpointClosed => null,
        _ => ConnectionAborted,
    };
}
