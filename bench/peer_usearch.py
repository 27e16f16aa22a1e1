"""usearch (HNSW) on tasks/serve.ts' question for one user at a time: candidates from the index, exact scores of these.

Vectors are of its own: normal numbers whose spread falls with 1 / sqrt(1 + dimension), as in trained embeddings, for
numbers without any structure would be the hardest case for a graph of neighbours. The breadth of its search doubles
until 99 % of the true top-20 of 100 users are found; what it took goes to standard error, recall is the check.
"""

import os
import sys
import time

import numpy as np
from usearch.index import Index

from peer_protocol import answer

THREADS = int(os.environ["OMP_NUM_THREADS"])
K, SEEN, DIMENSION, GOAL = 20, 30, 64, 0.99


def serve(items):
    rng = np.random.default_rng(5)
    spread = 1 / np.sqrt(1 + np.arange(DIMENSION, dtype=np.float32))
    table = rng.standard_normal((items, DIMENSION), np.float32) * spread
    users = rng.standard_normal((101, DIMENSION), np.float32) * spread
    seen = rng.integers(0, items, SEEN)
    # Largest products as nearest neighbours: one more dimension makes all items equally long (Bachrach et al., RecSys 2014)
    lengths = np.square(table).sum(1)
    level = np.column_stack([table, np.sqrt(lengths.max() - lengths)]).astype(np.float32)
    index = Index(ndim=DIMENSION + 1, metric="l2sq", dtype="f32", connectivity=32, expansion_add=200)
    start = time.perf_counter()
    index.add(np.arange(items), level, threads=THREADS)
    built = time.perf_counter() - start

    def best(user, breadth):
        index.expansion_search = breadth
        found = index.search(np.append(user, np.float32(0)), breadth, threads=1).keys.astype(np.int64)
        found = found[~np.isin(found, seen)]
        scores = table[found] @ user
        order = np.argsort(-scores)[:K]
        return found[order], scores[order]

    def recall(breadth):
        hits = 0
        for user in users[1:]:
            scores = table @ user
            scores[seen] = -np.inf
            hits += len(np.intersect1d(best(user, breadth)[0], np.argpartition(-scores, K)[:K]))
        return hits / (K * (len(users) - 1))

    breadth = 64
    while (reached := recall(breadth)) < GOAL and breadth < items / 8:
        breadth *= 2
    print(f"usearch: {items} items indexed in {built:.0f} s, breadth {breadth}, recall {reached:.4f}", file=sys.stderr)
    state = {"next": 0}

    def run():
        state["next"] = state["next"] % (len(users) - 1) + 1
        best(users[state["next"]], breadth)
        return reached

    return run


TASKS = {"serve-100k-1": lambda: serve(100_000)}

answer(TASKS[sys.argv[1]]())
