"""El mismo trabajo con NumPy: escribe en JSON cuántos segundos tarda, el mejor de varios intentos."""

import json
import sys
import time

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def step(x, y, layers, alpha):
    """Adelante, atrás y actualizar, con una reserva de memoria por operación, como se escribe NumPy."""
    activations = [x]
    for w, b in layers:
        activations.append(sigmoid(activations[-1] @ w + b))
    error = y - activations[-1]
    signal = error
    for i in range(len(layers) - 1, -1, -1):
        (w, b), a = layers[i], activations[i + 1]
        delta = signal * a * (1 - a)
        signal = delta @ w.T if i else None
        w += alpha * (activations[i].T @ delta)
        b += alpha * delta.sum(axis=0, keepdims=True)
    return activations[-1], error


def network(*sizes):
    return [(np.random.rand(k, m), np.random.rand(1, m)) for k, m in zip(sizes, sizes[1:])]


def lesson():
    np.random.seed(42)
    layers = network(2, 2, 1)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    y = np.array([[0], [1], [1], [0]], dtype=float)
    start = time.perf_counter()
    for epoch in range(10_000):
        output, error = step(x, y, layers, 0.5)
        if epoch % 1000 == 0:
            np.mean(np.abs(error))
    return time.perf_counter() - start, output


def large(repetitions=20):
    np.random.seed(42)
    layers, x, y = network(784, 128, 10), np.random.rand(256, 784), np.random.rand(256, 10)
    start = time.perf_counter()
    for _ in range(repetitions):
        step(x, y, layers, 1e-9)
    return (time.perf_counter() - start) / repetitions


times, outputs = zip(*(lesson() for _ in range(5)))
json.dump(
    {
        "version": np.__version__,
        "lesson": min(times),
        "output": outputs[0].ravel().tolist(),
        "large": min(large() for _ in range(5)),
    },
    sys.stdout,
)
