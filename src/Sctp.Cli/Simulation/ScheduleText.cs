using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Everything that happens in a scenario beside plain delivery, one line each, for a person to read.</summary>
internal sealed class ScheduleText : IArtefactWriter
{
    public void Write(string folder, Scenario scenario, SimulationReport report)
    {
        File.WriteAllText(Path.Combine(folder, "schedule.txt"), Describe(scenario));
    }

    public static string Describe(Scenario scenario)
    {
        var text = new StringBuilder();
        AppendEach(text, scenario.Faults);
        if (scenario.Schedule is not { } schedule)
        {
            return text.Append("(all else is drawn by seed ").Append(scenario.Seed.ToString(CultureInfo.InvariantCulture)).Append(")\n").ToString();
        }

        AppendEach(text, schedule.Packets);
        AppendEach(text, schedule.Firings);
        AppendAttack(text, scenario.Attacker, schedule);
        AppendEach(text, schedule.Messages ?? []);
        return text.ToString();
    }

    private static void AppendAttack(StringBuilder text, AttackerOptions? attacker, Schedule schedule)
    {
        if (attacker is null)
        {
            return;
        }

        if (schedule.Strikes is not { } strikes)
        {
            text.Append(CultureInfo.InvariantCulture, $"attacker: all packets from {attacker.Start} to {attacker.Start + attacker.Length}\n");
            return;
        }

        foreach (int number in strikes)
        {
            text.Append(attacker.Describe(number)).Append('\n');
        }
    }

    private static void AppendEach<T>(StringBuilder text, IReadOnlyList<T> things)
    {
        foreach (T thing in things)
        {
            text.Append(thing).Append('\n');
        }
    }
}
