"""A canvas for flat illustrations, measured in its own height."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SCALE = 2  # drawn larger, then reduced


class Canvas:
    """A picture measured in units of its own height: x from 0 to 16/9, y from 0 to 1."""

    def __init__(self, rng: Random, palette: tuple[str, ...]) -> None:
        self.rng = rng
        self.sky, self.far, self.mid, self.near, self.ink = palette
        self.unit = HEIGHT * SCALE
        self.right = WIDTH / HEIGHT
        strip = Image.new("RGB", (1, 2), self.sky)
        strip.putpixel((0, 1), rgb(mix(self.sky, self.far, 0.65)))
        size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.image = strip.resize(size, Image.Resampling.BICUBIC)
        self.draw = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, w: float, h: float, fill: str) -> None:
        self.draw.ellipse([v * self.unit for v in (x - w, y - h, x + w, y + h)], fill=fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        box = [v * self.unit for v in (x, y, x + w, y + h)]
        self.draw.rounded_rectangle(box, radius * self.unit, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        self.draw.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def line(self, points: list[tuple[float, float]], width: float, fill: str) -> None:
        scaled = [(x * self.unit, y * self.unit) for x, y in points]
        self.draw.line(scaled, fill=fill, width=max(1, round(width * self.unit)), joint="curve")

    def hills(self, level: float, height: float, fill: str) -> None:
        """A soft ridge across the picture."""
        waves = [(self.rng.uniform(1.2, 4.5), self.rng.uniform(0, 6.3)) for _ in range(3)]
        points = []
        for step in range(121):
            x = self.right * step / 120
            lift = sum(math.sin(x * speed + start) for speed, start in waves) / 3
            points.append((x, level - height * lift))
        self.shape([*points, (self.right, 1), (0, 1)], fill)

    def sun(self, x: float, y: float, radius: float) -> None:
        for step, share in ((1.9, 0.12), (1.45, 0.22)):
            self.oval(x, y, radius * step, radius * step, mix(self.sky, "#ffffff", share))
        self.oval(x, y, radius, radius, mix(self.sky, "#ffffff", 0.75))

    def tree(self, x: float, y: float, size: float, fill: str) -> None:
        self.rect(x - size * 0.04, y - size * 0.3, size * 0.08, size * 0.3, self.ink)
        for part in range(3):
            top, wide = y - size * (0.45 + part * 0.22), size * (0.30 - part * 0.07)
            self.shape(
                [
                    (x - wide, top + size * 0.3),
                    (x, top - size * 0.05),
                    (x + wide, top + size * 0.3),
                ],
                fill,
            )

    def done(self) -> Image.Image:
        return self.image.reduce(SCALE)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a share of `other` in it."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
