"""Contour images as the published study draws them: density on a grid, 100 filled levels, into 36 × 36 pixels, in memory."""

import numpy as np

import matplotlib

matplotlib.use("Agg")
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

COUNT = 10
SIDE = np.linspace(-1, 1, 100)


def density(a, theta):
    """Of a normal with scale 0.3, shifted, scaled, sheared, rotated and squashed: the change of variables, from the image back to the base."""
    y0, y1 = np.meshgrid(SIDE, SIDE)
    with np.errstate(divide="ignore", invalid="ignore"):
        u0, u1 = np.arctanh(y0), np.arctanh(y1)
        log_det = np.log1p(-(y0**2)) + np.log1p(-(y1**2))
        c, s = np.cos(theta), np.sin(theta)
        v0, v1 = c * u0 + s * u1, -s * u0 + c * u1
        v1 = v1 - a * v0**2
        z0, z1 = v0, 2 * v1 + 2
        log_p = -0.5 * (z0**2 + z1**2) / 0.09 - np.log(2 * np.pi * 0.09) + np.log(2) - log_det
        return np.nan_to_num(np.exp(log_p), nan=0.0)


def image(a, theta):
    figure = Figure(figsize=(0.36, 0.36), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes([0, 0, 1, 1])
    axes.axis("off")
    axes.contourf(SIDE, SIDE, density(a, theta), levels=100, cmap="hot")
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].copy()


def contours(_):
    random = np.random.RandomState(1)
    parameters = [(3 + random.standard_normal(), 2 * np.pi * random.random_sample()) for _ in range(COUNT)]
    return lambda: [image(a, theta) for a, theta in parameters], COUNT


STEPS = {"contours": contours}
