"""Small organisations for the tests of the community room."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from scipy import sparse

from social.analytics.analysis.roster import Roster, make_roster


@st.composite
def organisations(draw, most=14):
    """A random symmetric network with groups: (networkx graph, sparse matrix, groups)."""
    size = draw(st.integers(3, most))
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    groups = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(chosen)
    return graph, as_sparse(graph), np.array(groups)


def as_sparse(graph):
    return sparse.csr_matrix(
        nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), dtype=float)
    )


def counts_from(acts, size):
    """Pair counts from {(source, target): count}."""
    matrix = sparse.lil_matrix((size, size))
    for (source, target), count in acts.items():
        matrix[source, target] = count
    return matrix.tocsr()


def small_roster(departments, levels=None, **more) -> Roster:
    return make_roster(
        list(range(len(departments))),
        departments,
        levels or ["employee"] * len(departments),
        level_order=["board", "manager", "employee"],
        **more,
    )
