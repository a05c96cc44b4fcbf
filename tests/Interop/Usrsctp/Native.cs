using System.Runtime.InteropServices;

namespace Sctp.Interop.Usrsctp;

/// <summary>The functions of libusrsctp (Debian package libusrsctp2).</summary>
internal static unsafe partial class Native
{
    public const string Library = "libusrsctp.so.2";

    public const ushort AddressFamilyConn = 123;
    public const int SequentialPackets = 5;
    public const int ProtocolSctp = 132;
    public const int SolSocket = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int Linger = 13;
    public const int MessageEnd = 0x80;
    public const int MessageNotification = 0x2000;
    public const int WouldBlock = 11;
    public const int InProgress = 115;

    /// <summary>struct sctpstat, and the offsets of sctps_datadropchklmt and sctps_datadroprwnd in it.</summary>
    public const int StatisticsLength = 664;

    public const int DroppedForChunkLimit = 448;
    public const int DroppedForWindow = 452;

    [LibraryImport(Library, EntryPoint = "usrsctp_init_nothreads")]
    public static partial void Init(ushort udpPort, delegate* unmanaged[Cdecl]<void*, void*, nuint, byte, byte, int> output, void* log);

    [LibraryImport(Library, EntryPoint = "usrsctp_finish")]
    public static partial int Finish();

    [LibraryImport(Library, EntryPoint = "usrsctp_register_address")]
    public static partial void RegisterAddress(void* address);

    [LibraryImport(Library, EntryPoint = "usrsctp_deregister_address")]
    public static partial void DeregisterAddress(void* address);

    [LibraryImport(Library, EntryPoint = "usrsctp_conninput")]
    public static partial void Input(void* address, byte* packet, nuint length, byte ecn);

    [LibraryImport(Library, EntryPoint = "usrsctp_handle_timers")]
    public static partial void HandleTimers(uint elapsedMilliseconds);

    [LibraryImport(Library, EntryPoint = "usrsctp_socket")]
    public static partial void* Socket(int domain, int type, int protocol, void* received, void* sendable, uint threshold, void* info);

    [LibraryImport(Library, EntryPoint = "usrsctp_set_non_blocking")]
    public static partial int SetNonBlocking(void* socket, int on);

    [LibraryImport(Library, EntryPoint = "usrsctp_setsockopt", SetLastError = true)]
    public static partial int SetOption(void* socket, int level, int option, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "usrsctp_getsockopt", SetLastError = true)]
    public static partial int GetOption(void* socket, int level, int option, void* value, uint* length);

    [LibraryImport(Library, EntryPoint = "usrsctp_bind", SetLastError = true)]
    public static partial int Bind(void* socket, ConnAddress* address, uint length);

    [LibraryImport(Library, EntryPoint = "usrsctp_listen", SetLastError = true)]
    public static partial int Listen(void* socket, int backlog);

    [LibraryImport(Library, EntryPoint = "usrsctp_connect", SetLastError = true)]
    public static partial int Connect(void* socket, ConnAddress* address, uint length);

    [LibraryImport(Library, EntryPoint = "usrsctp_getassocid", SetLastError = true)]
    public static partial uint GetAssociation(void* socket, ConnAddress* address);

    [LibraryImport(Library, EntryPoint = "usrsctp_sendv", SetLastError = true)]
    public static partial nint Send(void* socket, void* data, nuint length, ConnAddress* to, int addresses, SendInfo* info, uint infoLength, uint infoType, int flags);

    [LibraryImport(Library, EntryPoint = "usrsctp_recvv", SetLastError = true)]
    public static partial nint Receive(void* socket, void* buffer, nuint length, ConnAddress* from, uint* fromLength, ReceiveInfo* info, uint* infoLength, uint* infoType, int* flags);

    [LibraryImport(Library, EntryPoint = "usrsctp_get_stat")]
    public static partial void GetStatistics(byte* statistics);

    [LibraryImport(Library, EntryPoint = "usrsctp_close")]
    public static partial void Close(void* socket);

    [LibraryImport(Library, EntryPoint = "usrsctp_sysctl_set_sctp_shutdown_guard_time_default")]
    public static partial int SetShutdownGuardSeconds(uint seconds);

    [LibraryImport(Library, EntryPoint = "usrsctp_sysctl_set_sctp_max_chunks_on_queue")]
    public static partial int SetMostChunksQueued(uint count);
}
