"""Records the goldens of tests/Sinter.Golden.Tests with PyTorch.

Needs PyTorch 1.13 or later on the CPU and NumPy; on Debian 12:
    apt-get install --no-install-recommends python3-torch python3-numpy libopenblas0-pthread
    /usr/bin/python3 eng/goldens/record.py

Outputs and gradients are worked out in float64 from float32 weights and inputs and stored as float32: they are the
truth to compare with. The losses of ten training steps come from float32, as a user of PyTorch sees them. The script
runs both precisions and fails when they disagree by more than a fraction of the tests' tolerances. The edges, where
float32 overflows, are recorded in float32.
Inputs and large weights are not stored: formula.py makes them, and the tests make them again. The networks of samples/Zoo have a script
of their own, record_zoo.py, which takes longer than all of these.
"""

import os
import warnings

import torch

import activations
import container
import freezing
import images
import indexed
import layers
import losses
import networks
import norms
import record_accuracy
import record_alignments
import record_attention
import record_edges
import record_indexed
import record_integers
import record_layers
import record_networks
import record_optimizers
import record_optional
import record_sequences
import record_windows
import sequences
import windows

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Sinter.Golden.Tests", "Goldens")

# Files of tiny cases, a layer or loss each.
FAMILIES = {"Layers": layers.ALL, "Images": images.ALL, "Activations": activations.ALL, "Norms": norms.ALL, "Losses": losses.ALL}


def main():
    warnings.filterwarnings("ignore", "Using padding=.same. with even kernel")
    warnings.filterwarnings("ignore", "reduction: .mean. divides")
    warnings.filterwarnings("ignore", "The epoch parameter in `scheduler.step")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    os.makedirs(FOLDER, exist_ok=True)
    metadata = {"recorded_by": "eng/goldens/record.py", "torch": torch.__version__}
    for kind in networks.ALL + freezing.ALL:
        store, weights = record_networks.record(kind)
        container.write(os.path.join(FOLDER, kind.__name__ + ".safetensors"), store, metadata)
        if weights:
            container.write(os.path.join(FOLDER, kind.__name__ + ".weights.safetensors"), weights)
    container.write(os.path.join(FOLDER, "Accuracy.safetensors"), record_accuracy.record(), metadata)
    for name, cases in FAMILIES.items():
        container.write(os.path.join(FOLDER, name + ".safetensors"), record_layers.record(cases), metadata)
    container.write(os.path.join(FOLDER, "Attentions.safetensors"), record_attention.record(), metadata)
    container.write(os.path.join(FOLDER, "Alignments.safetensors"), record_alignments.record(), metadata)
    container.write(os.path.join(FOLDER, "Sequences.safetensors"), record_sequences.record(sequences.ALL), metadata)
    container.write(os.path.join(FOLDER, "Indexed.safetensors"), record_indexed.record(indexed.ALL), metadata)
    container.write(os.path.join(FOLDER, "Integers.safetensors"), record_integers.record(), metadata)
    container.write(os.path.join(FOLDER, "Windows.safetensors"), record_windows.record(windows.ALL), metadata)
    container.write(os.path.join(FOLDER, "Edges.safetensors"), record_edges.record(), metadata)
    container.write(os.path.join(FOLDER, "Optimizers.safetensors"), record_optimizers.record(), metadata)
    container.write(os.path.join(FOLDER, "Optional.safetensors"), record_optional.record(), metadata)


if __name__ == "__main__":
    main()
