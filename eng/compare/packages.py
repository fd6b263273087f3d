"""Packs Sinter as it is, and as it was at another commit, for what compares the two."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(folder, *command, server=False):
    """Runs a command to its end and returns what it prints; no compiler and no build node stays in memory behind it, unless asked for."""
    environment = {name: value for name, value in os.environ.items() if name not in ("UseSharedCompilation", "MSBUILDDISABLENODEREUSE")}
    if not server:
        environment |= {"UseSharedCompilation": "false", "MSBUILDDISABLENODEREUSE": "1"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} in {folder}:\n{result.stdout[-4000:]}{result.stderr[-2000:]}")
    return result.stdout


def pack(folder, before=None):
    """Packs into the folder's `feed`, as versions 0.0.0-now and 0.0.0-before. Returns the names: now, and before if there is one."""
    roots = {"now": ROOT}
    if before:
        run(folder, "git", "clone", "--quiet", str(ROOT), "source")
        run(folder / "source", "git", "checkout", "--quiet", before)
        roots["before"] = folder / "source"
    for name, root in roots.items():
        run(root, "dotnet", "pack", "eng/package/Sinter.csproj", "-c", "Release", "-o", str(folder / "feed"), f"-p:Version=0.0.0-{name}")
    return list(roots)
