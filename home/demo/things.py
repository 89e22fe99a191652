"""Cover pictures of things and people."""

from __future__ import annotations

import math
from functools import partial

from .canvas import Canvas, mix
from .places import landscape


def lab(c: Canvas) -> None:
    c.rect(0, 0.76, c.right, 0.24, c.near)
    for shelf in (0.22, 0.42):
        c.rect(0.12, shelf, c.right - 0.24, 0.014, c.mid)
        x = 0.18
        while x < c.right - 0.3:
            high, wide = c.rng.uniform(0.07, 0.13), c.rng.uniform(0.035, 0.06)
            c.rect(
                x,
                shelf - high,
                wide,
                high,
                c.rng.choice([c.far, mix(c.far, "#ffffff", 0.4), c.mid]),
                0.01,
            )
            x += wide + c.rng.uniform(0.02, 0.06)
    for flask in range(3):
        x = 0.42 + flask * 0.44
        c.rect(x - 0.03, 0.48, 0.06, 0.12, mix(c.sky, "#ffffff", 0.7))
        c.shape(
            [(x - 0.03, 0.58), (x + 0.03, 0.58), (x + 0.13, 0.76), (x - 0.13, 0.76)],
            mix(c.sky, "#ffffff", 0.7),
        )
        c.shape(
            [(x - 0.075, 0.67), (x + 0.075, 0.67), (x + 0.122, 0.75), (x - 0.122, 0.75)],
            c.rng.choice([c.mid, c.far, "#d98b5f"]),
        )
        for _ in range(3):
            c.oval(x + c.rng.uniform(-0.05, 0.05), c.rng.uniform(0.5, 0.66), 0.008, 0.008, c.far)


def chart(c: Canvas) -> None:
    for row in range(5):
        c.rect(0.2, 0.2 + row * 0.14, 1.4, 0.004, mix(c.far, c.sky, 0.4))
    points, height = [], 0.62
    for step in range(9):
        height -= c.rng.uniform(-0.03, 0.095)
        x = 0.26 + step * 0.155
        c.rect(
            x - 0.04, height + 0.06, 0.08, 0.8 - height - 0.06, mix(c.far, c.mid, step / 9), 0.008
        )
        points.append((x, height))
    c.line(points, 0.012, c.near)
    for x, y in points:
        c.oval(x, y, 0.018, 0.018, mix(c.sky, "#ffffff", 0.8))
        c.oval(x, y, 0.011, 0.011, c.near)
    c.rect(0.2, 0.8, 1.4, 0.008, c.ink)


def bikes(c: Canvas) -> None:
    landscape(c)
    c.rect(0, 0.82, c.right, 0.18, c.near)
    for start, size in ((0.4, 1.0), (1.05, 1.0)):
        y, radius = 0.72, 0.13 * size
        for wheel in (start, start + 0.38):
            box = [v * c.unit for v in (wheel - radius, y - radius, wheel + radius, y + radius)]
            c.draw.ellipse(box, outline=c.ink, width=round(0.012 * c.unit))
        bottom, seat, front = (start + 0.17, y), (start + 0.12, y - 0.2), (start + 0.32, y - 0.2)
        frame = c.rng.choice(["#d0654a", "#3d7f86", "#d6a644"])
        for line in (
            [(start, y), bottom, front, seat, bottom],
            [seat, (start, y)],
            [front, (start + 0.38, y)],
        ):
            c.line(line, 0.012, frame)
        c.line([(start + 0.08, y - 0.23), (start + 0.16, y - 0.23)], 0.018, c.ink)
        c.line([front, (start + 0.31, y - 0.27), (start + 0.37, y - 0.28)], 0.012, c.ink)


def canteen(c: Canvas) -> None:
    c.rect(0, 0.62, c.right, 0.38, mix(c.mid, c.near, 0.2))
    for lamp in (0.35, 0.89, 1.43):
        c.rect(lamp - 0.003, 0, 0.006, 0.16, c.ink)
        c.shape(
            [(lamp - 0.09, 0.25), (lamp - 0.03, 0.15), (lamp + 0.03, 0.15), (lamp + 0.09, 0.25)],
            c.near,
        )
        c.shape(
            [(lamp - 0.09, 0.25), (lamp + 0.09, 0.25), (lamp + 0.2, 0.62), (lamp - 0.2, 0.62)],
            mix(c.sky, "#ffffff", 0.35),
        )
    for plate in (0.35, 0.89, 1.43):
        c.oval(plate, 0.78, 0.2, 0.085, mix(c.sky, "#ffffff", 0.75))
        c.oval(plate, 0.775, 0.14, 0.055, c.sky)
        for _ in range(7):
            fill = c.rng.choice(["#c8664a", "#80a862", "#d6a644", "#a9584a", c.far])
            c.oval(
                plate + c.rng.uniform(-0.08, 0.08),
                0.77 + c.rng.uniform(-0.025, 0.025),
                0.03,
                0.018,
                fill,
            )
        for puff in range(3):
            c.line(
                [
                    (plate - 0.05 + puff * 0.05, 0.68),
                    (plate - 0.04 + puff * 0.05, 0.64),
                    (plate - 0.05 + puff * 0.05, 0.6),
                ],
                0.006,
                mix(c.sky, "#ffffff", 0.8),
            )


def shield(c: Canvas) -> None:
    for ring in range(6, 0, -1):
        c.oval(0.89, 0.5, ring * 0.14, ring * 0.14, mix(c.sky, c.far, 0.13 * (7 - ring)))
    top, points = 0.18, []
    for side, fill in ((-1, c.mid), (1, c.near)):
        points = [
            (0.89, top),
            (0.89 + side * 0.25, top + 0.08),
            (0.89 + side * 0.23, 0.52),
            (0.89 + side * 0.13, 0.72),
            (0.89, 0.83),
        ]
        c.shape(points, fill)
    c.line([(0.77, 0.49), (0.86, 0.59), (1.03, 0.37)], 0.045, mix(c.sky, "#ffffff", 0.8))


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.dist(one, other)


def network(c: Canvas) -> None:
    nodes = [(c.rng.uniform(0.15, 1.63), c.rng.uniform(0.15, 0.85)) for _ in range(26)]
    for one, (x, y) in enumerate(nodes):
        near = sorted(nodes, key=partial(_distance, (x, y)))
        for other in near[1:4]:
            c.line([(x, y), other], 0.004, mix(c.far, c.mid, 0.3))
        size = 0.016 + 0.03 * c.rng.random() ** 2
        c.oval(x, y, size, size, [c.mid, c.near, c.ink, "#d98b5f"][one % 4])


def run(c: Canvas) -> None:
    landscape(c)
    c.rect(0, 0.76, c.right, 0.24, mix(c.near, "#c8664a", 0.6))
    for lane in range(4):
        c.rect(0, 0.8 + lane * 0.055, c.right, 0.006, mix(c.sky, "#ffffff", 0.7))
    for runner in range(4):
        x, y = 0.3 + runner * 0.36, 0.52 + (runner % 2) * 0.05
        fill = ["#24313a", c.ink, c.near, "#3d5a80"][runner]
        c.oval(x + 0.03, y - 0.06, 0.032, 0.036, fill)
        for limb in (
            [(x + 0.02, y - 0.02), (x, y + 0.14)],
            [(x, y + 0.13), (x + 0.07, y + 0.19), (x + 0.04, y + 0.29)],
            [(x, y + 0.13), (x - 0.05, y + 0.22), (x - 0.13, y + 0.22)],
            [(x + 0.02, y + 0.01), (x + 0.08, y + 0.07), (x + 0.12, y + 0.01)],
            [(x + 0.01, y + 0.01), (x - 0.07, y + 0.06), (x - 0.04, y + 0.12)],
        ):
            c.line(limb, 0.03, fill)


def hearts(c: Canvas) -> None:
    for _ in range(26):
        x, y, size = c.rng.uniform(0, c.right), c.rng.uniform(0.05, 0.98), c.rng.uniform(0.02, 0.11)
        fill = c.rng.choice(["#d0654a", "#c8505a", c.mid, c.far, "#e59a86"])
        for side in (-1, 1):
            c.oval(x + side * size * 0.46, y, size * 0.5, size * 0.48, fill)
        c.shape(
            [
                (x - size * 0.92, y + size * 0.16),
                (x + size * 0.92, y + size * 0.16),
                (x, y + size * 1.2),
            ],
            fill,
        )


def helmet(c: Canvas) -> None:
    c.rect(0, 0.72, c.right, 0.28, c.near)
    for stripe in range(20):
        left = -0.1 + stripe * 0.12
        c.shape(
            [(left, 0.79), (left + 0.06, 0.72), (left + 0.12, 0.72), (left + 0.06, 0.79)],
            "#e3b341" if stripe % 2 else c.ink,
        )
    for place, fill in ((0.5, "#e3b341"), (0.95, mix(c.sky, "#ffffff", 0.8)), (1.38, "#d0654a")):
        box = [v * c.unit for v in (place - 0.17, 0.38, place + 0.17, 0.84)]
        c.draw.pieslice(box, 180, 360, fill=fill)
        c.rect(place - 0.22, 0.595, 0.44, 0.035, mix(fill, c.ink, 0.18), 0.017)
        c.rect(place - 0.03, 0.365, 0.06, 0.235, mix(fill, c.ink, 0.1), 0.02)


def documents(c: Canvas) -> None:
    for sheet in range(6):
        x, y = 0.24 + sheet * 0.22, 0.2 + c.rng.uniform(-0.05, 0.09)
        c.rect(x + 0.012, y + 0.014, 0.34, 0.5, mix(c.far, c.mid, 0.6), 0.012)
        c.rect(x, y, 0.34, 0.5, mix(c.sky, "#ffffff", 0.75), 0.012)
        c.rect(x + 0.04, y + 0.05, 0.12, 0.03, c.rng.choice([c.mid, c.near, "#c8664a"]), 0.008)
        for row in range(7):
            c.rect(x + 0.04, y + 0.12 + row * 0.045, c.rng.uniform(0.14, 0.26), 0.012, c.far, 0.006)
    c.oval(1.5, 0.74, 0.1, 0.1, c.near)
    c.line([(1.455, 0.74), (1.49, 0.78), (1.55, 0.7)], 0.02, mix(c.sky, "#ffffff", 0.8))


def people(c: Canvas) -> None:
    skins = ["#f1c9b0", "#e9b998", "#f6d7c3", "#dfab88"]
    for row, size in ((0.62, 0.85), (0.82, 1.0)):
        for place in range(8):
            x = place * 0.24 + (0.1 if row > 0.7 else -0.02)
            cloth = c.rng.choice([c.mid, c.near, c.ink, "#c8664a", "#d6a644", "#5a6650"])
            c.rect(x - 0.1 * size, row, 0.2 * size, 0.5, cloth, 0.07)
            c.rect(x - 0.025 * size, row - 0.05 * size, 0.05 * size, 0.08 * size, "#d9a98c")
            c.oval(x, row - 0.11 * size, 0.062 * size, 0.076 * size, c.rng.choice(skins))
            hair = c.rng.choice(["#2b211d", "#6b4a32", "#b98d56", "#8f8f8f", "#7d3b22"])
            box = [
                v * c.unit
                for v in (x - 0.068 * size, row - 0.2 * size, x + 0.068 * size, row - 0.06 * size)
            ]
            c.draw.chord(box, 190, 350, fill=hair)


def workshop(c: Canvas) -> None:
    c.rect(0, 0.74, c.right, 0.26, c.near)
    for gear in range(5):
        x, y = 0.22 + gear * 0.34, 0.42 + (0.1 if gear % 2 else -0.04)
        size, fill = c.rng.uniform(0.13, 0.18), [c.mid, c.near, c.ink, "#c8664a", c.mid][gear]
        start = c.rng.uniform(0, 1)
        for tooth in range(12):
            angle = start + tooth * math.pi / 6
            reach = [
                (x + size * r * math.cos(angle + turn), y + size * r * math.sin(angle + turn))
                for r, turn in ((0.9, -0.14), (1.18, -0.09), (1.18, 0.09), (0.9, 0.14))
            ]
            c.shape(reach, fill)
        c.oval(x, y, size, size, fill)
        c.oval(x, y, size * 0.42, size * 0.42, mix(c.sky, c.far, 0.3))
    c.rect(0, 0.74, c.right, 0.02, c.ink)
