using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Scheduling;
using Sinter.Generator.Tests.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Levels;

/// <summary>Groups that no program could compute are named, with the level and the node.</summary>
public sealed class BrokenScheduleTests
{
    private const string Start = "Sabotage breaks the schedule for inference: Node ";

    [Fact]
    public void DroppedNode() => AssertPass("is computed by no group.", (fusion, groups) => fusion.Members(groups[^1]).Clear());

    [Fact]
    public void NodeOfTwoGroups() => AssertPass("is computed by two groups.", (fusion, groups) => fusion.Members(groups[1]).Insert(0, fusion.Members(groups[0])[0]));

    [Fact]
    public void KernelWithoutAnchor() => AssertSchedule("is in a Kernel whose anchor is -1.", schedule => Changed(schedule, group => group.Kind == GroupKind.Kernel, group => group with { Anchor = -1 }));

    [Fact]
    public void ProductInALoop() => AssertSchedule("has no place in a Loop.", schedule => Changed(schedule, group => group.Kind == GroupKind.Kernel, group => group with { Kind = GroupKind.Loop, Anchor = -1 }));

    [Fact]
    public void StepOfAScan()
    {
        var message = NetworkLevels.Inference.OverSchedule(SampleNetworks.Graph("ScanLstm"), FuseRows.Name, fusion => fusion.InBodies(each =>
        {
            if (each.Values.IsBody) each.Members(Groups(each)[^1]).Clear();
        }));
        Assert.StartsWith(Start, message, StringComparison.Ordinal);
        Assert.EndsWith("is computed by no group.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupBeforeItsInput() => AssertSchedule("which is computed behind it.", schedule => schedule with { Groups = schedule.Groups.Reverse().ToEquatableArray() });

    [Fact]
    public void DroppedGroup() => AssertSchedule("is computed by no group.", schedule => schedule with { Groups = schedule.Groups.Skip(1).ToEquatableArray() });

    [Fact]
    public void GroupThatIsThereTwice() => AssertSchedule("is computed by two groups.", schedule => schedule with { Groups = schedule.Groups.Append(schedule.Groups[0]).ToEquatableArray() });

    [Fact]
    public void NodesInAnotherOrder() => AssertSchedule(
        "in its group.",
        schedule => Changed(schedule, group => group.Nodes.Count > 1 && group.Kind != GroupKind.Kernel, group => group with { Nodes = group.Nodes.Reverse().ToEquatableArray() }), "Separable");

    [Fact]
    public void RowsOfAnotherLength() => AssertSchedule("elements in a group of", schedule => Changed(schedule, group => group.Kind == GroupKind.Loop, group => group with { Lanes = group.Lanes * 3 }), "Separable");

    [Fact]
    public void EpilogueOfAKernelThatTakesNone() => AssertSchedule("takes no epilogue, but is with", schedule =>
    {
        var pack = schedule.Groups.First(group => group.Kind == GroupKind.Kernel && !schedule.Values.TakesEpilogue(group.Anchor));
        var loop = schedule.Groups.First(group => group.Kind == GroupKind.Loop);
        var rest = schedule.Groups.Where(group => group != loop).Select(group => group == pack ? group with { Nodes = group.Nodes.Concat(loop.Nodes).ToEquatableArray() } : group);
        return schedule with { Groups = rest.ToEquatableArray() };
    }, "Separable");

    [Fact]
    public void ScanWithoutTheScheduleOfItsBody() => AssertSchedule("has a body without a schedule.", schedule => schedule with { Bodies = new Dictionary<int, Schedule>() }, "ScanLstm");

    private static void AssertPass(string end, Action<Fusion, List<int>> sabotage)
    {
        var message = NetworkLevels.Inference.OverSchedule(SampleNetworks.Graph("Mlp"), FuseRows.Name, fusion => sabotage(fusion, Groups(fusion)));
        Assert.StartsWith(Start, message, StringComparison.Ordinal);
        Assert.EndsWith(end, message, StringComparison.Ordinal);
    }

    // Passes change groups by joins, which never put them out of order: the verifier is given what a wrong join would leave.
    private static void AssertSchedule(string end, Func<Schedule, Schedule> sabotage, string network = "Mlp")
    {
        var setting = new Setting(PassOptions.Default, CancellationToken.None);
        var lowered = NetworkLevels.Inference.Lowered.Run(NetworkLevels.Inference.Graph.Run(SampleNetworks.Graph(network), setting), setting);
        var schedule = NetworkLevels.Inference.Schedule.Run(new Fusion(new ValueGraph(lowered, hoistsWeights: true), CancellationToken.None), setting).Finish();
        ScheduleVerifier.Check(schedule);
        var message = Assert.Throws<InvalidOperationException>(() => ScheduleVerifier.Check(sabotage(schedule))).Message;
        Assert.StartsWith("Node ", message, StringComparison.Ordinal);
        Assert.Contains(end, message, StringComparison.Ordinal);
    }

    private static Schedule Changed(Schedule schedule, Func<Group, bool> which, Func<Group, Group> change)
    {
        var groups = schedule.Groups.ToArray();
        var index = Array.FindIndex(groups, group => which(group));
        groups[index] = change(groups[index]);
        return schedule with { Groups = new(groups) };
    }

    private static List<int> Groups(Fusion fusion) =>
        [.. Enumerable.Range(0, fusion.Kinds.Length).Where(group => fusion.Members(group).Count > 0 && fusion.Kinds[group] is GroupKind.Loop or GroupKind.Kernel)];
}
