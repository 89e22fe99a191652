"""Portraits of people who do not exist, drawn with Pillow: flat shapes, warm colours, no network."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw, ImageFilter

SIZE = 640
DRAWN = SIZE * 2  # drawn larger, then reduced: Pillow's shapes have hard edges

SKINS = ["#f6d7c3", "#f1c9b0", "#e9b998", "#eac0a5", "#f3cdb8", "#dfab88"]
HAIRS = ["#2b211d", "#4a3226", "#6b4a32", "#8d6742", "#b98d56", "#d8b878", "#7d3b22", "#33302e"]
GREYS = ["#8f8f8f", "#b7b4ae", "#6f6e6c"]
CLOTHES = ["#24313a", "#2f5d62", "#7a3e48", "#3c4f76", "#5a6650", "#8a5a3b", "#4c4a63", "#a0553f"]
SHIRTS = ["#ffffff", "#f2efe8", "#dfe9f0", "#f4e3d3"]
GROUNDS = [
    ("#f5d9c8", "#e9b79c"),
    ("#cfe3dd", "#9cc5ba"),
    ("#d6dff0", "#a8badb"),
    ("#efe3bf", "#dcc58a"),
    ("#e4d5e6", "#bfa3c4"),
    ("#d9e6c8", "#a9c48b"),
    ("#f2d3d3", "#d99f9f"),
    ("#cfdde4", "#93afbd"),
]

Box = tuple[float, float, float, float]


def portrait(rng: Random, *, is_woman: bool, age: int) -> Image.Image:
    """A square picture of somebody of about that age; the same `rng` state gives the same face."""
    picture = _ground(rng)
    draw = ImageDraw.Draw(picture)
    skin = rng.choice(SKINS)
    hair = rng.choice(GREYS) if rng.random() < (age - 42) / 26 else rng.choice(HAIRS)
    face = _Face(draw, rng, skin, hair, is_woman, age)
    face.behind()
    face.body()
    face.head()
    face.features()
    face.front()
    left, top, right, bottom = (side * DRAWN for side in (0.1, 0.05, 0.9, 0.85))
    return picture.crop((left, top, right, bottom)).resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def shade(colour: str, factor: float) -> str:
    """A darker (factor < 1) or lighter colour."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{max(0, min(255, round(c * factor))):02x}" for c in channels)


def _ground(rng: Random) -> Image.Image:
    light, dark = rng.choice(GROUNDS)
    strip = Image.new("RGB", (2, 2), light)
    strip.putpixel((rng.randint(0, 1), 1), _rgb(dark))
    strip.putpixel((1, 1), _rgb(dark))
    picture = strip.resize((DRAWN, DRAWN), Image.Resampling.BICUBIC)
    glow = Image.new("L", (160, 160), 0)
    x, y = rng.randint(20, 140), rng.randint(20, 80)
    ImageDraw.Draw(glow).ellipse((x - 45, y - 45, x + 45, y + 45), fill=90)
    mask = glow.filter(ImageFilter.GaussianBlur(22)).resize((DRAWN, DRAWN))
    picture.paste(Image.new("RGB", picture.size, "#ffffff"), mask=mask)
    return picture


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class _Face:
    """Draws one head and shoulders; lengths are fractions of the picture's side."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, rng: Random, skin: str, hair: str, woman: bool, age: int
    ) -> None:
        self.draw = draw
        self.rng = rng
        self.skin, self.hair = skin, hair
        self.woman, self.age = woman, age
        self.x = 0.5 + rng.uniform(-0.015, 0.015)
        self.y = 0.43 + rng.uniform(-0.012, 0.012)
        self.w = rng.uniform(0.150, 0.168) * (0.96 if woman else 1.0)
        self.h = rng.uniform(0.198, 0.214)
        styles = ["long", "bob", "bun", "waves", "pony"] if woman else ["short", "side", "crop"]
        if not woman and age > 38:
            styles += ["bald", "receding"]
        self.style = rng.choice(styles)
        self.glasses = rng.random() < 0.32
        self.beard = not woman and rng.random() < 0.42

    def oval(self, x: float, y: float, w: float, h: float, fill: str) -> None:
        self.draw.ellipse([v * DRAWN for v in (x - w, y - h, x + w, y + h)], fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        self.draw.polygon([(x * DRAWN, y * DRAWN) for x, y in points], fill=fill)

    def rounded(self, box: Box, radius: float, fill: str) -> None:
        self.draw.rounded_rectangle([v * DRAWN for v in box], radius * DRAWN, fill=fill)

    def line(self, points: list[tuple[float, float]], width: float, fill: str) -> None:
        scaled = [(x * DRAWN, y * DRAWN) for x, y in points]
        self.draw.line(scaled, fill=fill, width=round(width * DRAWN), joint="curve")

    def behind(self) -> None:
        """Hair that falls behind the shoulders."""
        x, y, w, h = self.x, self.y, self.w, self.h
        dark = shade(self.hair, 0.82)
        if self.style in ("long", "waves"):
            self.oval(x, y - 0.02, w * 1.28, h * 1.16, dark)
            self.rounded((x - w * 1.28, y, x + w * 1.28, y + h * 1.75), 0.1, dark)
            if self.style == "waves":
                for side in (-1, 1):
                    for step in range(4):
                        self.oval(x + side * w * 1.2, y + step * 0.085, 0.055, 0.06, dark)
        elif self.style == "bob":
            self.rounded((x - w * 1.3, y - h * 1.1, x + w * 1.3, y + h * 1.02), 0.14, dark)
        elif self.style == "bun":
            self.oval(x, y - h * 1.28, 0.075, 0.07, self.hair)
        elif self.style == "pony":
            side = self.rng.choice((-1, 1))
            self.oval(x + side * w * 1.05, y + h * 0.75, 0.06, 0.2, dark)

    def body(self) -> None:
        """Neck, shoulders and what is worn."""
        x, y, w = self.x, self.y, self.w
        cloth, shirt = self.rng.choice(CLOTHES), self.rng.choice(SHIRTS)
        wide = 0.35 if self.woman else 0.39
        self.rounded((x - wide, 0.735, x + wide, 1.3), 0.16, cloth)
        self.rounded((x - w * 0.5, y + 0.1, x + w * 0.5, 0.80), 0.07, shade(self.skin, 0.88))
        worn = self.rng.choice(["crew", "collar", "jacket", "crew"])
        if worn == "crew":
            self.oval(x, 0.742, w * 0.72, 0.055, shade(self.skin, 0.93))
        elif worn == "collar":
            self.shape(
                [(x - w * 0.6, 0.72), (x, 0.86), (x + w * 0.6, 0.72)], shade(self.skin, 0.93)
            )
            for side in (-1, 1):
                edge = [(x, 0.86), (x + side * w * 0.62, 0.715), (x + side * w * 0.95, 0.79)]
                self.shape([*edge, (x + side * w * 0.3, 0.915)], shade(cloth, 1.25))
        else:
            self.shape([(x - w * 0.62, 0.72), (x, 1.0), (x + w * 0.62, 0.72)], shirt)
            self.shape(
                [(x - w * 0.4, 0.72), (x, 0.80), (x + w * 0.4, 0.72)], shade(self.skin, 0.93)
            )
            for side in (-1, 1):
                lapel = [(x + side * w * 0.62, 0.72), (x + side * w * 1.05, 0.76), (x, 1.02)]
                self.shape(lapel, shade(cloth, 0.82))

    def head(self) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        for side in (-1, 1):
            self.oval(x + side * w * 0.99, y + 0.02, 0.028, 0.042, shade(self.skin, 0.93))
        self.oval(x, y, w, h, self.skin)
        self.oval(x, y + h * 0.36, w * 0.86, h * 0.66, self.skin)
        if self.beard:
            self._beard()

    def _beard(self) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        colour = shade(self.hair, 1.08)
        self.oval(x, y + h * 0.52, w * 0.9, h * 0.56, colour)
        self.oval(x, y + h * 0.14, w * 0.84, h * 0.44, self.skin)
        self.rounded((x - 0.06, y + h * 0.43, x + 0.06, y + h * 0.51), 0.02, colour)

    def features(self) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        ink, apart = "#35291f", w * 0.44
        eye_y = y - h * 0.02
        for side in (-1, 1):
            at = x + side * apart
            self.oval(at, eye_y, 0.014, 0.017, ink)
            self.oval(at + 0.004, eye_y - 0.005, 0.004, 0.005, "#ffffff")
            lift = self.rng.uniform(0.0, 0.006)
            brow = shade(self.hair, 0.85)
            self.line(
                [
                    (at - 0.036, eye_y - 0.047 + (lift if side > 0 else 0)),
                    (at, eye_y - 0.056),
                    (at + 0.036, eye_y - 0.047 + (lift if side < 0 else 0)),
                ],
                0.008 if self.woman else 0.012,
                brow,
            )
            cheek = shade(self.skin, 0.965)
            self.oval(at + side * 0.018, y + h * 0.27, 0.026, 0.018, cheek)
        nose = shade(self.skin, 0.84)
        self.line(
            [(x + 0.004, eye_y + 0.02), (x + 0.017, y + h * 0.26), (x - 0.006, y + h * 0.28)],
            0.007,
            nose,
        )
        self._mouth()
        if self.glasses:
            self._glasses(apart, eye_y)
        if self.age > 50:
            for side in (-1, 1):
                crease = [(x + side * w * 0.8, eye_y - 0.004), (x + side * w * 0.7, eye_y + 0.008)]
                self.line(crease, 0.004, shade(self.skin, 0.86))

    def _mouth(self) -> None:
        x, y = self.x, self.y + self.h * 0.52
        wide = self.rng.uniform(0.044, 0.06)
        lips = "#b5504e" if self.woman else "#9c5a4a"
        box = [v * DRAWN for v in (x - wide, y - 0.036, x + wide, y + 0.026)]
        if self.rng.random() < 0.45:
            self.draw.chord(box, 15, 165, fill="#ffffff")
        self.draw.arc(box, 15, 165, fill=lips, width=round(0.009 * DRAWN))

    def _glasses(self, apart: float, eye_y: float) -> None:
        frame = self.rng.choice(["#2b2b2b", "#6b4a32", "#39506b"])
        round_ones = self.rng.random() < 0.5
        for side in (-1, 1):
            at = self.x + side * apart
            box = [v * DRAWN for v in (at - 0.047, eye_y - 0.036, at + 0.047, eye_y + 0.04)]
            if round_ones:
                self.draw.ellipse(box, outline=frame, width=round(0.007 * DRAWN))
            else:
                radius = 0.02 * DRAWN
                self.draw.rounded_rectangle(box, radius, outline=frame, width=round(0.007 * DRAWN))
        self.line(
            [(self.x - apart + 0.047, eye_y - 0.004), (self.x + apart - 0.047, eye_y - 0.004)],
            0.006,
            frame,
        )

    def front(self) -> None:
        """Hair over the forehead."""
        x, y, w, h = self.x, self.y, self.w, self.h
        if self.style == "bald":
            return
        box = [v * DRAWN for v in (x - w * 1.1, y - h * 1.2, x + w * 1.1, y + h * 0.75)]
        if self.style == "receding":
            for side in (-1, 1):
                self.oval(x + side * w * 0.93, y - h * 0.16, 0.034, 0.088, self.hair)
            return
        if self.style in ("short", "crop", "side"):
            depth = {"short": 198, "crop": 206, "side": 194}[self.style]
            self.draw.chord(box, depth, 540 - depth, fill=self.hair)
            for side in (-1, 1):
                self.rounded(
                    (
                        x + side * w * 0.97 - 0.026,
                        y - h * 0.78,
                        x + side * w * 0.97 + 0.02,
                        y - 0.02,
                    ),
                    0.022,
                    self.hair,
                )
            if self.style == "side":
                lean = self.rng.choice((-1, 1))
                self.oval(x + lean * w * 0.35, y - h * 0.88, w * 0.78, 0.055, self.hair)
            return
        self._fringe(box)

    def _fringe(self, box: list[float]) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        self.draw.chord(box, 200, 340, fill=self.hair)
        lean = self.rng.choice((-1, 1))
        if self.rng.random() < 0.5:
            sweep = [(x - lean * w * 1.05, y - h * 0.15), (x - lean * w * 0.75, y - h * 0.95)]
            sweep += [(x + lean * w * 0.55, y - h * 1.0), (x + lean * w * 0.3, y - h * 0.62)]
            self.shape([*sweep, (x - lean * w * 0.5, y - h * 0.42)], self.hair)
        else:
            self.rounded((x - w * 0.9, y - h * 0.95, x + w * 0.9, y - h * 0.42), 0.06, self.hair)
        if self.style in ("long", "waves", "bob"):
            for side in (-1, 1):
                edge = x + side * w * 1.05
                self.rounded(
                    (edge - 0.034, y - h * 0.6, edge + 0.034, y + h * 0.8), 0.03, self.hair
                )
