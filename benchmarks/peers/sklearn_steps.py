"""scikit-learn's steps. Its estimators run on BLAS threads of their own; the number is set through the environment before the process starts."""

import numpy as np
from sklearn.mixture import GaussianMixture
from sklearn.neural_network import BernoulliRBM
from sklearn.utils import check_random_state


def rbm_pcd1(_):
    """One step of persistent contrastive divergence, single precision: what BernoulliRBM.fit does with each batch."""
    batch, visible, hidden = 128, 784, 500
    random = np.random.RandomState(1)
    data = (random.random_sample((batch, visible)) < 0.2).astype(np.float32)
    model = BernoulliRBM(n_components=hidden, learning_rate=0.01, batch_size=batch, n_iter=1, random_state=1)
    model.fit(data)  # makes weights and chains
    stream = check_random_state(1)
    return lambda: model._fit(data, stream), batch


def mixture_em(_):
    """Expectation-maximization of three full covariances in ten dimensions, 20 iterations from given means."""
    random = np.random.RandomState(1)
    centres = 4 * random.standard_normal((3, 10))
    data = np.concatenate([c + random.standard_normal((2000, 10)) for c in centres])
    model = GaussianMixture(3, tol=0, max_iter=20, init_params="random_from_data", random_state=1)

    def run():
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # 20 iterations are what was asked for
            model.fit(data)

    return run, 20 * len(data)


STEPS = {"rbm-pcd1": rbm_pcd1, "mixture-em": mixture_em}
