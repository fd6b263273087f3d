#!/usr/bin/env bash
# Times Sinter against ONNX Runtime and PyTorch and writes artifacts/peers.json; eng/peers/setup.sh installs them.
#
#   eng/peers/run.sh [--rounds 11] [--threads 1,2] [--modes infer,train] [--batch 1,8] [NAME...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

dotnet build eng/peers/Sinter.Peers.csproj -c Release --nologo -v quiet
exec /usr/bin/python3 eng/peers/compare.py "$@"
