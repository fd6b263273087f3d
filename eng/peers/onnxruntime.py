"""ONNX Runtime through its C interface: a session with inputs and outputs bound once."""

import ctypes

import numpy

# Places in the table of functions, which only ever grows.
GET_MESSAGE, CREATE_ENV, CREATE_SESSION, RUN, CREATE_OPTIONS = 2, 3, 7, 9, 10
OPTIMIZATION, INTRA_THREADS, INTER_THREADS, CREATE_TENSOR, CREATE_MEMORY = 23, 24, 25, 49, 69
KINDS = {numpy.dtype(numpy.float32): 1, numpy.dtype(numpy.int64): 7}


class Runtime:
    def __init__(self, library):
        base = ctypes.CDLL(library).OrtGetApiBase
        base.restype = ctypes.POINTER(ctypes.c_void_p)
        get_api = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint32)(base()[0])
        self.table = ctypes.cast(get_api(17), ctypes.POINTER(ctypes.c_void_p))
        self.environment = ctypes.c_void_p()
        self.call(CREATE_ENV, 3, b"peers", ctypes.byref(self.environment))
        self.memory = ctypes.c_void_p()
        self.call(CREATE_MEMORY, 0, 0, ctypes.byref(self.memory))

    def function(self, index):
        function = ctypes.CFUNCTYPE(ctypes.c_void_p)(self.table[index])
        function.argtypes = None
        return function

    def call(self, index, *arguments):
        self.check(self.function(index)(*arguments))

    def check(self, status):
        if status:
            message = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(self.table[GET_MESSAGE])(status)
            raise RuntimeError(message.decode())


class Session:
    def __init__(self, runtime, path, inputs, outputs, threads):
        """Inputs and outputs are dicts of arrays, float32 or int64; outputs are written in place."""
        self.runtime = runtime
        options = ctypes.c_void_p()
        runtime.call(CREATE_OPTIONS, ctypes.byref(options))
        runtime.call(OPTIMIZATION, options, 99)
        runtime.call(INTRA_THREADS, options, threads)
        runtime.call(INTER_THREADS, options, 1)
        self.session = ctypes.c_void_p()
        runtime.call(CREATE_SESSION, runtime.environment, path.encode(), options, ctypes.byref(self.session))
        self.keep = (inputs, outputs)
        input_names, input_values = self.bind(inputs)
        output_names, output_values = self.bind(outputs)
        # Made once, so that a call from Python costs as little as can be.
        self.function = runtime.function(RUN)
        self.arguments = (
            self.session, None, input_names, input_values, ctypes.c_size_t(len(inputs)), output_names, ctypes.c_size_t(len(outputs)), output_values)

    def bind(self, arrays):
        names = (ctypes.c_char_p * len(arrays))(*[name.encode() for name in arrays])
        values = (ctypes.c_void_p * len(arrays))()
        for index, array in enumerate(arrays.values()):
            assert array.dtype in KINDS and array.flags.c_contiguous
            shape = (ctypes.c_int64 * array.ndim)(*array.shape)
            value = ctypes.c_void_p()
            self.runtime.call(
                CREATE_TENSOR, self.runtime.memory, array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(array.nbytes), shape,
                ctypes.c_size_t(array.ndim), KINDS[array.dtype], ctypes.byref(value))
            values[index] = value
        return names, values

    def run(self):
        status = self.function(*self.arguments)
        if status:
            self.runtime.check(status)
