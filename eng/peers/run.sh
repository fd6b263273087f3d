#!/usr/bin/env bash
# Times Sinter against ONNX Runtime and PyTorch and writes artifacts/peers.json; eng/peers/setup.sh installs them. With --native it times
# Sinter's native executables, for AVX2 and for this machine, against the just-in-time compiler and writes artifacts/peers-native.json.
# With --before it times Sinter against what it was at another commit, which it checks out and builds in a folder for temporary files:
# within this one, BenchmarkDotNet would find every project twice.
#
#   eng/peers/run.sh [--native | --before COMMIT] [--rounds 11] [--threads 1,2] [--modes infer,train] [--batch 1,8] [NAME...]
#
# Native builds need clang and zlib's headers, as every NativeAOT build does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ ${1-} == --before ]]; then
    commit=$(git rev-parse --verify "$2^{commit}")
    folder=${TMPDIR:-/tmp}/sinter-before/$commit
    [[ -d $folder ]] || git clone --quiet . "$folder"
    git -C "$folder" checkout --quiet "$commit"
    for root in . "$folder"; do dotnet build "$root/eng/peers/Sinter.Peers.csproj" -c Release --nologo -v quiet; done
    exec /usr/bin/python3 eng/peers/before.py "$folder/eng/peers/bin/Release/net10.0/Sinter.Peers.dll" "${@:3}"
fi

if [[ ${1-} != --native ]]; then
    dotnet build eng/peers/Sinter.Peers.csproj -c Release --nologo -v quiet
    exec /usr/bin/python3 eng/peers/compare.py "$@"
fi

command -v clang >/dev/null || { echo "NativeAOT links with clang, which is not on the PATH." >&2; exit 1; }
# The just-in-time compiler with the framework of the native executables, which may not be installed, beside it.
dotnet publish eng/peers -c Release --nologo -v quiet --output artifacts/peers/jit --self-contained -p:NativeAot=true -p:PublishAot=false
for instructions in avx2,fma native; do
    # The comma is MSBuild's separator of properties.
    dotnet publish eng/peers -c Release --nologo -v quiet --output "artifacts/peers/${instructions//,/-}" -p:NativeAot=true "-p:IlcInstructionSet=${instructions//,/%2C}"
done
exec /usr/bin/python3 eng/peers/native.py "${@:2}"
