using System;
using System.Collections.Generic;
using System.Globalization;
using Sctp.Scripts.Language;
using Sctp.Scripts.Layouts;

namespace Sctp.Scripts.Packets;

/// <summary>Compares a packet of the stack with what a script expects, chunk by chunk and field by field, except where the script writes <c>...</c>.</summary>
internal sealed class PacketMatcher
{
    private readonly Numbering _numbering;
    private readonly List<string> _differences = [];

    public PacketMatcher(Numbering numbering) => _numbering = numbering;

    /// <summary>Notes what a packet of the stack tells of its numbers, with the script's numbers for them.</summary>
    public void Learn(PacketPattern? pattern, LivePacket packet)
    {
        for (int i = 0; i < packet.Chunks.Count; i++)
        {
            LiveElement live = packet.Chunks[i];
            ElementExpression? expected = pattern?.Chunks is { } chunks && i < chunks.Count && chunks[i].Name == live.Name ? chunks[i] : null;
            switch (live.Name)
            {
                case "INIT" or "INIT_ACK" when live.Body.Length >= 16:
                    LiveElement? cookie = live.Nested(out _).Find(parameter => parameter.Name == "STATE_COOKIE");
                    _numbering.LearnFromStack(
                        live.Name == "INIT_ACK",
                        live.UInt32At(0),
                        live.UInt32At(12),
                        (expected?.Find("tag") as NumberExpression)?.Value,
                        (expected?.Find("tsn") as NumberExpression)?.Value,
                        cookie?.Body ?? default);
                    break;
                case "HEARTBEAT" when live.Nested(out _) is [{ Name: "HEARTBEAT_INFORMATION" } information, ..]:
                    _numbering.LearnHeartbeat(information.Body);
                    break;
                case "ABORT" or "SHUTDOWN_COMPLETE" when packet.Tag == _numbering.PeerTag:
                    _numbering.AssociationEnded();
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>What differs, in sentences; empty where nothing does.</summary>
    public IReadOnlyList<string> Compare(PacketPattern pattern, LivePacket packet)
    {
        _differences.Clear();
        CompareHeader(pattern, packet);
        if (pattern.Bytes is { } bytes)
        {
            CompareValue("the bytes behind the header", bytes, LiveElement.BytesExpression(packet.Sent.Bytes.Span[Math.Min(12, packet.Sent.Bytes.Length)..]));
            return _differences;
        }

        IReadOnlyList<ElementExpression> chunks = pattern.Chunks ?? [];
        for (int i = 0; i < chunks.Count || i < packet.Chunks.Count; i++)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"chunk {i + 1}");
            if (i >= packet.Chunks.Count)
            {
                Differ($"{where}: {chunks[i].Name} is missing");
            }
            else if (i >= chunks.Count)
            {
                Differ($"{where}: {packet.Chunks[i].Name} is one too many");
            }
            else
            {
                CompareElement($"{where} ({chunks[i].Name})", chunks[i], packet.Chunks[i]);
            }
        }

        if (packet.IsMalformed)
        {
            Differ("the packet is malformed behind its last chunk");
        }

        return _differences;
    }

    private static string EcnName(EcnCodepoint ecn) => ecn switch
    {
        EcnCodepoint.Ect0 => "ect0",
        EcnCodepoint.Ect1 => "ect1",
        EcnCodepoint.CongestionExperienced => "ce",
        _ => "noecn",
    };

    private static string? CountOf(ScriptExpression value) => value is ListExpression list ? list.Items.Count.ToString(CultureInfo.InvariantCulture) : null;

    private void CompareHeader(PacketPattern pattern, LivePacket packet)
    {
        if (pattern.IsChecksumZero ? packet.Checksum != 0 : pattern.IsChecksumBad == packet.HasGoodChecksum)
        {
            Differ(pattern.IsChecksumZero ? "the checksum is not 0" : pattern.IsChecksumBad ? "the checksum is right" : "the checksum is wrong");
        }

        string ecn = EcnName(packet.Sent.Ecn);
        if (pattern.Ecn is { } expected && expected != ecn && !(expected == "ect01" && ecn is "ect0" or "ect1"))
        {
            Differ($"the ECN field is {ecn}, expected {expected}");
        }

        if (pattern.Tag is { } tag)
        {
            if (packet.Tag != (uint)tag && packet.Tag != _numbering.TagToLive((uint)tag))
            {
                Differ($"the Verification Tag is {packet.Tag}, expected {tag}");
            }
        }
        else if (!IsRightTag(packet))
        {
            Differ($"the Verification Tag is {packet.Tag}, expected {_numbering.PeerTag}");
        }
    }

    private bool IsRightTag(LivePacket packet)
    {
        if (packet.Chunks.Count == 0)
        {
            return true;
        }

        LiveElement first = packet.Chunks[0];
        return first.Name switch
        {
            "INIT" => packet.Tag == 0,
            "INIT_ACK" => packet.Tag == _numbering.LastInitTag,
            "ABORT" or "SHUTDOWN_COMPLETE" when (first.Flags & 1) != 0 => packet.Tag == _numbering.LastReceivedTag || packet.Tag == _numbering.PeerTag,
            "ABORT" => packet.Tag == _numbering.PeerTag || packet.Tag == _numbering.LastInitTag,
            _ => packet.Tag == _numbering.PeerTag,
        };
    }

    private void CompareElement(string where, ElementExpression expected, LiveElement live)
    {
        ElementLayout? layout = ElementLayouts.Find(live.Group, expected.Name);
        if (layout is null)
        {
            CompareGeneric(where, expected, live);
            return;
        }

        if (layout.Code != live.Code)
        {
            Differ($"{where}: seen {live.ToExpression(_numbering)}");
            return;
        }

        CompareFlags(where, expected, live, layout);
        if (expected.Find("len") is { } length)
        {
            CompareValue(where + " len", length, LiveElement.Number(live.Length));
        }

        List<Member> fields = live.Read(_numbering, out bool isWhole);
        if (!isWhole && !live.IsReflected)
        {
            Differ($"{where}: its length does not fit what it holds");
        }

        bool isOpen = false;
        List<ElementExpression> nested = [];
        foreach (Member member in expected.Members)
        {
            if (member.Name is null)
            {
                isOpen |= member.Value is EllipsisExpression;
                if (member.Value is ElementExpression element)
                {
                    nested.Add(element);
                }
            }
            else if (member.Name is not ("flgs" or "len"))
            {
                CompareField(where, member, fields, live);
            }
        }

        bool holdsElements = Array.Exists(layout.Fields, field => field.Kind is FieldKind.Parameters or FieldKind.Causes);
        if (holdsElements)
        {
            CompareNested(where, nested, live.Nested(out _), isOpen);
        }
    }

    private void CompareFlags(string where, ElementExpression expected, LiveElement live, ElementLayout layout)
    {
        switch (expected.Find("flgs"))
        {
            case NumberExpression number:
                CompareValue(where + " flgs", number, LiveElement.Number(live.Flags));
                break;
            case WordExpression word:
                if (layout.FlagsOf(word.Name) != live.Flags)
                {
                    Differ($"{where} flgs: expected {word.Name}, seen {live.Read(_numbering, out _)[0].Value}");
                }

                break;
            default:
                break;
        }
    }

    private void CompareField(string where, Member member, List<Member> fields, LiveElement live)
    {
        if (member.Value is EllipsisExpression)
        {
            return;
        }

        Member? field = fields.Find(candidate => candidate.Name == member.Name);
        if (field is null)
        {
            Differ($"{where}: {member.Name} is missing");
        }
        else if (member.Value is ListExpression list && live.Layout!.Find(member.Name!) is { Kind: FieldKind.NamedParameters })
        {
            List<ElementExpression> nested = [];
            foreach (ScriptExpression item in list.Items)
            {
                if (item is ElementExpression element)
                {
                    nested.Add(element);
                }
            }

            CompareNested(where + " " + member.Name, nested, live.Nested(out _));
        }
        else if (member.Value is ElementExpression one)
        {
            CompareNested(where + " " + member.Name, [one], live.Nested(out _));
        }
        else
        {
            CompareValue(where + " " + member.Name, member.Value, field.Value);
        }
    }

    /// <summary>Compares elements in order; further ones may follow where the script leaves the end open.</summary>
    private void CompareNested(string where, List<ElementExpression> expected, List<LiveElement> live, bool isOpen = false)
    {
        for (int i = 0; i < expected.Count || (i < live.Count && !isOpen); i++)
        {
            if (i >= live.Count)
            {
                Differ($"{where}: {expected[i].Name} is missing");
            }
            else if (i >= expected.Count)
            {
                Differ($"{where}: {live[i].ToExpression(_numbering)} is one too many");
            }
            else
            {
                CompareElement($"{where} {expected[i].Name}", expected[i], live[i]);
            }
        }
    }

    private void CompareGeneric(string where, ElementExpression expected, LiveElement live)
    {
        foreach (Member member in expected.Members)
        {
            ScriptExpression seen = member.Name switch
            {
                "flgs" => LiveElement.Number(live.Flags),
                "len" => LiveElement.Number(live.Length),
                "type" or "code" => LiveElement.Number(live.Code),
                _ => LiveElement.BytesExpression(live.Body.Span),
            };
            ScriptExpression wanted = member.Value is WordExpression word && TypeNames.Parse(word.Name) is { } type ? LiveElement.Number(type) : member.Value;
            CompareValue($"{where} {member.Name}", wanted, seen);
        }
    }

    private void CompareValue(string where, ScriptExpression expected, ScriptExpression seen)
    {
        if (!AreEqual(expected, seen))
        {
            string counts = CountOf(expected) is { } one && CountOf(seen) is { } other && one != other ? $" ({one} and {other} of them)" : string.Empty;
            Differ($"{where}: expected {expected}, seen {seen}{counts}");
        }
    }

    private static bool AreEqual(ScriptExpression expected, ScriptExpression seen)
    {
        switch (expected)
        {
            case EllipsisExpression:
                return true;
            case NumberExpression number:
                return seen is NumberExpression other && other.Value == number.Value;
            case WordExpression word:
                return seen is NumberExpression type && TypeNames.Parse(word.Name) == type.Value;
            case TextExpression text:
                return seen is TextExpression same && same.Text == text.Text;
            case AddressExpression address:
                return seen is AddressExpression place && SctpAddress.Parse(place.Address) == SctpAddress.Parse(address.Address);
            case RangeExpression range:
                return seen is RangeExpression block && block.First == range.First && block.Last == range.Last;
            case ListExpression { Items: [EllipsisExpression] }:
                return true;
            case ListExpression list:
                if (seen is not ListExpression found || found.Items.Count != list.Items.Count)
                {
                    return false;
                }

                for (int i = 0; i < list.Items.Count; i++)
                {
                    if (!AreEqual(list.Items[i], found.Items[i]))
                    {
                        return false;
                    }
                }

                return true;
            case StructExpression entry:
                if (seen is not StructExpression pair || pair.Members.Count != entry.Members.Count)
                {
                    return false;
                }

                for (int i = 0; i < entry.Members.Count; i++)
                {
                    if (!AreEqual(entry.Members[i].Value, pair.Members[i].Value))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private void Differ(string difference) => _differences.Add(difference);
}
