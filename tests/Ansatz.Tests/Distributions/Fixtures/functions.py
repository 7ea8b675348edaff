"""Writes functions.csv.gz and exact-*.csv.gz: distribution functions, quantiles, scores and statistics of families of numbers, by mpmath at 50 digits.

Usage: /usr/bin/python3 functions.py FOLDER (needs Debian's python3-mpmath and python3-scipy; SciPy only proposes the arguments).
"""
import gzip, io, random, sys
import numpy as np
from scipy import stats
from mpmath import (mp, mpf, atan2, besseli, betainc, cos, diff, digamma, erf, erfc, euler, exp, expm1, gamma, gammainc, inf, isnan, log, log1p, loggamma, nan, ncdf, nstr,
                    pi, quad, sqrt, tan)

mp.dps = 50
rng = random.Random(20240301)
folder = sys.argv[1] if len(sys.argv) > 1 else "."


def f32(x):
    return mpf(float(np.float32(float(x))))


def sigmoid(l):
    return 1 / (1 + exp(-l))


def lg(x):
    return loggamma(x).real


def lower_gamma(a, y):
    return gammainc(a, 0, y, regularized=True)


def upper_gamma(a, y):
    return gammainc(a, y, inf, regularized=True)


def lower_beta(a, b, x):
    return mpf(0) if x <= 0 else mpf(1) if x >= 1 else betainc(a, b, 0, x, regularized=True)


def upper_beta(a, b, x):
    return lower_beta(b, a, 1 - x)


def t_lower(t, nu):
    half = betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return half if t < 0 else 1 - half


def circle(a, b, k):
    if a >= b:
        return mpf(0)
    points = sorted({a, b} | {p for s in (1, 3, 8) for p in (-s / sqrt(k), s / sqrt(k), mpf(0)) if a < p < b})
    return quad(lambda t: exp(k * (cos(t) - 1)), points)


def wrap(x):
    return atan2(mp.sin(x), mp.cos(x))


def von_mises(x, m, k):
    start, d, whole = wrap(-pi - m), wrap(x - m), circle(-pi, pi, k)
    below = circle(start, d, k) if d >= start else circle(start, pi, k) + circle(-pi, d, k)
    above = circle(d, start, k) if d < start else circle(d, pi, k) + circle(-pi, start, k)
    return below / whole, above / whole


def pair(lower, upper):
    return lambda x, *p: (lower(x, *p), upper(x, *p))


def located(lower):
    return lambda x, m, s: (lower((x - m) / s), lower((m - x) / s))


def truncated(x, m, s, a, b):
    alpha, beta, z = (a - m) / s, (b - m) / s, (x - m) / s
    whole = ncdf(beta) - ncdf(alpha) if beta < 0 else ncdf(-alpha) - ncdf(-beta)
    below = ncdf(z) - ncdf(alpha) if z < 0 else ncdf(-alpha) - ncdf(-z)
    above = ncdf(beta) - ncdf(z) if beta < 0 else ncdf(-z) - ncdf(-beta)
    return below / whole, above / whole


def bernoulli_continuous(x, l):
    return (expm1(l * x) / expm1(l), expm1(-l * (1 - x)) / expm1(-l)) if l != 0 else (x, 1 - x)


# name: ((F, 1 − F), parameters, SciPy's distribution for arguments, whether it is discrete)
FUNCTIONS = {
    "normal": (located(ncdf), [(0, 1), (-3, 0.5), (1e3, 20)], lambda m, s: stats.norm(m, s), False),
    "laplace": (located(lambda z: exp(z) / 2 if z < 0 else 1 - exp(-z) / 2), [(0, 1), (-3, 0.5)], lambda m, s: stats.laplace(m, s), False),
    "logistic": (located(sigmoid), [(0, 1), (-3, 0.5)], lambda m, s: stats.logistic(m, s), False),
    "cauchy": (located(lambda z: atan2(1, -z) / pi), [(0, 1), (-3, 0.5), (0, 1e20)], lambda m, s: stats.cauchy(m, s), False),
    "gumbel": (lambda x, m, s: (exp(-exp(-(x - m) / s)), -expm1(-exp(-(x - m) / s))), [(0, 1), (-3, 0.5)], lambda m, s: stats.gumbel_r(m, s), False),
    "halfnormal": (lambda x, s: (erf(x / s / sqrt(2)), erfc(x / s / sqrt(2))), [(1,), (0.03,), (1e20,)], lambda s: stats.halfnorm(scale=s), False),
    "exponential": (lambda x, r: (-expm1(-r * x), exp(-r * x)), [(1,), (0.03,), (1e20,)], lambda r: stats.expon(scale=1 / r), False),
    "lognormal": (lambda x, m, s: (ncdf((log(x) - m) / s), ncdf((m - log(x)) / s)), [(0, 1), (-3, 0.5), (2, 4)], lambda m, s: stats.lognorm(s, scale=np.exp(m)), False),
    "uniform": (lambda x, a, b: ((x - a) / (b - a), (b - x) / (b - a)), [(0, 1), (-3, 5), (1e3, 1001)], lambda a, b: stats.uniform(a, b - a), False),
    "weibull": (lambda x, s, k: (-expm1(-(x / s) ** k), exp(-(x / s) ** k)), [(1, 1.5), (3, 0.2), (1e-10, 40), (2, 1e3)], lambda s, k: stats.weibull_min(k, scale=s), False),
    "kumaraswamy": (lambda x, a, b: (1 - (1 - x ** a) ** b, (1 - x ** a) ** b), [(2, 3), (0.1, 0.3), (30, 5), (0.5, 40)], lambda a, b: stats.beta(a, b), False),
    "continuousbernoulli": (bernoulli_continuous, [(0.5,), (-3,), (40,), (1e-3,), (-1e4,)], lambda l: stats.uniform(0, 1), False),
    "truncatednormal": (truncated, [(0, 1, -1, 2), (1, 2, 3, 40), (0, 1, 20, 21), (5, 0.5, -1e3, -10), (0, 1, 0.5, 0.50001), (0, 1, -300, -200)],
                        lambda m, s, a, b: stats.uniform(a, b - a), False),
    "relaxedbernoulli": (lambda x, t, l: (sigmoid(t * log(x / (1 - x)) - l), sigmoid(l - t * log(x / (1 - x)))), [(1, 0), (0.5, 2), (3, -1)], lambda t, l: stats.beta(t, t), False),
    "gamma": (lambda x, a, b: (lower_gamma(a, b * x), upper_gamma(a, b * x)), [(1.5, 1), (0.01, 3), (30, 0.2), (1e-4, 1), (400, 7), (1e4, 1)], lambda a, b: stats.gamma(a, scale=1 / b), False),
    "inversegamma": (lambda x, a, b: (upper_gamma(a, b / x), lower_gamma(a, b / x)), [(1.5, 1), (0.3, 3), (30, 0.2), (400, 7)], lambda a, b: stats.invgamma(a, scale=b), False),
    "beta": (lambda x, a, b: (lower_beta(a, b, x), upper_beta(a, b, x)), [(2, 3), (0.1, 0.2), (1e-3, 5), (40, 7), (300, 500), (0.5, 1e4)], lambda a, b: stats.beta(a, b), False),
    "studentt": (lambda x, n, m, s: (t_lower((x - m) / s, n), t_lower((m - x) / s, n)), [(1.5, 0, 1), (0.1, 0, 1), (5, -3, 0.5), (200, 0, 1), (1e4, 0, 1)],
                 lambda n, m, s: stats.t(n, m, s), False),
    "vonmises": (von_mises, [(0, 1), (-1, 0.1), (2.5, 9), (0.5, 200), (0, 1e4)], lambda m, k: stats.norm(m, 1 / np.sqrt(k)), False),
    "poisson": (lambda x, r: (upper_gamma(x + 1, r), lower_gamma(x + 1, r)), [(0.3,), (4,), (70,), (1e4,)], lambda r: stats.poisson(r), True),
    "binomial": (lambda x, n, l: (upper_beta(x + 1, n - x, sigmoid(l)), lower_beta(x + 1, n - x, sigmoid(l))), [(12, 0.5), (100, -3), (1000, 0.1)],
                 lambda n, l: stats.binom(n, 1 / (1 + np.exp(-l))), True),
    "negativebinomial": (lambda x, n, l: (upper_beta(x + 1, n, sigmoid(l)), lower_beta(x + 1, n, sigmoid(l))), [(0.7, 0.5), (3, -3), (40, 1)],
                         lambda n, l: stats.nbinom(n, 1 / (1 + np.exp(l))), True),
    "geometric": (lambda x, l: (-expm1((x + 1) * log(sigmoid(-l))), exp((x + 1) * log(sigmoid(-l)))), [(0.5,), (-6,), (4,)], lambda l: stats.geom(1 / (1 + np.exp(-l)), loc=-1), True),
}


def number(v):
    v = mpf(v)
    return "nan" if isnan(v) else "inf" if v == inf else "-inf" if v == -inf else nstr(v, 20)


def safe_log(v):
    return log(v) if v > 0 else -inf


def write(name, lines):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write("\n".join(lines).encode() + b"\n")
    with open(f"{folder}/{name}.csv.gz", "wb") as file:
        file.write(packed.getvalue())


def quantile(both, p, parameters, x):
    """The secant method from SciPy's value, which is nearly right."""
    near = lambda v: both(v, *parameters)[0] - p if p <= 0.5 else 1 - p - both(v, *parameters)[1]
    before = x + (abs(x) or 1) * mpf(10) ** -9
    at, at_before = near(x), near(before)
    for _ in range(12):
        if at == at_before or abs(x - before) < abs(x) * mpf(10) ** -40:
            break
        x, before, at_before = x - at * (x - before) / (at - at_before), x, at
        at = near(x)
    return x


def functions():
    lines = ["family,p0,p1,p2,p3,kind,x,a,b"]
    for name, (both, cases, proposed, discrete) in FUNCTIONS.items():
        for case in cases:
            parameters = [f32(p) for p in case]
            shown = [nstr(p, 20) for p in parameters] + [""] * (4 - len(parameters))
            law = proposed(*[float(p) for p in parameters])
            for u in (1e-30, 1e-12, 1e-5, 0.01, 0.2, 0.5, 0.7, 0.95, 1 - 1e-4, 1 - 1e-9):
                x = law.ppf(u) if u < 0.9 else law.isf(1 - u)
                x = f32(np.floor(x)) if discrete else f32(x)
                if mp.isinf(x):
                    continue
                if discrete and (x < 0 or (name == "binomial" and x >= parameters[0])):
                    continue
                if name == "vonmises" and abs(x) > 3.14:
                    continue
                if not discrete and name in ("beta", "kumaraswamy", "relaxedbernoulli", "continuousbernoulli") and not 0 < x < 1:
                    continue
                if name == "truncatednormal" and not parameters[2] < x < parameters[3]:
                    continue
                if name in ("gamma", "weibull", "lognormal", "inversegamma", "halfnormal", "exponential") and x < mpf(10) ** -37:
                    continue
                f, s = both(x, *parameters)
                lines.append(",".join([name] + shown + ["value", nstr(x, 20), number(safe_log(f)), number(safe_log(s))]))
            if discrete or name in ("truncatednormal", "vonmises", "continuousbernoulli", "relaxedbernoulli", "kumaraswamy"):
                continue
            for u in (1e-6, 0.02, 0.3, 0.5, 0.77, 0.999):
                p = f32(u)
                x0 = mpf(float(law.ppf(float(p))))
                if not np.isfinite(float(x0)) or abs(x0) < mpf(10) ** -37 and name != "normal":
                    continue
                x = quantile(both, p, parameters, x0)
                if abs(x) > mpf(10) ** -8:
                    lines.append(",".join([name] + shown + ["quantile", nstr(p, 20), number(x), ""]))
    write("functions", lines)
    print("functions", len(lines))


# name: (log p, (entropy, mean, variance), parameters, arguments)
def lgc(n, k):
    return lg(n + 1) - lg(k + 1) - lg(n - k + 1)


def kuma_moment(n, a, b):
    return b * gamma(1 + n / a) * gamma(b) / gamma(1 + n / a + b) if b < 1e5 else exp(log(b) + lg(1 + n / a) + lg(b) - lg(1 + n / a + b))


NONE = lambda *p: nan
SCORES = {
    "cauchy": (lambda x, m, s: -log(pi * s) - log1p(((x - m) / s) ** 2), (lambda m, s: log(4 * pi * s), NONE, NONE), "ls"),
    "gumbel": (lambda x, m, s: -(x - m) / s - exp(-(x - m) / s) - log(s), (lambda m, s: log(s) + euler + 1, lambda m, s: m + euler * s, lambda m, s: pi ** 2 / 6 * s * s), "ls"),
    "halfnormal": (lambda x, s: log(2 / pi) / 2 - log(s) - (x / s) ** 2 / 2, (lambda s: log(pi * s * s / 2) / 2 + mpf(1) / 2, lambda s: s * sqrt(2 / pi), lambda s: s * s * (1 - 2 / pi)), "s"),
    "weibull": (lambda x, s, k: log(k / s) + (k - 1) * log(x / s) - exp(k * log(x / s)),
                (lambda s, k: euler * (1 - 1 / k) + log(s / k) + 1, lambda s, k: s * exp(lg(1 + 1 / k)), lambda s, k: s * s * (exp(lg(1 + 2 / k)) - exp(2 * lg(1 + 1 / k)))), "sk"),
    "kumaraswamy": (lambda x, a, b: log(a * b) + (a - 1) * log(x) + (b - 1) * log(1 - x ** a),
                    (lambda a, b: 1 - 1 / b + (1 - 1 / a) * (digamma(b + 1) + euler) - log(a * b), lambda a, b: kuma_moment(1, a, b),
                     lambda a, b: kuma_moment(2, a, b) - kuma_moment(1, a, b) ** 2), "unit"),
    "inversegamma": (lambda x, a, b: a * log(b) - lg(a) - (a + 1) * log(x) - b / x,
                     (lambda a, b: a + log(b) + lg(a) - (1 + a) * digamma(a), lambda a, b: b / (a - 1) if a > 1 else inf,
                      lambda a, b: b * b / (a - 1) ** 2 / (a - 2) if a > 2 else inf if a > 1 else nan), "kr"),
    "relaxedbernoulli": (lambda x, t, l: log(t) + log(sigmoid(t * log(x / (1 - x)) - l)) + log(sigmoid(l - t * log(x / (1 - x)))) - log(x) - log(1 - x), (NONE, NONE, NONE), "tl"),
    "vonmises": (lambda x, m, k: k * (cos(x - m) - 1) - log(2 * pi) - log(besseli(0, k) * exp(-k)),
                 (lambda m, k: log(2 * pi * besseli(0, k)) - k * besseli(1, k) / besseli(0, k), lambda m, k: m, lambda m, k: 1 - besseli(1, k) / besseli(0, k)), "angle"),
    "poisson": (lambda x, r: x * log(r) - r - lg(x + 1), (NONE, lambda r: r, lambda r: r), "count"),
    "geometric": (lambda x, l: x * log(sigmoid(-l)) + log(sigmoid(l)), (lambda l: -log(sigmoid(l)) - exp(-l) * log(sigmoid(-l)), lambda l: exp(-l), lambda l: exp(-l) / sigmoid(l)), "geometric"),
    "negativebinomial": (lambda x, n, l: lg(x + n) - lg(n) - lg(x + 1) + x * log(sigmoid(l)) + n * log(sigmoid(-l)), (NONE, lambda n, l: n * exp(l), lambda n, l: n * exp(l) / sigmoid(-l)), "counts"),
}


def arguments(kind):
    u = lambda a, b: f32(10 ** rng.uniform(a, b))
    sign = rng.choice((-1, 1))
    if kind == "ls":
        s = u(-10, 10) if rng.random() < 0.5 else u(-1, 1)
        m = f32(rng.gauss(0, 5))
        return (m, s), f32(m + s * sign * u(-3, 2))
    if kind == "s":
        s = u(-20, 20)
        return (s,), f32(s * u(-4, 1))
    if kind == "sk":
        s, k = u(-10, 10), u(-0.7, 2)
        return (s, k), f32(s * mpf(-log(rng.random())) ** (1 / k))
    if kind == "unit":
        return (u(-2, 3), u(-2, 3)), f32(rng.random() if rng.random() < 0.7 else u(-8, -1))
    if kind == "kr":
        a, b = u(-2, 4), u(-10, 10)
        return (a, b), f32(b / a * u(-1, 1))
    if kind == "tl":
        return (u(-1, 1), f32(rng.gauss(0, 4))), f32(min(max(rng.random(), 1e-4), 0.999))
    if kind == "angle":
        return (f32(rng.uniform(-3, 3)), u(-4, 4)), f32(rng.uniform(-3.1, 3.1))
    if kind == "count":
        r = u(-4, 7)
        return (r,), f32(int(r * u(-1, 1)))
    if kind == "geometric":
        return (f32(rng.uniform(-12, 12)),), f32(int(u(0, 4)))
    return (u(-3, 4), f32(rng.uniform(-6, 6))), f32(int(u(0, 4)))


def scores():
    for name, (log_p, statistics, kind) in SCORES.items():
        count = 2 if kind not in ("s", "count", "geometric") else 1
        lines = [",".join([f"p{i}" for i in range(count)] + ["x", "logp", "dx"] + [f"d{i}" for i in range(count)] + ["entropy", "mean", "variance"])]
        for _ in range(60):
            p, x = arguments(kind)
            if name in ("kumaraswamy", "relaxedbernoulli") and not 0 < x < 1:
                continue
            discrete = kind in ("count", "geometric", "counts")
            slopes = [mpf(0) if discrete else diff(lambda v: log_p(v, *p), x, h=x * mpf(10) ** -25 if x != 0 else None)]
            for i in range(count):
                slopes.append(diff(lambda v: log_p(x, *[v if j == i else q for j, q in enumerate(p)]), p[i], h=(abs(p[i]) or 1) * mpf(10) ** -25))
            values = [log_p(x, *p)] + slopes + [s(*p) for s in statistics]
            lines.append(",".join([nstr(v, 20) for v in (*p, x)] + [number(v) for v in values]))
        write(f"exact-{name}", lines)
        print(name, len(lines))


functions()
scores()
