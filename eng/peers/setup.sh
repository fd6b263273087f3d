#!/usr/bin/env bash
# Installs what eng/peers/run.sh compares Sinter with: ONNX Runtime from npm into artifacts/peers, PyTorch from Debian.
# What is there already stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Without libopenblas0-pthread PyTorch multiplies matrices with the reference BLAS, fifty times as slowly.
packages=(python3-torch python3-torchvision python3-onnx python3-numpy libopenblas0-pthread)
missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "installing from Debian: ${missing[*]}"
  root=()
  ((EUID == 0)) || root=(sudo)
  "${root[@]}" apt-get install --no-install-recommends --yes "${missing[@]}"
else
  echo "PyTorch is installed"
fi

# Scripts are left out: the package's own only downloads what a graphics card needs. The processor's library is in the package.
if compgen -G 'artifacts/peers/node_modules/onnxruntime-node/bin/napi-v*/linux/x64/libonnxruntime.so.1' >/dev/null; then
  echo "ONNX Runtime is installed"
else
  command -v npm >/dev/null || { echo "setup.sh: npm is needed to install ONNX Runtime" >&2; exit 1; }
  echo "installing onnxruntime-node from npm"
  mkdir -p artifacts/peers
  npm install --ignore-scripts --no-audit --no-fund --prefix artifacts/peers onnxruntime-node@1.30
fi
