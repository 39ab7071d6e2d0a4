#!/usr/bin/env python3
"""Generalised partial credit by marginal maximum likelihood, written apart from the program's kernel: dense E step over categories, Newton M step, SQUAREM.

usage: gpcm_numpy.py WORKS ITEMS
WORKS holds works of as many bytes as ITEMS has lines; a line of ITEMS (a b1 b2 …) is another program's estimate.
Prints seconds, passes over the works, the greatest difference of slopes and of places from ITEMS.
P_k ~ exp(sum_{v <= k} a (theta - b_v)), theta ~ N(0, 1).
"""
import sys
import time

import numpy as np

NODES = 49  # not the nodes of the program
STEPS = 200


class Model:
    def __init__(self, works, steps):
        self.steps = steps  # of each task
        self.first = np.concatenate([[0], np.cumsum(steps + 1)])
        self.hot = np.zeros((len(works), self.first[-1]), np.float32)
        for j, first in enumerate(self.first[:-1]):
            self.hot[np.arange(len(works)), first + works[:, j]] = 1
        self.theta = np.linspace(-5, 5, NODES)
        self.weight = np.exp(-self.theta**2 / 2)
        self.weight /= self.weight.sum()
        self.passes = 0

    def log_p(self, a, c):
        """[NODES, steps + 1] of one task; c are intercepts of steps 1…"""
        k = np.arange(len(c) + 1)
        eta = a * self.theta[:, None] * k + np.concatenate([[0], c])
        eta -= eta.max(axis=1, keepdims=True)
        return eta - np.log(np.exp(eta).sum(axis=1, keepdims=True))

    def unpack(self, parameters):
        at = 0
        for m in self.steps:
            yield np.exp(parameters[at]), parameters[at + 1:at + 1 + m]
            at += 1 + m

    def expect(self, parameters):
        """Works expected at each category and node."""
        table = np.concatenate([self.log_p(a, c) for a, c in self.unpack(parameters)], axis=1)
        posterior = self.hot @ table.T.astype(np.float32) + np.log(self.weight).astype(np.float32)
        posterior -= posterior.max(axis=1, keepdims=True)
        np.exp(posterior, out=posterior)
        posterior /= posterior.sum(axis=1, keepdims=True)
        self.passes += 1
        return (posterior.T @ self.hot).astype(float)

    def maximise(self, counts, a, c):
        """Newton steps of one task in (a, c), expected information."""
        k = np.arange(len(c) + 1)
        for _ in range(20):
            p = np.exp(self.log_p(a, c))
            n = counts.sum(axis=1, keepdims=True)
            left = counts - n * p
            # derivatives of eta_k: by a — k theta, by c_v — 1 at k = v
            d = np.concatenate([(self.theta[:, None] * k)[:, :, None], np.broadcast_to(np.eye(len(k))[:, 1:], (NODES, len(k), len(c)))], axis=2)
            centred = d - np.einsum('qk,qkr->qr', p, d)[:, None, :]
            gradient = np.einsum('qk,qkr->r', left, d)
            information = np.einsum('qk,qkr,qks->rs', n * p, centred, centred)
            step = np.linalg.solve(information, gradient)
            a, c = max(a + step[0], a / 2), c + step[1:]
            if np.abs(step).max() < 1e-9:
                break
        return a, c

    def em(self, parameters):
        counts = self.expect(parameters)
        out = []
        for j, (a, c) in enumerate(self.unpack(parameters)):
            a, c = self.maximise(counts[:, self.first[j]:self.first[j + 1]], a, c)
            out += [[np.log(a)], c]
        return np.concatenate(out)


def fit(model, tolerance=2e-5):
    """Varadhan & Roland 2008, scheme S3."""
    x = np.zeros(int((model.steps + 1).sum()))
    while model.passes < STEPS:
        x1 = model.em(x)
        x2 = model.em(x1)
        r, v = x1 - x, x2 - 2 * x1 + x
        if np.abs(x2 - x1).max() < tolerance:
            return x2
        alpha = -max(1, min(np.linalg.norm(r) / np.linalg.norm(v), 16))
        x = model.em(x - 2 * alpha * r + alpha * alpha * v)
    sys.exit('gpcm_numpy: did not converge')


def main():
    with open(sys.argv[2], encoding='ascii') as file:
        theirs = [np.array(list(map(float, line.split()))) for line in file]
    works = np.fromfile(sys.argv[1], np.uint8).reshape(-1, len(theirs))
    start = time.process_time()
    model = Model(works, works.max(axis=0).astype(int))
    found = fit(model)
    spent = time.process_time() - start
    slopes = places = 0
    for (a, c), other in zip(model.unpack(found), theirs, strict=True):
        b = -np.diff(np.concatenate([[0], c])) / a
        slopes, places = max(slopes, abs(a - other[0])), max(places, np.abs(b - other[1:]).max())
    print(f'{spent:.2f} {model.passes} {slopes:.6f} {places:.6f}')


if __name__ == '__main__':
    main()
