using System.Runtime.InteropServices;

namespace Sctp.Interop.Usrsctp;

/// <summary>An address that is no more than a handle of the host program: struct sockaddr_conn.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ConnAddress
{
    public ushort Family;
    public ushort Port;
    public void* Handle;
}

/// <summary>struct sctp_sndinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SendInfo
{
    public const uint Type = 1;
    public const ushort Eof = 0x100;
    public const ushort Abort = 0x200;
    public const ushort Unordered = 0x400;

    public ushort StreamId;
    public ushort Flags;
    public uint PayloadProtocolId;
    public uint Context;
    public uint Association;
}

/// <summary>struct sctp_rcvinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ReceiveInfo
{
    public const uint Type = 1;

    public ushort StreamId;
    public ushort StreamSequenceNumber;
    public ushort Flags;
    public uint PayloadProtocolId;
    public uint Tsn;
    public uint CumulativeTsn;
    public uint Context;
    public uint Association;
}

/// <summary>struct sctp_event.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EventOption
{
    public uint Association;
    public ushort Type;
    public byte IsOn;
}

/// <summary>struct sctp_initmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InitOption
{
    public ushort OutboundStreams;
    public ushort MaxInboundStreams;
    public ushort MaxAttempts;
    public ushort MaxTimeout;
}

/// <summary>struct sctp_rtoinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RtoOption
{
    public uint Association;
    public uint Initial;
    public uint Max;
    public uint Min;
}

/// <summary>struct sctp_assocparams.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AssociationOption
{
    public uint Association;
    public uint PeerWindow;
    public uint LocalWindow;
    public uint CookieLife;
    public ushort MaxRetrans;
    public ushort Destinations;
}

/// <summary>struct sctp_paddrparams; the address is a struct sockaddr_storage.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PathOption
{
    public const uint HeartbeatEnabled = 1;
    public const uint PathMtuFixed = 0x10;

    public fixed ulong Address[16];
    public uint Association;
    public uint HeartbeatInterval;
    public uint PathMtu;
    public uint Flags;
    public uint FlowLabel;
    public ushort MaxRetrans;
    public byte Dscp;
}

/// <summary>struct sctp_sack_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SackOption
{
    public uint Association;
    public uint Delay;
    public uint Frequency;
}

/// <summary>struct sctp_assoc_value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ValueOption
{
    public uint Association;
    public uint Value;
}

/// <summary>struct linger.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LingerOption
{
    public int IsOn;
    public int Seconds;
}

/// <summary>struct sctp_status, with the struct sctp_paddrinfo of the primary path.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StatusOption
{
    public uint Association;
    public int State;
    public uint PeerWindow;
    public ushort UnacknowledgedChunks;
    public ushort PendingChunks;
    public ushort InboundStreams;
    public ushort OutboundStreams;
    public uint FragmentationPoint;
    public fixed ulong Address[16];
    public uint PathAssociation;
    public int PathState;
    public uint CongestionWindow;
    public uint SmoothedRoundTripTime;
    public uint RetransmissionTimeout;
    public uint PathMtu;
}

/// <summary>The numbers of socket options at level IPPROTO_SCTP.</summary>
internal static class Option
{
    public const int Rto = 0x01;
    public const int Association = 0x02;
    public const int Init = 0x03;
    public const int NoDelay = 0x04;
    public const int Path = 0x0A;
    public const int MaxSegment = 0x0E;
    public const int Sack = 0x0F;
    public const int PartialDeliveryPoint = 0x11;
    public const int MaxBurst = 0x19;
    public const int Event = 0x1E;
    public const int ReceiveInfo = 0x1F;
    public const int Ecn = 0x25;
    public const int PartialReliability = 0x26;
    public const int Authentication = 0x27;
    public const int AddressChange = 0x28;
    public const int Reconfiguration = 0x29;
    public const int NonRenegableSack = 0x30;
    public const int PacketDrop = 0x31;
    public const int Status = 0x100;
    public const int AssociationCount = 0x104;
}

/// <summary>The types of notifications, and the states of SCTP_ASSOC_CHANGE.</summary>
internal static class Notification
{
    public const ushort AssociationChange = 1;
    public const ushort RemoteError = 3;
    public const ushort Shutdown = 5;
    public const ushort PartialDelivery = 7;
    public const ushort SendFailed = 14;

    public const ushort Up = 1;
    public const ushort Lost = 2;
    public const ushort Restart = 3;
    public const ushort ShutdownComplete = 4;
    public const ushort CannotStart = 5;
}
