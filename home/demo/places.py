"""Cover pictures of places."""

from __future__ import annotations

import math

from .canvas import Canvas, mix


def landscape(c: Canvas) -> None:
    c.sun(c.rng.uniform(0.3, 1.5), c.rng.uniform(0.18, 0.32), c.rng.uniform(0.06, 0.1))
    c.hills(0.62, 0.06, mix(c.far, c.sky, 0.35))
    c.hills(0.72, 0.05, c.far)


def plant(c: Canvas) -> None:
    landscape(c)
    x = 0.15
    for _ in range(3):
        wide, high = c.rng.uniform(0.34, 0.5), c.rng.uniform(0.2, 0.3)
        c.rect(x, 0.8 - high, wide, high, c.mid)
        for tooth in range(4):
            left = x + wide * tooth / 4
            c.shape(
                [(left, 0.8 - high), (left, 0.73 - high), (left + wide / 4, 0.8 - high)], c.near
            )
        for window in range(6):
            c.rect(
                x + 0.03 + window * wide / 6.5,
                0.8 - high * 0.6,
                0.03,
                0.06,
                mix(c.sky, "#ffffff", 0.5),
            )
        x += wide + 0.05
    for chimney in (0.3, 0.36):
        c.rect(chimney, 0.28, 0.035, 0.4, c.near)
        for puff in range(4):
            c.oval(
                chimney + 0.03 + puff * 0.06,
                0.25 - puff * 0.035,
                0.03 + puff * 0.012,
                0.024 + puff * 0.01,
                mix(c.sky, "#ffffff", 0.6),
            )
    c.rect(0, 0.8, c.right, 0.2, c.ink)
    for dash in range(12):
        c.rect(0.05 + dash * 0.15, 0.89, 0.08, 0.008, c.far)


def warehouse(c: Canvas) -> None:
    c.rect(0, 0.84, c.right, 0.16, c.near)
    for rack in range(4):
        left = 0.1 + rack * 0.42
        for level in range(4):
            y = 0.22 + level * 0.17
            c.rect(left, y + 0.13, 0.34, 0.012, c.ink)
            for slot in range(3):
                if c.rng.random() < 0.82:
                    high = c.rng.uniform(0.07, 0.12)
                    c.rect(
                        left + 0.012 + slot * 0.11,
                        y + 0.13 - high,
                        0.095,
                        high,
                        c.rng.choice([c.far, c.mid, mix(c.mid, c.near, 0.5)]),
                        0.006,
                    )
        for post in (0, 0.332):
            c.rect(left + post, 0.18, 0.01, 0.68, c.ink)


def office(c: Canvas) -> None:
    c.rect(0, 0.78, c.right, 0.22, mix(c.far, c.mid, 0.4))
    for window in range(3):
        left = 0.12 + window * 0.54
        c.rect(left, 0.1, 0.44, 0.5, mix(c.sky, "#ffffff", 0.5), 0.01)
        c.oval(left + 0.32, 0.22, 0.04, 0.04, mix(c.far, "#ffffff", 0.4))
        c.shape([(left, 0.6), (left + 0.14, 0.38), (left + 0.3, 0.6)], c.far)
        c.shape(
            [(left + 0.14, 0.6), (left + 0.3, 0.44), (left + 0.44, 0.6)], mix(c.far, c.mid, 0.5)
        )
    c.rect(0.2, 0.7, 1.35, 0.03, c.ink, 0.01)
    for leg in (0.26, 1.46):
        c.rect(leg, 0.72, 0.025, 0.2, c.ink)
    for seat in range(3):
        left = 0.34 + seat * 0.42
        c.rect(left, 0.5, 0.24, 0.16, c.near, 0.012)
        c.rect(left + 0.012, 0.512, 0.216, 0.136, mix(c.sky, "#ffffff", 0.3), 0.006)
        c.rect(left + 0.105, 0.66, 0.03, 0.04, c.near)
        for row in range(3):
            c.rect(
                left + 0.03,
                0.535 + row * 0.034,
                c.rng.uniform(0.06, 0.16),
                0.012,
                c.rng.choice([c.far, c.mid]),
                0.006,
            )


def mountains(c: Canvas) -> None:
    c.sun(1.25, 0.25, 0.09)
    for level, fill in ((0.55, mix(c.far, c.sky, 0.4)), (0.68, c.mid), (0.82, c.near)):
        x, points = -0.1, [(-0.1, 1.0)]
        while x < c.right + 0.3:
            points += [(x, level + 0.1), (x + 0.16, level - c.rng.uniform(0.05, 0.27))]
            x += c.rng.uniform(0.3, 0.42)
        c.shape([*points, (c.right + 0.3, 1.0)], fill)
    c.hills(0.92, 0.03, c.ink)
    for _ in range(14):
        c.tree(
            c.rng.uniform(0, c.right),
            c.rng.uniform(0.92, 0.99),
            c.rng.uniform(0.08, 0.14),
            mix(c.ink, c.near, 0.35),
        )


def lake(c: Canvas) -> None:
    c.sun(0.9, 0.34, 0.1)
    c.hills(0.5, 0.06, c.far)
    c.hills(0.56, 0.03, c.mid)
    c.rect(0, 0.58, c.right, 0.42, mix(c.far, "#ffffff", 0.35))
    for _ in range(36):
        y = c.rng.uniform(0.6, 0.98)
        c.rect(
            c.rng.uniform(0, c.right),
            y,
            c.rng.uniform(0.04, 0.2),
            0.005,
            mix(c.far, c.mid, 0.4),
            0.002,
        )
    for boat in range(2):
        x, y = 0.45 + boat * 0.7, 0.7 + boat * 0.08
        c.shape([(x, y - 0.2), (x, y), (x + 0.1, y)], mix(c.sky, "#ffffff", 0.8))
        c.shape([(x - 0.01, y - 0.17), (x - 0.01, y), (x - 0.08, y)], c.sky)
        c.shape(
            [
                (x - 0.11, y + 0.01),
                (x + 0.13, y + 0.01),
                (x + 0.09, y + 0.045),
                (x - 0.08, y + 0.045),
            ],
            c.near,
        )


def forest(c: Canvas) -> None:
    landscape(c)
    for row, fill in ((0.8, c.mid), (0.9, c.near), (1.0, c.ink)):
        for step in range(17):
            x = step * 0.11 + c.rng.uniform(-0.03, 0.03)
            c.tree(x, row + c.rng.uniform(-0.02, 0.02), c.rng.uniform(0.26, 0.38), fill)


def solar(c: Canvas) -> None:
    c.sun(1.3, 0.22, 0.11)
    c.hills(0.6, 0.04, c.far)
    c.rect(0, 0.66, c.right, 0.34, c.mid)
    for row in range(3):
        y, size = 0.62 + row * 0.12, 1 + row * 0.25
        for column in range(6):
            x = 0.06 + column * 0.29 * size - row * 0.08
            wide, high = 0.24 * size, 0.09 * size
            c.shape(
                [(x, y + high), (x + 0.05, y), (x + 0.05 + wide, y), (x + wide, y + high)], c.ink
            )
            for cell in range(1, 4):
                c.line(
                    [(x + wide * cell / 4, y + high), (x + 0.05 + wide * cell / 4, y)], 0.003, c.far
                )
            c.line([(x + 0.025, y + high / 2), (x + 0.025 + wide, y + high / 2)], 0.003, c.far)


def facade(c: Canvas) -> None:
    phase = c.rng.uniform(0, 6)
    for column in range(24):
        for row in range(13):
            wave = math.sin(column * 0.42 + row * 0.25 + phase) + math.sin(
                column * 0.16 - row * 0.3
            )
            fill = mix(mix(c.sky, c.far, 0.4), c.near, (wave + 2) / 4.4)
            x, y = column * 0.0745, row * 0.0775
            c.rect(x + 0.003, y + 0.003, 0.068, 0.071, fill)
    for _ in range(9):
        column, row = c.rng.randint(1, 22), c.rng.randint(1, 9)
        c.rect(
            column * 0.0745 + 0.003, row * 0.0775 + 0.003, 0.068, 0.148, mix("#ffe9b8", c.sky, 0.3)
        )


def road(c: Canvas) -> None:
    landscape(c)
    c.rect(0, 0.74, c.right, 0.26, c.mid)
    c.shape([(0.78, 0.7), (0.98, 0.7), (1.5, 1.0), (0.25, 1.0)], c.ink)
    for dash in range(5):
        y, size = 0.72 + dash * dash * 0.016 + dash * 0.012, 0.004 + dash * 0.004
        c.rect(0.88 - size / 2, y, size, 0.014 + dash * 0.008, c.sky)
    for _ in range(8):
        side = c.rng.choice((c.rng.uniform(0, 0.45), c.rng.uniform(1.3, c.right)))
        c.tree(side, c.rng.uniform(0.76, 0.86), c.rng.uniform(0.14, 0.24), c.near)


def winter(c: Canvas) -> None:
    c.hills(0.66, 0.06, mix(c.far, "#ffffff", 0.35))
    c.hills(0.78, 0.05, mix(c.sky, "#ffffff", 0.7))
    for house in range(4):
        x, wide = 0.25 + house * 0.37, c.rng.uniform(0.16, 0.22)
        c.rect(x, 0.66, wide, 0.16, c.near)
        c.shape(
            [(x - 0.02, 0.67), (x + wide / 2, 0.54), (x + wide + 0.02, 0.67)],
            mix(c.sky, "#ffffff", 0.9),
        )
        c.rect(x + wide * 0.3, 0.71, 0.04, 0.05, "#ffd98a")
    c.hills(0.9, 0.03, mix(c.sky, "#ffffff", 0.9))
    for _ in range(7):
        c.tree(c.rng.uniform(0, c.right), 0.93, c.rng.uniform(0.18, 0.3), c.near)
    for _ in range(150):
        size = c.rng.uniform(0.002, 0.007)
        c.oval(c.rng.uniform(0, c.right), c.rng.uniform(0, 1), size, size, "#ffffff")


def market(c: Canvas) -> None:
    landscape(c)
    x = 0.08
    for _ in range(8):
        wide, high = c.rng.uniform(0.17, 0.23), c.rng.uniform(0.3, 0.46)
        fill = c.rng.choice([c.far, c.mid, "#e0a878", mix(c.mid, "#ffffff", 0.3), c.near])
        c.rect(x, 0.82 - high, wide, high, fill)
        c.shape(
            [(x - 0.005, 0.82 - high), (x + wide / 2, 0.7 - high), (x + wide + 0.005, 0.82 - high)],
            c.ink,
        )
        for row in range(3):
            for column in range(3):
                c.rect(
                    x + 0.025 + column * wide * 0.3,
                    0.86 - high + row * 0.09,
                    0.03,
                    0.05,
                    mix(c.sky, "#ffffff", 0.6),
                )
        x += wide + 0.005
    c.rect(0, 0.82, c.right, 0.18, mix(c.near, c.ink, 0.4))
    for stall in range(3):
        left = 0.3 + stall * 0.45
        for stripe in range(6):
            shade = "#c8664a" if stripe % 2 else mix(c.sky, "#ffffff", 0.7)
            c.rect(left + stripe * 0.045, 0.72, 0.045, 0.06, shade)
        c.rect(left, 0.78, 0.012, 0.14, c.ink)
        c.rect(left + 0.258, 0.78, 0.012, 0.14, c.ink)
        c.rect(left, 0.86, 0.27, 0.06, c.far)


def harbour(c: Canvas) -> None:
    c.sun(0.4, 0.24, 0.08)
    c.hills(0.62, 0.02, c.far)
    for crane in range(3):
        x = 0.55 + crane * 0.42
        c.line([(x, 0.66), (x + 0.05, 0.2), (x + 0.1, 0.66)], 0.016, c.near)
        c.line([(x - 0.14, 0.22), (x + 0.28, 0.27)], 0.016, c.near)
        c.line([(x - 0.08, 0.23), (x - 0.08, 0.4)], 0.004, c.ink)
        c.rect(x - 0.12, 0.4, 0.08, 0.05, "#d0654a")
    c.rect(0, 0.66, c.right, 0.34, c.mid)
    c.shape([(0.15, 0.7), (1.15, 0.7), (1.05, 0.82), (0.22, 0.82)], c.ink)
    for box in range(10):
        for level in range(c.rng.randint(1, 3)):
            fill = c.rng.choice(["#d0654a", "#d6a644", "#3d7f86", c.far, c.near])
            c.rect(0.22 + box * 0.082, 0.64 - level * 0.055, 0.078, 0.05, fill)
    for _ in range(24):
        c.rect(
            c.rng.uniform(0, c.right),
            c.rng.uniform(0.84, 0.98),
            c.rng.uniform(0.05, 0.16),
            0.006,
            c.far,
        )


def picnic(c: Canvas) -> None:
    landscape(c)
    c.hills(0.8, 0.03, c.mid)
    for tent in range(3):
        x, fill = 0.35 + tent * 0.5, ["#c8664a", c.near, "#d6a644"][tent]
        for stripe in range(6):
            left, wide = x - 0.18 + stripe * 0.06, 0.06
            shade = fill if stripe % 2 else mix(c.sky, "#ffffff", 0.7)
            c.shape([(x, 0.42), (left, 0.58), (left + wide, 0.58)], shade)
        c.rect(x - 0.17, 0.58, 0.012, 0.24, c.ink)
        c.rect(x + 0.16, 0.58, 0.012, 0.24, c.ink)
        c.rect(x - 0.12, 0.72, 0.24, 0.1, c.ink, 0.008)
    for flag in range(16):
        x = flag * 0.115
        sag = 0.16 + 0.05 * math.sin(flag * 0.8)
        c.shape(
            [(x, sag), (x + 0.07, sag), (x + 0.035, sag + 0.07)],
            c.rng.choice(["#c8664a", "#d6a644", c.mid, c.near]),
        )


def sun(c: Canvas) -> None:
    c.sun(0.89, 0.4, 0.2)
    for ray in range(24):
        angle = ray * math.pi / 12
        near, far = 0.3, 0.36 + 0.05 * (ray % 2)
        c.line(
            [
                (0.89 + near * math.cos(angle), 0.4 + near * math.sin(angle)),
                (0.89 + far * math.cos(angle), 0.4 + far * math.sin(angle)),
            ],
            0.012,
            mix(c.sky, "#ffffff", 0.7),
        )
    c.hills(0.8, 0.04, c.mid)
    c.hills(0.9, 0.03, c.near)
