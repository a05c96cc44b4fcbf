namespace Sctp.Scripts.Layouts;

/// <summary>Types by name in lists of types.</summary>
internal static class TypeNames
{
    public static long? Parse(string name) => name switch
    {
        "IPv4" => 5,
        "IPv6" => 6,
        "HOSTNAME" => 11,
        _ => ElementLayouts.Find(ElementGroup.Chunk, name)?.Code,
    };
}
