#!/usr/bin/env bash
# Publishes a LeNet-5 as a native executable, for AVX2 and for this machine, and prints its size, the time from the start of the process
# to the end behind its first prediction, and the time of a call beside that of the just-in-time compiler of the same framework.
#
#   eng/startup.sh [RUNS]
#
# Needs clang and zlib's headers, as every NativeAOT build does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-50}

command -v clang >/dev/null || { echo "NativeAOT links with clang, which is not on the PATH." >&2; exit 1; }
# The just-in-time compiler with the framework of the native executables, which may not be installed, beside it.
dotnet publish eng/startup -c Release --nologo -v quiet --output artifacts/startup/jit --self-contained -p:NativeAot=true -p:PublishAot=false
for instructions in avx2,fma native; do
    out=artifacts/startup/${instructions//,/-}
    # The comma is MSBuild's separator of properties.
    dotnet publish eng/startup -c Release --nologo -v quiet --output "$out" -p:NativeAot=true "-p:IlcInstructionSet=${instructions//,/%2C}"
done
exec python3 eng/startup/startup.py "$runs"
