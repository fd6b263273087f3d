#!/usr/bin/env bash
# Times the networks of the zoo against ONNX Runtime, which eng/peers/setup.sh installs, and writes samples/Zoo/Catalog/Measured.json.
#
#   eng/zoo/run.sh [--rounds 11] [--only prepare|time] [NAME...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What is generated is written down only by a compilation of its own.
rm -rf artifacts/zoo/generated
dotnet build samples/Zoo -c Release --nologo -v quiet --no-incremental -p:EmitCompilerGeneratedFiles=true "-p:CompilerGeneratedFilesOutputPath=$PWD/artifacts/zoo/generated"
dotnet build eng/zoo -c Release --nologo -v quiet
exec /usr/bin/python3 eng/zoo/times.py "$@"
