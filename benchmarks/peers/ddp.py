"""The compact network trained by PyTorch's DistributedDataParallel over gloo: speed, and the hash of the weights, on one process or several.

    python3 ddp.py PROCESSES STEPS

The draws of the latent numbers are left out, so that only the order of sums could make the weights differ.
"""

import hashlib
import os
import sys
import time

import torch
import torch.distributed
import torch.multiprocessing

import networks

BATCH, EPOCHS = 256, 4


class Loss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model.loss(x)


def work(rank, processes, steps):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29533")
    torch.distributed.init_process_group("gloo", rank=rank, world_size=processes)
    torch.set_num_threads(1)
    torch.manual_seed(42)
    torch.randn_like = torch.zeros_like
    images = torch.rand(steps * BATCH, 3, 36, 36)
    model = networks.compact()
    parallel = torch.nn.parallel.DistributedDataParallel(Loss(model))
    optimizer = torch.optim.Adam(parallel.parameters(), lr=1e-4)
    own = BATCH // processes
    seconds = []
    for _ in range(EPOCHS):
        start = time.perf_counter()
        for step in range(steps):
            optimizer.zero_grad(set_to_none=True)
            parallel(images[step * BATCH + rank * own:][:own]).backward()
            optimizer.step()
        seconds.append(time.perf_counter() - start)
    if rank == 0:
        best = min(seconds[1:])
        digest = hashlib.sha256(b"".join(p.detach().numpy().tobytes() for p in model.parameters())).hexdigest()
        print(f"processes {processes}: {steps * BATCH / best:.0f} images/s, {1000 * best / steps:.1f} ms a step, {digest}")


if __name__ == "__main__":
    torch.multiprocessing.spawn(work, (int(sys.argv[1]), int(sys.argv[2])), nprocs=int(sys.argv[1]))
