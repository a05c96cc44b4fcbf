namespace Sctp.Wire;

/// <summary>The chunk parameter types of RFC 9260 sections 3.3.2 to 3.3.6. A number means the same in every chunk (section 3.2.1).</summary>
public enum ParameterType : ushort
{
    /// <summary>Heartbeat Info (RFC 9260 section 3.3.5): opaque to everyone but its sender.</summary>
    HeartbeatInfo = 1,

    /// <summary>IPv4 Address (RFC 9260 section 3.3.2.1.1): 4 bytes.</summary>
    IPv4Address = 5,

    /// <summary>IPv6 Address (RFC 9260 section 3.3.2.1.2): 16 bytes.</summary>
    IPv6Address = 6,

    /// <summary>State Cookie (RFC 9260 section 3.3.3.1.1).</summary>
    StateCookie = 7,

    /// <summary>Unrecognized Parameter (RFC 9260 section 3.3.3.1.2): holds the whole parameter reported.</summary>
    UnrecognizedParameter = 8,

    /// <summary>Cookie Preservative (RFC 9260 section 3.3.2.1.3): the life-span increment asked for, 32 bits of milliseconds.</summary>
    CookiePreservative = 9,

    /// <summary>Host Name Address (RFC 9260 section 3.3.2.1.4): deprecated, never sent.</summary>
    HostNameAddress = 11,

    /// <summary>Supported Address Types (RFC 9260 section 3.3.2.1.5): 16 bits for each type.</summary>
    SupportedAddressTypes = 12,
}
