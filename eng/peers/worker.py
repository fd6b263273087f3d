"""PyTorch or ONNX Runtime in a process of its own; compare.py starts it, with OMP_NUM_THREADS set, and asks it.

    worker.py --peer pytorch|onnxruntime [--library libonnxruntime.so.1] NETWORK MODE BATCH THREADS FOLDER

It answers as Program.cs does: "run" with the loss of one call, whose outputs it writes; "time N" with the microseconds of one of N.
"""

import argparse
import json
import os
import struct
import sys
import time

import numpy


def read(options, name, kind=numpy.float32):
    return numpy.fromfile(os.path.join(options.folder, name), kind)


def shapes(options):
    with open(os.path.join(options.folder, "shapes.json"), encoding="utf-8") as file:
        return json.load(file)


def onnxruntime_call(options):
    """The call, and what gives its outputs."""
    import onnxruntime

    shape = shapes(options)
    inputs, outputs = read(options, "input.bin").reshape(shape["input"]), numpy.zeros(shape["output"], numpy.float32)
    runtime = onnxruntime.Runtime(options.library)
    session = onnxruntime.Session(runtime, os.path.join(options.folder, "model.onnx"), {"x": inputs}, {"y": outputs}, options.threads)
    return session.run, lambda result: outputs


def weights(torch, path):
    """A safetensors file as a state_dict."""
    kinds = {"F32": torch.float32, "I64": torch.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data, dtype=kinds[entry["dtype"]], offset=begin, count=(end - begin) // (4 if entry["dtype"] == "F32" else 8))
        tensors[name] = tensors[name].reshape(entry["shape"])
    return tensors


def pytorch_call(options):
    """The call, and what makes a number or an array of its result."""
    import torch

    torch.set_num_threads(options.threads)
    if options.network == "stories260k":
        import stories

        return stories.Stories().tell, lambda result: None

    import models

    model = models.MODELS[options.network][0]()
    model.load_state_dict(weights(torch, os.path.join(options.folder, "weights.safetensors")))
    x = torch.from_numpy(read(options, "input.bin").reshape(shapes(options)["input"]))
    if options.mode == "infer":
        model.eval()

        def forward():
            with torch.inference_mode():
                return model(x)

        return forward, lambda result: result.numpy()

    labels = torch.from_numpy(read(options, "labels.bin", numpy.int32).astype(numpy.int64))
    optimizer = torch.optim.Adam(model.train().parameters(), 1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(model(x).flatten(0, -2), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step, lambda result: result.item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", choices=("pytorch", "onnxruntime"))
    parser.add_argument("--library")
    parser.add_argument("network")
    parser.add_argument("mode")
    parser.add_argument("batch", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("folder")
    options = parser.parse_args()
    call, result_of = (onnxruntime_call if options.peer == "onnxruntime" else pytorch_call)(options)
    print("ready", flush=True)
    for line in sys.stdin:
        request, *count = line.split()
        if request == "run":
            result = result_of(call())
            if isinstance(result, numpy.ndarray):
                result.tofile(os.path.join(options.folder, f"{options.peer}.bin"))
            print(result if isinstance(result, float) else 0, flush=True)
        else:
            count = int(count[0])
            start = time.perf_counter()
            for _ in range(count):
                call()
            print((time.perf_counter() - start) / count * 1e6, flush=True)


if __name__ == "__main__":
    main()
