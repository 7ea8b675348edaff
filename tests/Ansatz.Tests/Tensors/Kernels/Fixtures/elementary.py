"""Writes elementary.txt: values of elementary functions by mpmath at 50 digits. Usage: elementary.py [rows per function]."""
import random, struct, sys
from mpmath import mp, mpf, mpc, atan2, cos, digamma, erf, erfc, erfinv, exp, expm1, findroot, log, log10, log1p, ncdf, sin, sqrt, tanh, atanh, loggamma, pi, floor

mp.dps = 50
rows = int(sys.argv[1]) if len(sys.argv) > 1 else 84
rng = random.Random(20240229)


def lgamma(x):
    return loggamma(x).real if x > 0 else log(pi / abs(sin(pi * x))) - loggamma(1 - x)


def quantile(p):
    if p > mpf(1) / 2:
        return -quantile(1 - p)
    x = -sqrt(-2 * log(p)) * mpf("0.9") if p < 0.1 else sqrt(2) * erfinv(2 * p - 1)
    for _ in range(80):
        step = (log(ncdf(x)) - log(p)) * ncdf(x) * sqrt(2 * pi) * exp(x * x / 2)
        x -= step
        if abs(step) < abs(x) * mpf(10) ** -45:
            break
    return x


def softplus(x):
    return log1p(exp(x))


# function, ranges of the argument: (from, to) uniform, or (from, to, "log") uniform in the logarithm
TABLE = {
    "exp": (exp, [(-87, 88), (-745, 709), (-1, 1), (1e-10, 1, "log"), (-108, -87)]),
    "expm1": (expm1, [(-2, 2), (-40, 88), (1e-30, 1, "log"), (-1, -1e-30, "log"), (88, 709)]),
    "log": (log, [(0.5, 2), (1e-44, 1e38, "log"), (5e-324, 1e308, "log"), (0, 100)]),
    "log1p": (log1p, [(-0.9, 3), (1e-30, 1e30, "log"), (-1, -1e-20, "log"), (-1, 0)]),
    "log10": (log10, [(0.5, 2), (1e-308, 1e308, "log"), (0, 1000)]),
    "tanh": (tanh, [(-2, 2), (-20, 20), (1e-30, 1, "log")]),
    "atanh": (atanh, [(-1, 1), (1e-30, 1, "log"), (0.4, 0.9999)]),
    "sin": (sin, [(-7, 7), (-1e5, 1e5), (1, 3e38, "log"), (1e-20, 1, "log"), (1, 1e308, "log")]),
    "cos": (cos, [(-7, 7), (-1e5, 1e5), (1, 3e38, "log"), (1e-20, 1, "log"), (1, 1e308, "log")]),
    "erf": (erf, [(-1, 1), (-6, 6), (1e-30, 1, "log")]),
    "erfc": (erfc, [(-6, 0), (0, 6), (0.3, 1.2), (6, 27.2)]),
    "normal-cdf": (ncdf, [(-38, 0), (-5, 5), (-1, 1)]),
    "normal-quantile": (quantile, [(0, 1), (1e-300, 0.5, "log"), (0.49, 0.51), (0.5, 0.9999)]),
    "lgamma": (lgamma, [(0, 3), (0, 12), (1e-30, 1e30, "log"), (0.9, 1.1), (1.9, 2.1)]),
    "lgamma-negative": (lgamma, [(-3, -0.001), (-50, 0)]),
    "digamma": (digamma, [(0, 3), (0, 12), (1e-20, 1e30, "log"), (1.4, 1.5)]),
    "digamma-negative": (digamma, [(-3, -0.001), (-50, 0)]),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), [(-5, 5), (-100, 20)]),
    "softplus": (softplus, [(-5, 5), (-100, 100)]),
    "atan2": (atan2, [(-1, 1), (1e-30, 1e30, "log"), (-10, 10)]),
    "pow": (lambda x, y: x**y, [(0, 2), (1e-3, 1e3, "log"), (0.99, 1.01)]),
}
SECOND = {"atan2": [(-1, 1), (-1e20, 1e20), (-10, 10)], "pow": [(-20, 20), (-100, 100), (-60000, 60000)]}
FLOAT_ONLY = {"sigmoid", "softplus"}


def bits(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def text(x):
    return ("%016x" % bits(x)).rstrip("0")


def draw(span, single):
    a, b = span[0], span[1]
    if len(span) == 3:
        sign = -1 if b < 0 else 1
        low, high = sorted((abs(a), abs(b)))
        x = sign * float(exp(mpf(rng.uniform(float(log(low)), float(log(high))))))
    else:
        x = rng.uniform(a, b)
    return struct.unpack("f", struct.pack("f", x))[0] if single and abs(x) < 3.4e38 else x


for name, (function, spans) in TABLE.items():
    print("#", name)
    count = 0
    while count < rows:
        i = count % len(spans)
        single = name in FLOAT_ONLY or (count // len(spans)) % 2 == 0
        args = [draw(spans[i], single)]
        if name in SECOND:
            args.append(draw(SECOND[name][i], single))
        try:
            exact = function(*(mpf(a) for a in args))
            nearest = float(exact)
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if not 1e-307 < abs(nearest) < 1.7e308:
            continue
        above = struct.unpack(">d", struct.pack(">Q", bits(abs(nearest)) + 1))[0]
        rest = (exact - mpf(nearest)) / (mpf(above) - mpf(abs(nearest)))
        print(*(text(a) for a in args), "%016x" % bits(nearest), "%d" % round(100 * rest))
        count += 1
