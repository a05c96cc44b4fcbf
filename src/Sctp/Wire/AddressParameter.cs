using System.Buffers.Binary;

namespace Sctp.Wire;

/// <summary>The IPv4 Address and IPv6 Address parameters (RFC 9260 sections 3.3.2.1.1 and 3.3.2.1.2).</summary>
internal static class AddressParameter
{
    /// <summary>Bytes of an IPv4 Address parameter.</summary>
    public const int IPv4Length = 8;

    /// <summary>Bytes of an IPv6 Address parameter.</summary>
    public const int IPv6Length = 20;

    /// <summary>Reads the address; false when the parameter is neither type or its length is not that of the type.</summary>
    public static bool TryRead(in ParameterView parameter, out SctpAddress address)
    {
        switch ((ParameterType)parameter.Type)
        {
            case ParameterType.IPv4Address when parameter.Bytes.Length == IPv4Length:
                address = SctpAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(parameter.Value));
                return true;

            case ParameterType.IPv6Address when parameter.Bytes.Length == IPv6Length:
                address = SctpAddress.FromBytes(parameter.Value);
                return true;

            default:
                address = SctpAddress.None;
                return false;
        }
    }
}
