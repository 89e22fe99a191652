"""Documents for speed measurements: a company's posts cut from a collection's text, or made up."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from search.evaluation.collection import read_collection

KINDS = ["news", "guide", "knowledge", "question", "answer", "comment", "document", "person"]


def _made_up_words(rng: random.Random, count: int = 40_000) -> list[str]:
    starts = ["pra", "kon", "ro", "za", "wy", "po", "prze", "do", "ka", "me", "li", "sta", "ob"]
    middles = ["co", "trol", "li", "wa", "dzi", "ma", "ni", "szko", "le", "re", "gu", "la", "ży"]
    ends = ["nia", "wnik", "ów", "ość", "cja", "ami", "ego", "ać", "ska", "y", "a", "em", "ach"]
    words: set[str] = set()
    while len(words) < count:
        middle = "".join(rng.choice(middles) for _ in range(rng.randint(0, 3)))
        words.add(rng.choice(starts) + middle + rng.choice(ends))
    return sorted(words)


def _words(folder: Path | None, rng: random.Random) -> list[str]:
    """Return a long run of words to cut from."""
    if folder is not None:
        return [w for row in read_collection(folder).documents for w in row.text.split()]
    vocabulary = _made_up_words(rng)
    weights = [1 / (rank + 2.7) for rank in range(len(vocabulary))]
    rng.shuffle(vocabulary)
    return rng.choices(vocabulary, weights, k=600_000)


def posts(count: int, folder: Path | None = None, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Yield posts: 70 % of 15-60 words, 25 % of 80-250, 5 % of 400-1200, with what facets need."""
    rng = random.Random(seed)
    words = _words(folder, rng)
    now = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(count):
        low, high = rng.choices([(15, 60), (80, 250), (400, 1200)], [70, 25, 5])[0]
        length, at = rng.randint(low, high), rng.randrange(len(words) - 1300)
        # Neighbouring posts share a topic only by chance: cut two places together.
        other = rng.randrange(len(words) - 1300)
        body = words[at : at + length // 2] + words[other : other + length - length // 2]
        space = min(int(rng.paretovariate(0.6)), 60)
        yield {
            "id": number,
            "title": " ".join(words[at : at + rng.randint(3, 8)]),
            "body": " ".join(body),
            "kind": rng.choice(KINDS),
            "space": space,
            "department_id": rng.randint(1, 25),
            "author_id": min(int(rng.paretovariate(0.5)), 2000),
            "topics": rng.sample(range(1, 120), rng.randint(0, 4)),
            "language": "pl" if folder or rng.random() < 0.8 else "en",
            "date": now - timedelta(days=rng.expovariate(1 / 700)),
            "path": f"0001{space:04d}{number:06d}",
            "live": rng.random() < 0.96,
        }


def queries(made: list[dict[str, Any]], count: int, seed: int = 11) -> list[str]:
    """Return queries of one to three words, each query's words from one post."""
    rng = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        words = [w.strip('.,;:()„”"').lower() for w in rng.choice(made)["body"].split()]
        words = [w for w in words if len(w) > 3 and w.isalpha()]
        size = rng.choice([1, 2, 2, 3])
        if len(words) > 20:
            at = rng.randrange(len(words) - 3)
            found.append(" ".join(words[at : at + size]))
    return found
