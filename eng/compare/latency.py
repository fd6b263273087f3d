"""How long an editor waits for the generator, now and at another commit, in turn.

    python3 eng/compare/latency.py --before COMMIT [--rounds 60]

Packs Sinter twice, loads both generators into one process, and times them call by call in turn on a compilation of 200 files, warm: a full
generation, all squiggles with nothing cached, and what an edit in another file costs. A ratio is now / before.
"""

import argparse
import pathlib
import tempfile
import zipfile

import packages


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--before", required=True, help="the commit to compare with")
    arguments.add_argument("--rounds", type=int, default=60)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="sinter-latency-") as name:
        folder = pathlib.Path(name)
        for build in packages.pack(folder, options.before):
            with zipfile.ZipFile(folder / "feed" / f"Sinter.0.0.0-{build}.nupkg") as package:
                package.extractall(folder / build)
        print(packages.run(packages.ROOT, "dotnet", "run", "-c", "Release", "--project", "tests/Sinter.Benchmarks", "--", "latency", str(folder / "now"), str(folder / "before"), str(options.rounds)))


if __name__ == "__main__":
    main()
