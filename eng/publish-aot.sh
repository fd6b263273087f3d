#!/usr/bin/env bash
# Publishes a sample as a native executable and runs it: Digits predicts from weights that the ordinary build saved, Stories tells one, Import reads digits.
#
#   eng/publish-aot.sh [--sample Digits|Stories|Import] [--instructions SET] [--weights FILE] [-- OPTIONS OF THE SAMPLE...]
#
# SET is what IlcInstructionSet takes: "native" (this machine, the default), "avx2,fma", or "" for any x64 processor.
# Needs clang or gcc and zlib's headers, as every NativeAOT build does. Any trim or AOT warning is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sample=Digits
instructions=native
weights=digits.safetensors
while (($#)); do
    case $1 in
        --sample) sample=$2; shift 2 ;;
        --instructions) instructions=$2; shift 2 ;;
        --weights) weights=$2; shift 2 ;;
        --) shift; break ;;
        *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
done

command -v clang >/dev/null || command -v gcc >/dev/null || { echo "NativeAOT links with clang or gcc, neither of which is on the PATH." >&2; exit 1; }

out=artifacts/aot
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The comma is MSBuild's separator of properties.
dotnet publish "samples/$sample" --configuration Release --output "$out" \
    -p:NativeAot=true "-p:IlcInstructionSet=${instructions//,/%2C}" | tee "$log"
if grep -Eq 'warning (IL|SNT)[0-9]+' "$log"; then
    echo "There are trim or AOT warnings above." >&2
    exit 1
fi
ls -l "$out/$sample" | awk '{ printf "%s: %.1f MB, no trim or AOT warnings\n", $NF, $5 / 1e6 }'

if [[ $sample != Digits ]]; then
    echo "native executable:"
    exec "$out/$sample" "$@"
fi

if [[ ! -f $weights ]]; then
    echo "There is no $weights yet: one epoch of training under the JIT makes it."
    dotnet run --configuration Release --project samples/Digits -- --epochs 1 --weights "$weights" "$@" | tail -n 1
fi
echo "native executable:"
"$out/Digits" --predict --weights "$weights" "$@"
