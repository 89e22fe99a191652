"""Cover pictures drawn with Pillow: calm and flat. The same seed gives the same picture."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image

from . import places, things
from .canvas import Canvas

PALETTES = {
    "clay": ("#fbe8d3", "#f2b98f", "#c8664a", "#7b3b3b", "#2c2a3a"),
    "sea": ("#e4f1ee", "#a9d3c8", "#5b9c93", "#2f6468", "#1f3540"),
    "dusk": ("#e8edf8", "#b5c5e6", "#7089bf", "#3f5488", "#232f52"),
    "sand": ("#f6efd9", "#e6cd8c", "#c79a4b", "#7f6135", "#3a3226"),
    "heather": ("#efe6f2", "#cfb4d6", "#9a76a8", "#5f4774", "#2e2640"),
    "meadow": ("#e9f2dc", "#bcd59a", "#80a862", "#4a7148", "#26402f"),
    "ice": ("#dfeef6", "#a3cbe0", "#5b98ba", "#336788", "#1d3a52"),
}
PREFERRED = {
    "winter": ("ice", "dusk"),
    "forest": ("meadow", "sea"),
    "lake": ("ice", "clay", "sea"),
    "harbour": ("ice", "dusk", "sea"),
    "solar": ("ice", "meadow"),
    "picnic": ("meadow", "ice"),
    "sun": ("sand", "clay"),
    "mountains": ("dusk", "ice", "heather"),
    "shield": ("dusk", "sea", "ice", "clay", "heather"),
}
SCENES: dict[str, Callable[[Canvas], None]] = {
    name: getattr(module, name)
    for module, names in (
        (
            places,
            [
                "plant",
                "warehouse",
                "office",
                "mountains",
                "lake",
                "forest",
                "solar",
                "facade",
                "road",
                "winter",
                "market",
                "harbour",
                "picnic",
                "sun",
            ],
        ),
        (
            things,
            [
                "lab",
                "chart",
                "bikes",
                "canteen",
                "shield",
                "network",
                "run",
                "hearts",
                "helmet",
                "documents",
                "people",
                "workshop",
            ],
        ),
    )
    for name in names
}


def cover(scene: str, rng: Random) -> Image.Image:
    """The picture of a scene, 1600 × 900."""
    palette = rng.choice(PREFERRED.get(scene, tuple(PALETTES)))
    canvas = Canvas(rng, PALETTES[palette])
    SCENES[scene](canvas)
    return canvas.done()
