"""ONNX Runtime in a process of its own: worker.py LIBRARY NETWORK MODE BATCH THREADS FOLDER answers as Program.cs does, until the requests end."""

import json
import os
import sys
import time

import numpy

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "peers"))
import onnxruntime  # noqa: E402


def main():
    library, threads, folder = sys.argv[1], int(sys.argv[5]), sys.argv[6]
    with open(os.path.join(folder, "shapes.json"), encoding="utf-8") as file:
        output = numpy.zeros(json.load(file)["y"], numpy.float32)
    inputs = dict(numpy.load(os.path.join(folder, "inputs.npz")))
    session = onnxruntime.Session(onnxruntime.Runtime(library), os.path.join(folder, "model.onnx"), inputs, {"y": output}, threads)
    print("ready", flush=True)
    for line in sys.stdin:
        request, *count = line.split()
        if request == "run":
            session.run()
            output.tofile(os.path.join(folder, "onnxruntime.bin"))
            print(0, flush=True)
        else:
            start = time.perf_counter()
            for _ in range(int(count[0])):
                session.run()
            print((time.perf_counter() - start) / int(count[0]) * 1e6, flush=True)


if __name__ == "__main__":
    main()
