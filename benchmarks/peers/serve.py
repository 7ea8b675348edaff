"""Measures the peers' steps, one request a line on standard input, one answer a line on standard output.

Request: step threads format seconds       ("compact 2 channels_last 1.0"; format is "contiguous" or "channels_last")
Answer:  seconds-a-run work-a-run runs     (the median over the runs; "error …" where the step failed)
Request: memory step                       trains a few steps and answers the process's peak memory in bytes
Request: parameters step                   answers how many numbers the step's network learns
Request: versions                          answers what is being measured
"""

import importlib
import resource
import statistics
import sys
import time

import torch

# Imported when asked for, so that the memory of one library is not counted as another's.
MODULES = {"contours": "matplotlib_steps", "rbm-pcd1": "sklearn_steps", "mixture-em": "sklearn_steps"}
FLOWS = ["real-nvp", "masked-autoregressive-flow", "neural-spline-flow", "autoregressive-sampling"]
MODULES.update(dict.fromkeys(FLOWS, "flows"))
LONG = 1.0  # seconds; a run this long needs no warm-up beyond its first
made = {}


def maker(name):
    return importlib.import_module(MODULES.get(name, "torch_steps")).STEPS[name]


def step_of(name, channels_last):
    if any(other != name for other, _ in made):
        made.clear()  # two networks' optimizers need not live together
    if (name, channels_last) not in made:
        made[name, channels_last] = maker(name)(channels_last)
    return made[name, channels_last]


def measure(name, threads, channels_last, seconds):
    torch.set_num_threads(threads)
    run, work = step_of(name, channels_last)
    times = []

    def take():
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)

    begin = time.perf_counter()
    take()
    if times[0] < LONG:
        while time.perf_counter() - begin < 0.3 * seconds:
            take()
        times.clear()
        begin = time.perf_counter()
    while not times or time.perf_counter() - begin < seconds:
        take()
    return statistics.median(times), work, len(times)


def peak_memory(name):
    run, _ = maker(name)(False)
    for _ in range(4):
        run()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def versions():
    import matplotlib
    import sklearn
    import threadpoolctl

    blas = [f"OpenBLAS {i['version']} ({i.get('architecture')})" for i in threadpoolctl.threadpool_info() if i["internal_api"] == "openblas"]
    return f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}, matplotlib {matplotlib.__version__}, {blas[0] if blas else 'reference BLAS'}"


def answer(request):
    if request[0] == "versions":
        return versions()
    if request[0] == "memory":
        return str(peak_memory(request[1]))
    if request[0] == "parameters":
        network = importlib.import_module("flows" if request[1] in FLOWS else "networks").NETWORKS[request[1]]()
        return str(sum(p.numel() for p in network.parameters()))
    name, threads, layout, seconds = request
    return "%.9g %.9g %d" % measure(name, int(threads), layout == "channels_last", float(seconds))


def main():
    for line in sys.stdin:
        try:
            print(answer(line.split()), flush=True)
        except Exception as e:  # the caller prints what went wrong beside the step
            print("error", type(e).__name__, str(e).replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
