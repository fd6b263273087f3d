#!/usr/bin/env bash
# Puts the trained models of the shared data, with their inputs and outputs, where eng/onnx finds them.
#
#   eng/onnx/shared.sh [FOLDER] [SHARED DATA]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=${1:-artifacts/onnx}
shared=$(realpath "${2:-../shared/data/onnx}")
mkdir -p "$folder"
model() {
    ln -sf "$shared/$2" "$folder/$1.onnx"
    if [[ -n $3 ]]; then ln -sf "$shared/$3" "$folder/$1.npz"; fi
    if [[ -n $4 ]]; then echo "$4" >"$folder/$1.dims"; fi
}
model mnist8 mnist-8/model.onnx "" ""
model burn_mnist burn-mnist/mnist.onnx burn-mnist__mnist.npz ""
model espcn espcn/super_resolution.onnx espcn__super_resolution.npz ""
model ultraface ultraface/version-RFB-320.onnx ultraface__version-RFB-320.npz ""
model silero_vad silero-vad/silero_vad.onnx silero-vad__silero_vad.npz "input0=1, input1=576, state1=1, sr=16000"
model silero_vad_16k silero-vad/silero_vad_16k_op15.onnx silero-vad__silero_vad_16k_op15.npz "sequence=576"
