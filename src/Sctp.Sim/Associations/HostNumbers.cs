namespace Sctp.Sim.Associations;

/// <summary>
/// How the hosts of a scenario are numbered: the client of the first association is 0, the server 1, and the clients of further associations follow.
/// </summary>
internal static class HostNumbers
{
    public const int Server = 1;

    private const int FirstPort = 5_000;

    public static int ClientOf(int association) => association == 0 ? 0 : association + 1;

    public static int Of(Side side, int association) => side == Side.Server ? Server : ClientOf(association);

    /// <summary>How many hosts a number of associations needs.</summary>
    public static int CountFor(int associations) => associations + 1;

    /// <summary>The SCTP port of a host.</summary>
    public static ushort PortOf(int host) => (ushort)(FirstPort + host);

    /// <summary>The name of a host in reports and traces.</summary>
    public static string NameOf(int host) => host switch
    {
        0 => "client",
        Server => "server",
        _ => "client" + host.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
