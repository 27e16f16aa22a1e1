"""LightFM on tasks/bpr.ts' data: one epoch of BPR-MF. A program of its own, so that its memory has no PyTorch in it."""

import json
import os
import sys

import numpy as np
from lightfm import LightFM
from scipy.sparse import coo_matrix

from peer_protocol import answer

THREADS = int(os.environ["OMP_NUM_THREADS"])


def bpr(folder):
    shape = json.loads(os.environ["BENCH_SHAPES"])["ratings"]
    users, items = (np.fromfile(os.path.join(folder, f"rating-{name}.i32"), np.int32) for name in ("users", "items"))
    ratings = coo_matrix((np.ones(len(users), np.float32), (users, items)), (shape["users"], shape["items"]))
    model = LightFM(no_components=shape["dimension"], loss="bpr", random_state=1)

    def run():
        model.fit_partial(ratings, epochs=1, num_threads=THREADS)
        return None

    return run


answer({"bpr": bpr}[sys.argv[1]](sys.argv[2]))
