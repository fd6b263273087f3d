#!/usr/bin/env bash
# The checked build (CONTRIBUTING.md): random networks, each on vectors of every width, and the golden tests and those of generated code
# and of kernels on every instruction set that can be switched off here. Prints how many networks and calls; ends at the first finding.
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
SINTER_CHECKED_LOG=$(mktemp)
export SINTER_CHECKED_LOG
trap 'rm -f "$SINTER_CHECKED_LOG"' EXIT

# Every process adds a line: the widest vectors it had, and its calls.
calls() { awk '{ calls += $2; level = $1 } END { print calls " calls on " level }' "$SINTER_CHECKED_LOG"; : > "$SINTER_CHECKED_LOG"; }

tests() { dotnet vstest "$bin/$1/release/$1.dll" --logger:"console;verbosity=minimal" ${2:+--TestCaseFilter:"$2"}; }

fuzz() { dotnet "$bin/Sinter.Fuzz/release/Sinter.Fuzz.dll" --count "$1" --seed "$2" --stop-after 1; }

fuzz "$networks" "$seed"
echo "$networks networks: $(calls)"

# What is switched off, widest first: nothing, 512 bits where there are any, 256 bits, and the encoding of AVX besides.
levels=("" "AVX512 AVX512F AVX2" "AVX512 AVX512F AVX2 AVX" "AVX512 AVX512F AVX2 AVX HWIntrinsic")
! grep -q avx512f /proc/cpuinfo || levels=("" "AVX512 AVX512F" "${levels[@]:1}")
for off in "${levels[@]}"; do
  (
    for name in $off; do export "DOTNET_Enable$name=0"; done
    tests Sinter.Golden.Tests
    # Not what is said of machine code: it is another build's.
    tests Sinter.Runtime.Tests "(FullyQualifiedName~Kernels|FullyQualifiedName~Contractions|FullyQualifiedName~Networks)&FullyQualifiedName!~Disassembly"
    [[ $off ]] || tests Sinter.Generator.Tests "FullyQualifiedName~Scheduling|FullyQualifiedName~Symbols"
    fuzz $((networks / 10)) $((seed + networks))
  )
  echo "${off:+without $off: }$(calls)"
done
