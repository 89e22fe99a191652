"""Network metrics on random organisations, against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social.analytics.metrics import METRICS
from social.analytics.metrics.facts import Facts
from tests.social.analytics.graphs import counts_from, small_roster

LEVELS = ("board", "manager", "employee")


@st.composite
def months(draw):
    """(directed networkx graph, facts): who acted towards whom, departments, levels, ambassadors."""
    size = draw(st.integers(3, 12))
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    homes = draw(st.lists(st.sampled_from("xyz"), min_size=size, max_size=size))
    levels = draw(st.lists(st.sampled_from(LEVELS), min_size=size, max_size=size))
    volunteers = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    graph = nx.DiGraph()
    graph.add_nodes_from(
        (at, {"home": homes[at], "level": levels[at], "volunteer": volunteers[at]})
        for at in range(size)
    )
    graph.add_edges_from(chosen)
    facts = Facts(
        small_roster(homes, levels),
        counts_from(dict.fromkeys(chosen, 1), size),
        ambassadors=np.array(volunteers),
    )
    return graph, facts


def firm(code, facts, part=""):
    cells = METRICS[code].compute(facts)
    return next((c.value for c in cells if c.cell == "firm" and c.part == part), None)


def expected(value):
    return None if value is None else pytest.approx(value)


def mutual(graph):
    return graph.to_undirected(reciprocal=True)


def active(graph):
    return [node for node in graph if graph.degree(node)]


def share(hits, cases):
    return len(hits) / len(cases) if cases else None


@given(months())
@settings(max_examples=60)
def test_conversations_are_networkx_reciprocity_by_pairs(month):
    graph, facts = month
    both = nx.overall_reciprocity(graph) if graph.edges else None
    assert firm("C2", facts) == expected(None if both is None else both / (2 - both))


@given(months())
@settings(max_examples=60)
def test_steps_to_leadership_are_shortest_paths(month):
    graph, facts = month
    leaders = [node for node, level in graph.nodes(data="level") if level == "board"]
    steps = nx.multi_source_dijkstra_path_length(mutual(graph), leaders) if leaders else {}
    staff = [node for node in active(graph) if node not in leaders]
    for part, most in (("", 1), ("two", 2)):
        near = [node for node in staff if steps.get(node, 9) <= most]
        wanted = share(near, staff) if leaders else None
        assert firm("B3", facts, part) == expected(wanted)


@given(months())
@settings(max_examples=60)
def test_level_mixing_is_networkx_assortativity(month):
    graph, facts = month
    ties = mutual(graph)
    found = firm("B4", facts)
    if not ties.edges or len({ties.nodes[n]["level"] for edge in ties.edges for n in edge}) < 2:
        return  # undefined
    assert found == pytest.approx(nx.attribute_assortativity_coefficient(ties, "level"))


@given(months())
@settings(max_examples=60)
def test_contacts_across_departments_are_counted_over_edges(month):
    graph, facts = month
    ties, homes = mutual(graph), nx.get_node_attributes(graph, "home")
    if len(set(homes.values())) < 2 or not ties.edges:
        return
    outside = sum(homes[a] != homes[b] for a, b in ties.edges)
    observed = (2 * outside - len(ties.edges)) / len(ties.edges)
    whole = nx.complete_graph(len(graph))
    by_chance = sum(1 if homes[a] != homes[b] else -1 for a, b in whole.edges) / len(whole.edges)
    assert firm("C1", facts) == pytest.approx(observed - by_chance)


@given(months())
@settings(max_examples=60)
def test_reach_of_ambassadors_is_their_neighbourhood(month):
    graph, facts = month
    volunteers = [node for node, is_one in graph.nodes(data="volunteer") if is_one]
    if not volunteers:
        assert firm("C8", facts) is None
        return
    ties = mutual(graph)
    near = set(volunteers).union(*(ties.neighbors(node) for node in volunteers))
    reached = [node for node in active(graph) if node in near]
    assert firm("C8", facts) == expected(share(reached, active(graph)))


@given(months())
@settings(max_examples=60)
def test_two_way_contact_with_leaders_over_crossing_pairs(month):
    graph, facts = month
    level = nx.get_node_attributes(graph, "level")
    crossing = [
        (a, b)
        for a, b in graph.to_undirected().edges
        if (level[a] == "board") != (level[b] == "board")
    ]
    both = [pair for pair in crossing if mutual(graph).has_edge(*pair)]
    assert firm("B2", facts) == expected(share(both, crossing))
