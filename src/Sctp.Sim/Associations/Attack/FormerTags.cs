namespace Sctp.Sim.Associations.Attack;

/// <summary>The tags of an association that was over before the run began, whose packets an attacker replays.</summary>
internal sealed class FormerTags
{
    private const int Capacity = 16;

    private readonly uint[] _tags = new uint[Capacity];
    private int _count;

    public void Add(uint tag)
    {
        if (tag != 0 && !Contains(tag) && _count < Capacity)
        {
            _tags[_count++] = tag;
        }
    }

    public bool Contains(uint tag) => System.Array.IndexOf(_tags, tag, 0, _count) >= 0;
}
