"""The processes that are compared: started for one row, asked line by line, and waited for until they sleep."""

import glob
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PACKAGE = "node_modules/onnxruntime-node/bin/napi-v*/linux/x64/libonnxruntime.so.1"


def library():
    """ONNX Runtime: what ONNXRUNTIME names, else what setup.sh installed."""
    found = os.environ.get("ONNXRUNTIME") or next(iter(glob.glob(os.path.join(ROOT, "artifacts/peers", PACKAGE))), None)
    if not found or not os.path.exists(found):
        sys.exit("compare.py: there is no ONNX Runtime; run eng/peers/setup.sh, or let ONNXRUNTIME name a libonnxruntime.so.1")
    return found


def core():
    """The kernels that OpenBLAS should use: Debian's takes newer processors for one of 2004, five times as slow."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        flags = next((line.split() for line in file if line.startswith("flags")), [])
    return {"OPENBLAS_CORETYPE": "SkylakeX"} if "avx512bw" in flags else {"OPENBLAS_CORETYPE": "Haswell"} if "avx2" in flags else {}


def command(name):
    """What starts a peer."""
    if name == "sinter":
        return ["dotnet", os.path.join(HERE, "bin/Release/net10.0/Sinter.Peers.dll")]
    return [sys.executable, os.path.join(HERE, "worker.py"), "--peer", name] + (["--library", library()] if name == "onnxruntime" else [])


class Peer:
    """One process with one network for one batch and number of threads.

    PyTorch's threads wait passively. By default those of OpenMP spin, and so do those of OpenBLAS, which are others: with two
    threads on two cores they keep each other from working, and a step of the perceptron takes 75 ms instead of 2.
    """

    def __init__(self, name, command, row, folder, variables=None):
        self.name = name
        arguments = [row.network, row.mode, str(row.batch), str(row.threads), folder]
        threads = str(row.threads)
        environment = {
            **core(), **os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "OMP_WAIT_POLICY": "passive", **(variables or {})}
        self.process = subprocess.Popen(command + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"compare.py: {self.name} ended with exit code {self.process.wait()}; what it said stands above")
        return line.split()

    def say(self, *words):
        """Begins a request, whose answer is yet to be read."""
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def request(self, *words):
        """The words that are answered."""
        self.say(*words)
        return self.answer()

    def ask(self, *words):
        """The number that is answered. Then waits until no thread of the peer runs.

        Waiting threads spin for a while after a call, in the hope of the next: Sinter's for about a millisecond, ONNX Runtime's for
        60, those of OpenBLAS for 128. Settings that forbid it make the calls themselves slower, so the others wait instead.
        """
        value = float(self.request(*words)[0])
        self.settle()
        return value

    def settle(self):
        deadline, calm = time.monotonic() + 5, 0
        while calm < 3:
            calm = calm + 1 if self.sleeps() else 0
            if time.monotonic() > deadline:
                sys.exit(f"compare.py: {self.name} still computes five seconds after its answer")
            time.sleep(0.001)

    def sleeps(self):
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/stat"):
            try:
                with open(path, encoding="utf-8") as file:
                    if file.read().rpartition(")")[2].split()[0] == "R":
                        return False
            except OSError:
                pass  # The thread has ended.
        return True

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
