#!/usr/bin/env bash
# Times Sinter on two threads against one, in turn; needs what eng/peers/setup.sh installs to make the weights.
#
#   eng/peers/threads.sh [--rounds 15] [NAME...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build eng/peers/Sinter.Peers.csproj -c Release --nologo -v quiet
exec /usr/bin/python3 eng/peers/threads.py "$@"
