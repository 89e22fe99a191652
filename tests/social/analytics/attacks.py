"""What somebody with the published numbers and a pencil can work out."""

from fractions import Fraction

FIRM = "firm"


def equations(shown, pairs):
    """Of each shown index: {pair: coefficient} and what the shown pairs add up to.

    `shown` are published values; `pairs` the true contacts, from which the attacker knows only
    the ratio of contacts outside to those inside: that is what an index says.
    """
    found = {}
    for name in {part for pair in pairs for part in pair.split("|")} | {FIRM}:
        row = [pair for pair in pairs if name in (FIRM, *pair.split("|"))]
        inner = [pair for pair in row if len(set(pair.split("|"))) == 1]
        outside = sum(pairs[pair] for pair in row if pair not in inner)
        inside = sum(pairs[pair] for pair in inner)
        if name in shown and inside and outside:
            ratio = Fraction(outside, inside)
            found[name] = {pair: -ratio if pair in inner else Fraction(1) for pair in row}
    return found


def solved(shown, pairs):
    """Hidden pairs whose number follows from what is shown, by elimination in exact numbers."""
    unknown = [pair for pair in pairs if pair not in shown]
    rows = [
        [terms.get(p, Fraction(0)) for p in unknown] for terms in equations(shown, pairs).values()
    ]
    done = []
    for column in range(len(unknown)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[v - row[column] * p for v, p in zip(row, pivot, strict=True)] for row in rows]
        done = [[v - row[column] * p for v, p in zip(row, pivot, strict=True)] for row in done]
        done.append(pivot)
    return {
        unknown[next(at for at, value in enumerate(row) if value)]
        for row in done
        if sum(bool(value) for value in row) == 1
    }
