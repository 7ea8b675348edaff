#!/usr/bin/env python3
"""Simulates a step of training on many workers: the tables of docs/scaling.md.

A message of n bytes takes α + n/β. A worker sends or receives one message at a time. A step is the shards of a worker one after the other, the sums of the fixed tree,
the broadcast of the total (binomial tree, or scatter and ring where that is faster), and the optimizer.

    scaling.py [--curves]     --curves prints one CSV line per point instead of the tables
"""

import math
import sys

# The compact network was measured; the other constants are assumptions. docs/scaling.md says which.
SECONDS_PER_IMAGE = {"compact": 0.81e-3, "paper": 24e-3}
PARAMETERS = {"compact": 2.6e6, "paper": 54e6}
ADD = 4e9  # bytes of a sum that one core adds per second
UPDATE = 1.2e9  # bytes of weights that Adam changes per second
NETWORKS = {"1 Gbit/s Ethernet": (50e-6, 0.117e9), "10 Gbit/s Ethernet": (25e-6, 1.17e9), "100 Gbit/s InfiniBand": (2e-6, 12e9)}


def middle(first, end):
    return first + 2 ** (math.ceil(math.log2(end - first)) - 1)


def tree(ready, size, alpha, beta, owner, first, end):
    """When the owner of the first shard has the sum of [first, end). `ready` holds when each worker is free."""
    if owner(first) == owner(end - 1):
        return ready[owner(first)]
    m = middle(first, end)
    left, right = tree(ready, size, alpha, beta, owner, first, m), tree(ready, size, alpha, beta, owner, m, end)
    to, source = owner(first), owner(m)
    if to == source:
        return max(left, right)
    done = max(left, right) + alpha + size / beta + size / ADD
    ready[to] = ready[source] = done
    return done


def step(network, model, workers, shards, batch):
    alpha, beta = NETWORKS[network]
    size = 4 * PARAMETERS[model]
    bounds = [w * shards // workers for w in range(workers + 1)]
    owner = lambda shard: max(w for w in range(workers) if bounds[w] <= shard)
    ready = [(bounds[w + 1] - bounds[w]) * (batch / shards * SECONDS_PER_IMAGE[model] + size / ADD) for w in range(workers)]
    compute = max(ready)
    total = tree(ready, size, alpha, beta, owner, 0, shards)
    if workers > 1:
        levels = math.ceil(math.log2(workers))
        total += min(levels * (alpha + size / beta), levels * alpha + (workers - 1) * alpha + 2 * size / beta)
    scattered = compute + (2 * (workers - 1) * alpha + 2 * size * (workers - 1) / workers / beta if workers > 1 else 0) + size / workers / UPDATE
    return total + size / UPDATE, scattered


def main():
    shards, batch = 64, 1024
    if "--curves" in sys.argv:
        print("network,model,workers,tree_seconds,scattered_seconds")
    for network in NETWORKS:
        for model in PARAMETERS:
            one = step(network, model, 1, shards, batch)[0]
            row = []
            for workers in (1, 2, 4, 8, 16, 32, 64):
                fixed, scattered = step(network, model, workers, shards, batch)
                if "--curves" in sys.argv:
                    print(f"{network},{model},{workers},{fixed:.5f},{scattered:.5f}")
                row.append(f"{one / fixed:.1f} ({one / scattered:.1f})")
            if "--curves" not in sys.argv:
                print(f"| {network} | {model} | " + " | ".join(row[1:]) + " |")


main()
