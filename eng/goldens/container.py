"""Writes the safetensors format: the length of a JSON header in 8 bytes, the header, the data."""

import json
import struct

import numpy

TYPES = {"float32": "F32", "int32": "I32", "int64": "I64"}


def write(path, tensors, metadata=None):
    """Stores a dict of arrays, sorted by name: float64 becomes float32, anything else keeps its type."""
    header, blobs, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    for name in sorted(tensors):
        array = numpy.asarray(tensors[name])
        shape = list(array.shape)
        array = numpy.ascontiguousarray(array.astype(numpy.float32) if array.dtype == numpy.float64 else array)
        blob = array.tobytes()
        header[name] = {"dtype": TYPES[array.dtype.name], "shape": shape, "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for blob in blobs:
            file.write(blob)
