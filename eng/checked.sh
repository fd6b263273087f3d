#!/usr/bin/env bash
# The checked build (CONTRIBUTING.md): all golden tests, the tests of generated code and of kernels, and random networks, on every
# instruction set that can be switched off here. Prints the networks and the calls of each; ends with an error at the first finding.
#
# usage: eng/checked.sh [networks] [seed]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
networks=${1:-2000}
seed=${2:-1}

for project in tests/Sinter.Runtime.Tests tests/Sinter.Golden.Tests tests/Sinter.Generator.Tests eng/fuzz; do
  dotnet build "$project" -c Release -p:SinterChecked=true -v q -clp:ErrorsOnly
done

bin=artifacts/checked/bin
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export SINTER_CHECKED_LOG=$log

# The level, and what switches off all above it.
on() {
  local level=$1; shift
  : > "$log"
  env "$@" dotnet vstest "$bin/Sinter.Golden.Tests/release/Sinter.Golden.Tests.dll" --logger:"console;verbosity=minimal"
  env "$@" dotnet vstest "$bin/Sinter.Runtime.Tests/release/Sinter.Runtime.Tests.dll" --logger:"console;verbosity=minimal" --TestCaseFilter:"FullyQualifiedName~Kernels|FullyQualifiedName~Contractions|FullyQualifiedName~Networks"
  env "$@" dotnet vstest "$bin/Sinter.Generator.Tests/release/Sinter.Generator.Tests.dll" --logger:"console;verbosity=minimal" --TestCaseFilter:"FullyQualifiedName~Scheduling|FullyQualifiedName~Symbols|FullyQualifiedName~Passes"
  env "$@" dotnet "$bin/Sinter.Fuzz/release/Sinter.Fuzz.dll" --count "$networks" --seed "$seed"
  awk -v level="$level" '{ calls += $2 } END { printf "%s: %d calls, 0 findings\n", level, calls }' "$log"
}

on "widest" _=_
on "AVX2" DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0
on "Vector128 with AVX" DOTNET_EnableAVX2=0
on "Vector128" DOTNET_EnableAVX=0
on "scalar" DOTNET_EnableHWIntrinsic=0
