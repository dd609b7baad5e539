"""The report of `unilosses verify --html` in a real browser, as a person meets it: on a desk, on a phone, on paper."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from unilosses.verify.cells import Cell
from unilosses.verify.page import brief, page, step
from unilosses.verify.places import Place
from unilosses.verify.sweep import sweep

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Nothing but the page: no graphics card, and nothing that a browser asks the network for by itself.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOSSES = ["huber", "nll", "l1_penalty", "symmetric_absolute_percentage_error"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    """A sweep on NumPy, the same as if it were torch's and JAX's, and two breaches made up."""
    found = sweep(LOSSES, [Place("numpy", dtypes=("float64", "float32", "float16"))])
    every = [replace(cell, place=Place(name)) for cell in found for name in ("numpy", "torch", "jax")]
    every.sort(key=lambda cell: LOSSES.index(cell.loss))
    every[0] = replace(every[0], ulp=123456.0, breach=True)
    every[-1] = replace(every[-1], ulp=float("inf"), breach=True, worst=None, error="TypeError: </script><b>no</b>")
    return every


@pytest.fixture(scope="module")
def report(cells: list[Cell], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(cells), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Chromium has no sandbox for root, as which containers run.
        sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        found = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield found
        found.close()


class Visit:
    """A page that is open, and what it asked for and complained of."""

    def __init__(self, browser: Any, url: str, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)

    def detail(self) -> dict[str, str]:
        """What the open cell says, by term."""
        texts = [self.page.locator(f"#detail-list {tag}").all_inner_texts() for tag in ("dt", "dd")]
        return dict(zip(*texts, strict=True))


@pytest.fixture
def visit(browser: Any, report: Path) -> Iterator[Any]:
    visits: list[Visit] = []

    def start(fragment: str = "", **context: Any) -> Visit:
        visits.append(Visit(browser, report.as_uri() + fragment, **context))
        return visits[-1]

    yield start
    for one in visits:
        # Nothing but the file itself was fetched, and no script failed.
        assert all(url.startswith("file:") for url in one.asked)
        assert one.complaints == []
        one.context.close()


def cell_of(visit: Visit, loss: str, nth: int) -> Any:
    return visit.page.locator(f'tr[data-loss="{loss}"] button').nth(nth)


def test_the_page_is_self_contained(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert not re.search(r"https?://|<link|<img|@import|url\(|src=", text)
    assert "<b>no</b>" not in text  # an error's text is text


def test_numbers_are_short_and_colours_are_steps(cells: list[Cell]) -> None:
    one = cells[1]
    sizes = (0.0, 0.01, 0.5, 1.25, 9.97, 123.4, 123456.0, 1e19, float("inf"))
    assert [brief(replace(one, ulp=ulp)) for ulp in sizes] == [
        "0",
        "<.1",
        "0.5",
        "1.2",
        "10",
        "123",
        "1e5",
        "1e19",
        "inf",
    ]
    assert [step(ulp) for ulp in (0.0, 0.5, 0.6, 1.5, 3.0, 8.0, 9.0)] == [0, 1, 2, 3, 4, 5, 6]


def test_a_cell_opens_its_worst_input(visit: Any, cells: list[Cell], tmp_path: Path) -> None:
    desk = visit(viewport=DESK)
    assert desk.page.inner_text("#verdict") == f"2 of {len(cells)} comparisons are beyond what is allowed."
    cell_of(desk, "nll", 0).click()
    assert desk.page.locator("#detail").is_visible()
    nll = next(cell for cell in cells if cell.loss == "nll" and cell.place.backend == "numpy")
    assert nll.worst is not None
    assert desk.page.inner_text("#detail-title") == f"nll, value, numpy cpu, {nll.dtype}"
    assert desk.page.inner_text("#detail-size") == f"{nll.ulp:.4g} ulp from the truth; {nll.bound:g} allowed."
    detail = desk.detail()
    assert detail["computed"] == nll.worst.computed
    assert detail["truth"] == nll.worst.truth
    assert list(nll.worst.given.items()) == [item for item in detail.items() if item[0] in nll.worst.given]
    assert nll.worst.case in desk.page.inner_text("#detail-code")
    desk.page.screenshot(path=tmp_path / "desk.png")
    assert (tmp_path / "desk.png").stat().st_size > 20_000
    desk.page.keyboard.press("Escape")
    assert not desk.page.locator("#detail").is_visible()
    cell_of(desk, "symmetric_absolute_percentage_error", -1).click()  # nothing computed: an error alone
    assert desk.page.inner_text("#detail-size") == "TypeError: </script><b>no</b>"


def test_it_fits_a_phone(visit: Any, cells: list[Cell], tmp_path: Path) -> None:
    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # 24 cells and their places' names for each loss, none outside the screen, all large enough to read and touch
    boxes = phone.page.evaluate(
        "[...document.querySelectorAll('#map button')].map(b => { const r = b.getBoundingClientRect();"
        " return [r.left, r.right, r.width, r.height, parseFloat(getComputedStyle(b).fontSize), b.scrollWidth] })"
    )
    assert len(boxes) == len(cells)
    assert all(left >= 0 and right <= PHONE["width"] for left, right, *_ in boxes)
    assert all(w >= 28 and h >= 28 and size >= 11 and inner <= w + 1 for *_, w, h, size, inner in boxes)
    cell_of(phone, "huber", 5).tap()
    box = phone.page.locator("#detail").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert phone.detail()["truth"]
    phone.page.screenshot(path=tmp_path / "phone.png")
    assert (tmp_path / "phone.png").stat().st_size > 20_000


def test_it_prints(visit: Any, cells: list[Cell]) -> None:
    paper = visit(viewport=DESK)
    paper.page.emulate_media(media="print")
    assert not paper.page.locator("#find").is_visible()
    assert paper.page.locator("#map button").first.is_visible()
    assert "TypeError" in paper.page.locator(".breaches").inner_text()
    pdf = paper.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert re.search(rb"/MediaBox\s*\[0 0 84[12]", pdf)  # A4, the long side across


def test_an_address_opens_its_cell(visit: Any) -> None:
    desk = visit("#huber/gradient/torch/cpu/float32", viewport=DESK)
    assert desk.page.inner_text("#detail-title") == "huber, gradient, torch cpu, float32"


def test_keys_and_search(visit: Any) -> None:
    desk = visit(viewport=DESK)
    cell_of(desk, "huber", 0).focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        desk.page.keyboard.press(key)
    assert desk.page.inner_text("#detail-title") == "nll, value, numpy cpu, float32"
    desk.page.keyboard.press("Escape")
    desk.page.fill("#find", "percentage error")
    assert desk.page.locator("tbody tr:visible").count() == 1
    desk.page.fill("#find", "")
    desk.page.check("#only")
    assert desk.page.locator("tbody tr:visible").count() == 2


def luminance(colour: str) -> float:
    """Relative luminance of an rgb() colour, by the accessibility guidelines of the web."""
    parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
    r, g, b = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read(visit: Any, scheme: str) -> None:
    desk = visit(viewport=DESK, color_scheme=scheme)
    colours = desk.page.evaluate(
        "[...document.querySelectorAll('.legend li')].map(e => getComputedStyle(e))"
        ".map(s => [s.color, s.backgroundColor])"
        ".concat([['.quiet', 'body'], ['#verdict', 'body']].map("
        "([e, f]) => [getComputedStyle(document.querySelector(e)).color,"
        " getComputedStyle(document.querySelector(f)).backgroundColor]))"
    )
    assert len(colours) == 10
    for ink, ground in colours:
        low, high = sorted((luminance(ink), luminance(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
    assert (luminance(colours[-1][1]) < 0.5) == (scheme == "dark")
