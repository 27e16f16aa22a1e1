"""The peers: the same tasks as tasks/*.ts on PyTorch (and implicit), speaking worker.ts' protocol.

python bench/peer.py <task> <inputs>; threads by OMP_NUM_THREADS. Written as a practitioner would for speed: only the
batch's distinct items are projected, Adam is fused, the graph is CSR.
"""

import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

from peer_protocol import answer

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
SHAPES = json.loads(os.environ["BENCH_SHAPES"])
DEVICE = os.environ.get("BENCH_DEVICE", "cpu")  # of train; the others are measured on the CPU
INPUTS = sys.argv[2]


def floats(name, *shape):
    return torch.from_numpy(np.fromfile(os.path.join(INPUTS, name + ".f32"), np.float32)).reshape(*shape).to(DEVICE)


def ints(name):
    return torch.from_numpy(np.fromfile(os.path.join(INPUTS, name + ".i32"), np.int32).astype(np.int64)).to(DEVICE)


def train():
    s = SHAPES["step"]
    d, batch = s["dimension"], s["batch"]
    table = lambda name, rows: torch.nn.Parameter(floats(name, rows, d))
    p, theta, q = table("p", s["users"]), table("theta", s["users"]), table("q", s["items"])
    x = [floats(f"x{m}", s["items"], w) for m, w in enumerate(s["features"])]
    encoders = [
        [
            table(f"w{m}", w),
            torch.nn.Parameter(torch.zeros(d, device=DEVICE)),
            torch.nn.Parameter(torch.zeros(d, d, device=DEVICE)),
            torch.nn.Parameter(torch.full((d,), -4.0, device=DEVICE)),
        ]
        for m, w in enumerate(s["features"])
    ]
    adam = torch.optim.Adam([p, theta, q, *sum(encoders, [])], lr=s["learningRate"], fused=True)
    batches = []
    for n in range(s["batches"]):
        positives, negatives = ints(f"positives{n}"), ints(f"negatives{n}")
        rows, places = torch.unique(torch.cat([positives, negatives]), return_inverse=True)
        noise = [floats(f"noise{n}-{m}", len(rows), d) for m in range(len(x))]
        batches.append((ints(f"users{n}"), rows, places[:batch], places[batch:], noise))
    state = {"next": 0}

    def run():
        users, rows, positives, negatives, noise = batches[state["next"] % len(batches)]
        state["next"] += 1
        adam.zero_grad(set_to_none=True)
        z, kl = [], []
        for features, (w, c, v, e), eps in zip(x, encoders, noise):
            mu = torch.addmm(c, features[rows], w)
            log_variance = torch.addmm(e, mu, v)
            z.append(mu + torch.exp(0.5 * log_variance) * eps)
            kl.append(0.5 * (mu.square() + log_variance.exp() - 1 - log_variance).sum() / len(rows))
        both = z[0] + z[1]
        items, pu, tu = q[rows], p[users], theta[users]
        score = lambda at: (pu * items[at]).sum(1) + (tu * both[at]).sum(1)
        a, b = (F.normalize(code[positives]) for code in z)
        contrast = F.cross_entropy(a @ b.T / s["temperature"], torch.arange(batch, device=DEVICE))
        loss = F.softplus(score(negatives) - score(positives)).mean()
        loss = loss + s["klWeight"] * (kl[0] + kl[1]) + s["contrastWeight"] * contrast
        loss.backward()
        adam.step()
        return loss.item()

    return run


def graph():
    g = SHAPES["graph"]
    users, items = ints("graph-users"), ints("graph-items") + g["users"]
    nodes = g["users"] + g["items"]
    rows, columns = torch.cat([users, items]), torch.cat([items, users])
    degree = torch.bincount(rows, minlength=nodes).float()
    values = 1 / torch.sqrt(degree[rows] * degree[columns])
    matrix = torch.sparse_coo_tensor(torch.stack([rows, columns]), values, (nodes, nodes)).coalesce()
    return matrix.to_sparse_csr() if os.environ.get("BENCH_SPARSE", "csr") == "csr" else matrix


def propagate():
    g = SHAPES["graph"]
    matrix, x = graph(), floats("graph-e", g["users"] + g["items"], g["dimension"])
    return lambda: (matrix @ x)[0, 0].item()


def lightgcn():
    g = SHAPES["graph"]
    matrix = graph()
    e = torch.nn.Parameter(floats("graph-e", g["users"] + g["items"], g["dimension"]))
    adam = torch.optim.Adam([e], lr=SHAPES["step"]["learningRate"], fused=True)
    users = ints("graph-users")[: g["batch"]]
    positives = ints("graph-items")[: g["batch"]] + g["users"]
    negatives = ints("graph-negatives") + g["users"]

    class Propagate(torch.autograd.Function):  # the matrix is symmetric: its own transpose
        @staticmethod
        def forward(context, x):
            return matrix @ x

        @staticmethod
        def backward(context, gradient):
            return matrix @ gradient

    def run():
        adam.zero_grad(set_to_none=True)
        views = [e]
        for _ in range(g["layers"]):
            views.append(Propagate.apply(views[-1]))
        mean = sum(views) / (g["layers"] + 1)
        pu = mean[users]
        loss = F.softplus((pu * mean[negatives]).sum(1) - (pu * mean[positives]).sum(1)).mean()
        loss.backward()
        adam.step()
        return loss.item()

    return run


def serve(items, users):
    rng = np.random.default_rng(5)
    table = (rng.random((items, 64), np.float32) - 0.5)
    rows = (rng.random((users, 64), np.float32) - 0.5)
    seen = rng.integers(0, items, (users, 30))
    if os.environ.get("BENCH_LIBRARY") == "implicit":
        from implicit.cpu.topk import topk
        from scipy.sparse import csr_matrix

        filtered = csr_matrix((np.ones(users * 30, np.float32), (np.repeat(np.arange(users), 30), seen.ravel())), (users, items))
        return lambda: float(topk(table, rows, 20, filter_query_items=filtered, num_threads=torch.get_num_threads())[1][0, 0])
    table, rows, seen = torch.from_numpy(table), torch.from_numpy(rows), torch.from_numpy(seen)

    def run():
        scores = rows @ table.T
        scores.scatter_(1, seen, -torch.inf)
        return torch.topk(scores, 20).values[0, 0].item()

    return run


TASKS = {
    "train": train,
    "propagate": propagate,
    "lightgcn": lightgcn,
    "serve-7k-1": lambda: serve(7_000, 1),
    "serve-7k-256": lambda: serve(7_000, 256),
    "serve-7k-all": lambda: serve(7_050, 19_445),
    "serve-100k-1": lambda: serve(100_000, 1),
    "serve-1m-1": lambda: serve(1_000_000, 1),
    "serve-100k-256": lambda: serve(100_000, 256),
    "serve-1m-256": lambda: serve(1_000_000, 256),
}

answer(TASKS[sys.argv[1]]())
