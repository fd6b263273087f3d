"""What a deep network costs whoever builds and starts a project with it, now and at another commit, in turn.

    python3 eng/compare/builds.py [--before COMMIT] [--rounds 5] [--server]

Packs Sinter, makes console projects that know the package and nothing else, and prints: how long `dotnet build --no-restore` takes after
another file of the project has changed, beside the same in a project without a network; and the first call of a network in a new process,
the just-in-time compiler's work included. Each figure is the median and the minimum of the rounds. By default no compiler stays in memory
between builds, as on a build server; with --server one does, as for a developer.
"""

import argparse
import pathlib
import re
import shutil
import statistics
import tempfile
import time

from packages import ROOT, pack, run

BUILT = ["ResNet110", "Gpt2", "DenseNet121"]
STARTED = {
    "ResNet50": ("new float[3 * 224 * 224]", "new float[1000]", ""),
    "Gpt": ("new float[128 * 768]", "new float[128 * 768]", ""),
    "Lstm": ("new float[64 * 128]", "new float[10]", "new int[] { 3 }"),
}
PROJECT = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Sinter" Version="{version}" />
    <Using Include="Sinter" />
  </ItemGroup>
</Project>
"""
FEEDS = """<configuration>
  <config><add key="globalPackagesFolder" value="{folder}/packages" /></config>
  <packageSources><add key="builds" value="{folder}/feed" /></packageSources>
</configuration>
"""
FIRST_CALL = """using System.Diagnostics;
var net = new {network}(seed: 1);
float[] input = {input}, output = {output};
var watch = Stopwatch.StartNew();
using var session = net.CreateSession();
session.Forward(input, output);
Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
{training}
"""
FIRST_STEP = """watch.Restart();
using var trainer = net.CreateTrainer(new Sgd(), maxBatch: 1);
trainer.Step(input, {label});
Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
"""


def source_of(network):
    places = [ROOT / "eng/peers/Networks", *sorted((ROOT / "samples/Zoo/Networks").iterdir())]
    file = next(file for file in (place / f"{network}.cs" for place in places) if file.exists())
    return re.sub(r"namespace [\w.]+;", "", file.read_text())


def project(folder, version, program, network=None):
    folder.mkdir(parents=True)
    (folder / "Consumer.csproj").write_text(PROJECT.format(version=version))
    (folder / "nuget.config").write_text(FEEDS.format(folder=folder.parent.parent))
    (folder / "Program.cs").write_text(program)
    if network:
        (folder / "Network.cs").write_text(network)
    run(folder, "dotnet", "restore")
    run(folder, "dotnet", "build", "--no-restore", "-c", "Release")
    return folder


def summary(times, unit):
    return f"{statistics.median(times):.1f} ({min(times):.1f}) {unit}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--before", help="a commit to compare with")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--server", action="store_true", help="let a compiler stay in memory between builds")
    options = arguments.parse_args()

    folder = pathlib.Path(tempfile.mkdtemp(prefix="sinter-builds-"))
    roots = pack(folder, options.before)

    empty = 'Console.WriteLine("Hello");'
    builds = {(name, network): project(folder / name / (network or "empty"), f"0.0.0-{name}", empty, network and source_of(network)) for name in roots for network in [None, *BUILT]}
    times = {key: [] for key in builds}
    for number in range(options.rounds + 1):
        for key, place in builds.items():
            (place / "Other.cs").write_text(f"internal static class Other {{ public const int Number = {number}; }}")
            start = time.perf_counter()
            run(place, "dotnet", "build", "--no-restore", "-c", "Release", server=options.server)
            if number:
                times[key].append(time.perf_counter() - start)
    print("| a build after another file has changed | " + " | ".join(f"{name}: s, median (minimum)" for name in roots) + " |")
    print("|---|" + "---:|" * len(roots))
    for network in [None, *BUILT]:
        cells = []
        for name in roots:
            more = "" if network is None else f", {min(times[name, network]) - min(times[name, None]):+.1f}"
            cells.append(summary(times[name, network], "s") + more)
        print(f"| {network or 'no network'} | " + " | ".join(cells) + " |")

    starts = {}
    for name in roots:
        for network, (given, received, label) in STARTED.items():
            program = FIRST_CALL.format(network=network, input=given, output=received, training=FIRST_STEP.format(label=label) if label else "")
            place = project(folder / name / ("start-" + network), f"0.0.0-{name}", program, source_of(network))
            starts[name, network] = place / "bin/Release/net10.0/Consumer.dll"
    rows = {}
    for number in range(options.rounds * 4):
        for (name, network), program in starts.items():
            for call, line in enumerate(run(folder, "dotnet", str(program)).split()):
                rows.setdefault((network, call), {}).setdefault(name, []).append(float(line))
    print("\n| first call | " + " | ".join(f"{name}: ms, median (minimum)" for name in roots) + " |")
    print("|---|" + "---:|" * len(roots))
    for (network, call), by in rows.items():
        print(f"| {network}, {'step of training' if call else 'prediction'} | " + " | ".join(summary(by[name], "ms") for name in roots) + " |")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
