using System;
using System.Buffers.Binary;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>
/// What the parameters of one INIT or INIT ACK chunk say (RFC 9260 sections 3.3.2, 3.3.3 and 5.1.2). One object is kept and used again for each chunk, so
/// reading allocates nothing; it holds at most <see cref="SctpOptions.MaxPeerAddresses"/> addresses and <see cref="MaxReportLength"/> bytes of
/// unrecognized parameters, whatever a chunk claims. Parameters of extensions that are not implemented are unrecognized ones. A known parameter at a
/// place it does not belong to is skipped (9260-3.3.2-05, 9260-3.3.3-27), of one that may appear only once the first counts (9260-3.3.2-01).
/// </summary>
internal sealed class InitParameters
{
    /// <summary>Bytes of unrecognized parameters that are kept to be reported; what exceeds them is not reported, so that the answer stays small (9260-12.4-07).</summary>
    public const int MaxReportLength = 512;

    private readonly SctpAddress[] _addresses;
    private readonly byte[] _report = new byte[MaxReportLength];
    private int _addressCount;
    private int _reportLength;
    private ByteRange _stateCookie;
    private ByteRange _hostName;

    public InitParameters(int maxPeerAddresses) => _addresses = new SctpAddress[Math.Max(1, maxPeerAddresses)];

    /// <summary>
    /// The addresses the peer can be reached at: first the source of the packet, then those listed, each once, of a family that this endpoint has
    /// (9260-5.1.2-05). All have the UDP port of the source (RFC 6951). Without a list it is the source alone (9260-5.1.2-01).
    /// </summary>
    public ReadOnlySpan<SctpAddress> PeerAddresses => _addresses.AsSpan(0, _addressCount);

    /// <summary>
    /// The families the peer can use: both unless it said otherwise, and in any case those it lists or sends from (9260-5.1.2-13). A handle is no
    /// family.
    /// </summary>
    public AddressFamilies PeerFamilies { get; private set; }

    /// <summary>What a Cookie Preservative asks for; zero without one.</summary>
    public Duration CookiePreservative { get; private set; }

    /// <summary>Whether there is a State Cookie; it may be empty, which is the peer's business.</summary>
    public bool HasStateCookie { get; private set; }

    /// <summary>Whether there is a Host Name Address, which is answered with an ABORT (9260-3.3.2-03, 9260-3.3.3-02).</summary>
    public bool HasHostName => _hostName.Length != 0;

    /// <summary>Whether a parameter has an impossible length. Those before it were read.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>How many parameters of ours the peer reports as unrecognized (INIT ACK).</summary>
    public int UnrecognizedByPeer { get; private set; }

    /// <summary>
    /// The unrecognized parameters to be reported, whole, each but the last padded: in this form they are the value of the cause Unrecognized Parameters
    /// (9260-3.2.2-03), and a <see cref="ParameterReader"/> takes them apart for an INIT ACK (9260-3.2.2-01).
    /// </summary>
    public ReadOnlySpan<byte> Report => _report.AsSpan(0, _reportLength);

    /// <summary>The value of the State Cookie, within the bytes that were read (9260-3.3.11-03).</summary>
    public ReadOnlySpan<byte> StateCookie(ReadOnlySpan<byte> parameters) => parameters.Slice(_stateCookie.Start, _stateCookie.Length);

    /// <summary>The Host Name Address parameter with its header, within the bytes that were read.</summary>
    public ReadOnlySpan<byte> HostName(ReadOnlySpan<byte> parameters) => parameters.Slice(_hostName.Start, _hostName.Length);

    /// <summary>Reads the parameters of a chunk of <paramref name="type"/> that came from <paramref name="source"/>.</summary>
    /// <param name="type">INIT or INIT ACK.</param>
    /// <param name="parameters">The bytes behind the fixed fields.</param>
    /// <param name="source">The source address of the packet.</param>
    /// <param name="ownFamilies">The families this endpoint can use; listed addresses of others are ignored (9260-5.1.2-10, 9260-5.1.2-11, 9260-5.1.2-12).</param>
    public void Read(ChunkType type, ReadOnlySpan<byte> parameters, in SctpAddress source, AddressFamilies ownFamilies)
    {
        Clear();
        _addresses[_addressCount++] = source;
        AddressFamilies used = AddressFamily.Of(source);
        AddressFamilies? supported = null;
        var report = new TlvWriter(_report);
        var reader = new ParameterReader(parameters);
        for (int start = 0; reader.MoveNext(); start = parameters.Length - reader.Rest.Length)
        {
            ParameterView parameter = reader.Current;
            ushort parameterType = parameter.Type;
            switch ((ParameterType)parameterType)
            {
                case ParameterType.IPv4Address or ParameterType.IPv6Address:
                    if (!AddressParameter.TryRead(parameter, out SctpAddress address))
                    {
                        IsMalformed = true;
                    }
                    else if (address.IsUnicast)
                    {
                        used |= AddressFamily.Of(address);
                        Collect(address.WithUdpPort(source.UdpPort), ownFamilies);
                    }

                    break;

                case ParameterType.StateCookie when type == ChunkType.InitAck:
                    if (!HasStateCookie)
                    {
                        HasStateCookie = true;
                        _stateCookie = new ByteRange(start + ParameterView.HeaderLength, parameter.Value.Length);
                    }

                    break;

                case ParameterType.UnrecognizedParameter when type == ChunkType.InitAck:
                    UnrecognizedByPeer++;
                    break;

                case ParameterType.CookiePreservative when type == ChunkType.Init:
                    if (parameter.Value.Length != sizeof(uint))
                    {
                        IsMalformed = true;
                    }
                    else if (CookiePreservative == Duration.Zero)
                    {
                        CookiePreservative = Duration.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(parameter.Value));
                    }

                    break;

                case ParameterType.HostNameAddress:
                    if (_hostName.Length == 0)
                    {
                        _hostName = new ByteRange(start, parameter.Bytes.Length);
                    }

                    break;

                case ParameterType.SupportedAddressTypes:
                    if (parameter.Value.Length % sizeof(ushort) != 0)
                    {
                        IsMalformed = true;
                    }
                    else
                    {
                        supported ??= ReadSupported(parameter.Value);
                    }

                    break;

                case ParameterType.HeartbeatInfo:
                case ParameterType.StateCookie:
                case ParameterType.UnrecognizedParameter:
                case ParameterType.CookiePreservative:
                    break;

                default:
                    if (UnrecognizedAction.IsReported(parameterType))
                    {
                        _ = report.TryAddRaw(parameter.Bytes); // 9260-3.2.1-06, 9260-3.2.1-08
                    }

                    if (!UnrecognizedAction.ContinuesProcessing(parameterType))
                    {
                        Finish(report, supported, used); // 9260-3.2.1-05, 9260-3.2.1-10
                        return;
                    }

                    break;
            }
        }

        IsMalformed |= reader.IsMalformed;
        Finish(report, supported, used);
    }

    private static AddressFamilies ReadSupported(ReadOnlySpan<byte> types)
    {
        AddressFamilies families = AddressFamilies.None;
        for (; types.Length >= sizeof(ushort); types = types[sizeof(ushort)..])
        {
            families |= (ParameterType)BinaryPrimitives.ReadUInt16BigEndian(types) switch
            {
                ParameterType.IPv4Address => AddressFamilies.IPv4,
                ParameterType.IPv6Address => AddressFamilies.IPv6,
                _ => AddressFamilies.None, // a host name is ignored: 9260-3.3.2.1.5-02
            };
        }

        return families;
    }

    private void Collect(in SctpAddress address, AddressFamilies ownFamilies)
    {
        if ((AddressFamily.Of(address) & ownFamilies) == 0 || _addressCount == _addresses.Length)
        {
            return;
        }

        foreach (ref readonly SctpAddress known in PeerAddresses)
        {
            if (known.IsSameHost(address))
            {
                return;
            }
        }

        _addresses[_addressCount++] = address;
    }

    private void Finish(in TlvWriter report, AddressFamilies? supported, AddressFamilies used)
    {
        _reportLength = report.Length;
        PeerFamilies = (supported ?? AddressFamilies.Both) | used;
    }

    private void Clear()
    {
        _addressCount = 0;
        _reportLength = 0;
        HasStateCookie = false;
        _stateCookie = default;
        _hostName = default;
        CookiePreservative = Duration.Zero;
        UnrecognizedByPeer = 0;
        IsMalformed = false;
        PeerFamilies = AddressFamilies.None;
    }

    private readonly record struct ByteRange(int Start, int Length);
}
