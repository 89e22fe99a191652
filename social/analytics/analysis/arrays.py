"""Names for the array types used throughout the analysis."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
# scipy ships no type information: a compressed sparse row matrix.
Sparse: TypeAlias = Any


def ints(values: Any) -> Ints:
    """The values as an array of 64-bit integers."""
    return np.asarray(values, dtype=np.int64)


def floats(values: Any) -> Floats:
    """The values as an array of floats; None becomes NaN."""
    return np.asarray(values, dtype=np.float64)


def bools(values: Any) -> Bools:
    """The values as an array of truth values."""
    return np.asarray(values, dtype=np.bool_)
