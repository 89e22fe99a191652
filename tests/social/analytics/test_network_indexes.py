"""Indexes against hand-computed values and networkx."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from social.analytics.analysis import breadth, brokerage, indexes, reach, ties
from tests.social.analytics.graphs import as_sparse, counts_from, organisations


def test_a_tie_is_mutual_and_announcements_make_none():
    log = ties.EventLog(
        source=np.array([0, 1, 0, 2, 3, 3]),
        target=np.array([1, 0, 2, 3, 2, 3]),
        at=np.arange(6.0),
        audience=np.array([1, 10, 1, 11, 1, 1]),
    )
    personal = log.personal()
    counts = ties.pair_counts(personal.source, personal.target, 4)
    assert ties.mutual_ties(counts).toarray().tolist() == [
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
    ]


def test_the_weaker_direction_and_all_interactions_of_a_tie():
    counts = counts_from({(0, 1): 3, (1, 0): 1, (1, 2): 5}, 3)
    assert ties.weaker_direction(counts)[0, 1] == 1
    assert ties.interactions(counts)[1, 0] == 4
    assert ties.interactions(counts)[1, 2] == 0
    first, second, both = ties.active_dyads(counts)
    assert list(zip(first.tolist(), second.tolist(), both.tolist(), strict=True)) == [
        (0, 1, True),
        (1, 2, False),
    ]


def test_e_i_of_two_pairs_and_a_bridge_by_hand():
    # 0-1 | 2-3, bridge 1-2: tie ends inside 4, across 2 -> (2-4)/6; chance: (12-2*4)/12.
    graph = nx.Graph([(0, 1), (2, 3), (1, 2)])
    observed, chance = indexes.ei_by_group(as_sparse(graph), np.array([0, 0, 1, 1]), 2)
    assert observed == pytest.approx([-1 / 3, -1 / 3, -1 / 3])
    assert chance == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_twenty_equal_units_are_outward_by_chance():
    group = np.repeat(np.arange(20), 8)
    graph = nx.complete_graph(len(group))
    observed, chance = indexes.ei_by_group(as_sparse(graph), group, 20)
    assert observed == pytest.approx(chance)


@settings(max_examples=60)
@given(organisations())
def test_assortativity_equals_networkx(organisation):
    graph, matrix, group = organisation
    nx.set_node_attributes(graph, dict(enumerate(group.tolist())), "g")
    ours = indexes.assortativity(indexes.mixing_matrix(matrix, group, 4))
    if graph.number_of_edges() == 0 or math.isnan(ours):
        return
    assert ours == pytest.approx(nx.attribute_assortativity_coefficient(graph, "g"))


@settings(max_examples=60)
@given(organisations())
def test_effective_size_equals_networkx(organisation):
    graph, matrix, _ = organisation
    theirs = nx.effective_size(graph)
    for person, value in enumerate(brokerage.effective_size(matrix)):
        if graph.degree(person):
            assert value == pytest.approx(theirs[person])


@settings(max_examples=60)
@given(organisations())
def test_betweenness_and_steps_equal_networkx(organisation):
    graph, matrix, _ = organisation
    theirs = nx.betweenness_centrality(graph, normalized=False)
    assert reach.betweenness(matrix) == pytest.approx([theirs[n] for n in range(len(graph))])
    chosen = np.zeros(len(graph), dtype=bool)
    chosen[0] = True
    lengths = nx.single_source_shortest_path_length(graph, 0, cutoff=6)
    assert reach.steps_to(matrix, chosen).tolist() == [
        lengths.get(person, -1) for person in range(len(graph))
    ]


def brute_force_roles(graph, group):
    """Count open triads a - b - c by the groups of a, b, c, as the definition says."""
    roles = {name: [0] * len(graph) for name in brokerage.Roles.__slots__}
    for b in graph:
        for a, c in itertools.permutations(graph[b], 2):
            if graph.has_edge(a, c):
                continue
            ga, gb, gc = group[a], group[b], group[c]
            if ga == gb == gc:
                name = "coordinator"
            elif ga == gc:
                name = "itinerant"
            elif gb == gc:
                name = "gatekeeper"
            elif ga == gb:
                name = "representative"
            else:
                name = "liaison"
            roles[name][b] += 1
    return roles


@settings(max_examples=60)
@given(organisations())
def test_gould_fernandez_roles_and_openness_equal_brute_force(organisation):
    graph, matrix, group = organisation
    expected = brute_force_roles(graph, group)
    ours = brokerage.gould_fernandez(matrix, group)
    for name, counts in expected.items():
        assert getattr(ours, name) == pytest.approx(counts), name
    for person, value in enumerate(brokerage.openness(matrix, group)):
        pairs = [
            (a, c) for a, c in itertools.combinations(graph[person], 2) if group[a] != group[c]
        ]
        apart = [pair for pair in pairs if not graph.has_edge(*pair)]
        assert value == pytest.approx(len(apart) / (len(pairs) + 10))


def test_breadth_does_not_depend_on_volume():
    few = counts_from({(0, 1): 15, (0, 2): 15, (1, 0): 15, (2, 0): 15}, 3)
    many = few * 10
    assert breadth.rarefied(few)[0] == pytest.approx(breadth.rarefied(many)[0])
    assert breadth.rarefied(few)[0] == pytest.approx(2 * (1 - 0.5**50))


def test_breadth_needs_twenty_five_interactions():
    thin = counts_from({(0, 1): 12, (1, 0): 12}, 2)
    assert np.isnan(breadth.rarefied(thin)).all()


def test_groups_met_leave_out_ones_own():
    together = counts_from({(0, 1): 20, (0, 2): 20, (1, 0): 20, (2, 0): 20}, 3)
    group = np.array([0, 0, 1])
    assert breadth.rarefied_groups(together, group)[0] == pytest.approx(1 - 0.5**50)
    assert breadth.effective_groups(together, group)[0] == pytest.approx(2)


def test_inequality_by_hand():
    volumes = np.array([8.0, 1.0, 1.0, 0.0])
    assert indexes.share_of_top(volumes, 0.25) == 0.8
    assert indexes.people_giving(volumes, 0.5) == 1
    assert indexes.people_giving(volumes, 0.9) == 2
    assert indexes.gini(np.ones(5)) == pytest.approx(0)
    assert indexes.gini(np.array([0.0, 0.0, 0.0, 4.0])) == pytest.approx(0.75)
    assert indexes.coleman_homophily(0.5, 0.5) == 0
    assert indexes.coleman_homophily(1.0, 0.2) == 1


def test_a_message_spreads_in_the_order_of_time():
    source, target = np.array([1, 0, 1]), np.array([2, 1, 3])
    # 1 -> 2 came before 0 told 1, so 2 never hears.
    assert reach.spread(source, target, [0], 4, chance=1.0, seed=1) == 0.75
