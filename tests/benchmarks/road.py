"""How long the road takes, and how much memory: run it by hand, it judges nothing.

    python tests/benchmarks/road.py [INPUT...]      (default: seeds/)

Each command runs in a process of its own, as a user's would; "cold" is with an empty cache folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(label: str, command: list[str], env: dict[str, str]) -> None:
    """Run once; print wall seconds and the peak resident memory of the process, in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    print(f"{label:28} {seconds:7.2f} s {usage.ru_maxrss / 1024:8.0f} MiB   exit {process.returncode}")


def main() -> None:
    """Measure start, index build, and the map cold and warm."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("inputs", nargs="*", default=["seeds"], metavar="INPUT", help="articles, as for geo map")
    inputs = options.parse_args().inputs
    geo, gazetteer = [sys.executable, "-m", "geo"], [sys.executable, "-m", "gazetteer"]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "SITMAP_CACHE": str(Path(folder, "cache"))}
        output = str(Path(folder, "map.html"))
        measure("geo --help", [*geo, "--help"], env)
        measure("gazetteer --help", [*gazetteer, "--help"], env)
        measure("geo map, cold", [*geo, "map", *inputs, "-o", output], env)
        measure("geo map, warm", [*geo, "map", *inputs, "-o", output], env)
        measure("gazetteer build", [*gazetteer, "build"], env)
        measure("gazetteer lookup", [*gazetteer, "lookup", "Zumarah", "--country", "LY"], env)
        size = sum(f.stat().st_size for f in Path(folder, "cache").rglob("*") if f.is_file())
        print(f"{'index on disk':28} {size / 2**20:7.1f} MiB")
        print(f"{'map':28} {Path(output).stat().st_size / 1e6:7.2f} MB")


if __name__ == "__main__":
    main()
