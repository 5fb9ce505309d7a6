"""Pictures for shared links: what they say, how they are drawn, and what happens where they can't be."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.assess import STATUSES, Assessment, assess
from generator.config import read_config
from generator.errors import GeneratorError
from generator.export import cards, typefaces
from generator.export.cards import Card, CardFont, can_draw, draw, fonts_for, policy_cards, why_missing
from generator.model import Catalog
from generator.pipeline.plan.site import card_jobs
from generator.website.locales import Locale, open_locales
from generator.website.pages import plan
from generator.website.render import Renderer
from generator.website.shell import CARD_SIZE
from tests.roots import REPO, bring
from tests.states import DATA, load

DAY, NEXT = datetime.date(2023, 11, 15), datetime.date(2023, 11, 16)
NO_FONT = CardFont("", 0, "")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The policy in which every state occurs."""
    root = bring(tmp_path_factory.mktemp("cards") / "root", "states")
    shutil.copytree(DATA / "data", root / "data")
    shutil.copytree(REPO / "data" / "locales", root / "data" / "locales")
    return load(root)


@pytest.fixture(scope="module")
def locales(states: Catalog) -> dict[str, Locale]:
    return open_locales(states, ("zh", "zh-Hant", "en"))


@pytest.fixture(scope="module")
def fonts(catalog: Catalog) -> dict[str, CardFont]:
    if not can_draw() or shutil.which("fc-match") is None:
        pytest.skip("no Pillow, or no fontconfig")
    found = fonts_for(catalog, open_locales(catalog, ("zh", "en")), None)
    if not found:
        pytest.skip("no font with Chinese")
    return found


def drawn(state: Assessment, locales: Mapping[str, Locale]) -> dict[str, Card]:
    fonts = dict.fromkeys(locales, NO_FONT)
    every = (policy_cards(one, state.as_of, locales, fonts) for one in state.policies.values())
    return {path: card for one in every for some in one for path, card in some.items()}


def test_every_verdict_stands_beside_its_day(states: Catalog, locales: dict[str, Locale]) -> None:
    state = assess(states, DAY)
    shown = drawn(state, locales)
    (policy,) = state.policies.values()
    for id_, locale in locales.items():
        for task in policy.policy.tasks:
            card = shown[f"cards/states/tasks/{task.number}.{id_}.png"]
            assert card.state == locale.t(f"state.{policy.tasks[task.number].state}")
            assert locale.date(DAY) in card.day
        for target in policy.policy.targets:
            card = shown[f"cards/states/targets/{target.id}.{id_}.png"]
            assert card.state == locale.t(f"state.{policy.outcomes[target.id].value}")
        assert shown[f"cards/states.{id_}.png"].state == ""
    assert all(card.day and card.title and card.below and card.site for card in shown.values())
    assert {card.colour for card in shown.values() if card.state} <= {
        *(status.badge for status in STATUSES if status.badge),
        *cards._COLOURS.values(),
        cards._SOFT,
    }


def test_what_did_not_change_is_not_drawn_again(states: Catalog, locales: dict[str, Locale]) -> None:
    zh = {"zh": locales["zh"]}
    before = drawn(assess(states, DAY), zh)
    left = tuple(one for one in states.submissions if one.agency != "ministry-a")
    after = drawn(assess(dataclasses.replace(states, submissions=left), DAY), zh)
    changed = {path for path, card in after.items() if card != before[path]}
    assert changed
    assert changed < set(before)


def test_each_policy_task_and_target_is_a_job_of_its_own(states: Catalog, locales: dict[str, Locale]) -> None:
    rendering: Any = SimpleNamespace(
        context=SimpleNamespace(card_fonts=dict.fromkeys(locales, NO_FONT), locales=locales)
    )
    plans = [list(card_jobs(rendering, assess(states, day))) for day in (DAY, DAY, NEXT)]
    same, again, later = ({job.name: job.fingerprint for job in jobs} for jobs in plans)
    (policy,) = states.policies.values()
    assert len(same) == len(plans[0]) == 1 + len(policy.tasks) + len(policy.targets)
    assert same == again
    assert same.keys() == later.keys()
    assert not set(same.values()) & set(later.values())  # another day is another picture
    rendering.context.card_fonts = {}
    assert list(card_jobs(rendering, assess(states, DAY))) == []


def test_a_picture_is_small_and_the_same_each_time(catalog: Catalog, fonts: dict[str, CardFont]) -> None:
    state = assess(catalog, DAY)
    locales = open_locales(catalog, tuple(fonts))
    (policy,) = state.policies.values()
    every = [card for some in policy_cards(policy, DAY, locales, fonts) for card in some.values()]
    longest = sorted(every, key=lambda card: len(card.title) + len(card.below))[-2:]
    for card in (every[0], *longest):
        data = draw(card)
        assert data == draw(card)
        assert data.startswith(b"\x89PNG")
        assert len(data) <= 40_000
        assert tuple(int.from_bytes(data[at : at + 4]) for at in (16, 20)) == CARD_SIZE
        assert min(CARD_SIZE) >= 300


def test_lines_break_between_words_and_before_no_stop(fonts: dict[str, CardFont]) -> None:
    from PIL import ImageFont

    face = ImageFont.truetype(fonts["zh"].path, 20, fonts["zh"].index, layout_engine=ImageFont.Layout.BASIC)
    assert cards._lines("Broadband for all villages", face, 140, 3) == ["Broadband for", "all villages"]
    assert cards._lines("五个汉字五，（个）", face, 105, 3) == ["五个汉字", "五，（个）"]
    (cut,) = cards._lines("五个汉字五个汉字", face, 105, 1)
    assert cut == "五个汉字…"


def test_a_font_without_the_characters_gives_no_pictures(
    states: Catalog, locales: dict[str, Locale], fonts: dict[str, CardFont], tmp_path: Path
) -> None:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, encoding="utf-8", check=True
    )
    if "DejaVu" in found.stdout:
        assert fonts_for(states, {"zh": locales["zh"]}, Path(found.stdout)) == {}
    assert fonts_for(states, {"zh": locales["zh"]}, Path(fonts["zh"].path)).keys() <= {"zh"}
    with pytest.raises(GeneratorError, match=r"missing\.otf"):
        fonts_for(states, locales, tmp_path / "missing.otf")
    (tmp_path / "broken.otf").write_bytes(b"no font")
    with pytest.raises(GeneratorError, match=r"broken\.otf"):
        fonts_for(states, locales, tmp_path / "broken.otf")


def test_a_system_that_does_not_say_which_font_it_has_gives_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = tmp_path / "fc-match"
    waits.write_text("#!/bin/sh\nexec sleep 60\n")
    waits.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(typefaces, "PATIENCE", 0.1)
    assert typefaces.ask_for_faces(["zh-cn", "en"]) == {"zh-cn": None, "en": None}


def test_where_there_are_no_pictures_the_build_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = dataclasses.replace(read_config(REPO), cards=True)
    assert why_missing(config, config.locales) == ()
    assert why_missing(dataclasses.replace(config, cards=False), ()) == ()
    monkeypatch.setattr(cards, "can_draw", lambda: True)
    (words,) = why_missing(config, ["en"])
    assert "zh, zh-Hant" in words.en
    assert "extra.cards" in words.zh
    monkeypatch.setattr(cards, "can_draw", lambda: False)
    (words,) = why_missing(config, ())
    assert "Pillow" in words.zh
    (tmp_path / "mkdocs.yml").write_text("site_url: https://x.example.org/\nextra: {locales: [zh], cards: 3}\n")
    with pytest.raises(GeneratorError, match=r"extra\.cards must be true, false or"):
        read_config(tmp_path)


def test_pages_name_the_picture_of_their_task_or_policy_where_there_is_one(
    states: Catalog, locales: dict[str, Locale], tmp_path: Path
) -> None:
    root = bring(tmp_path / "root", "states")
    pages = {page.address: page for page in plan(states, assess(states, DAY), {})}
    shows = {"states/tasks/01/": "cards/states/tasks/1.en.png", "states/text/": "cards/states.en.png"}
    for has_cards in (True, False):
        renderer = Renderer(states, locales["en"], locales, read_config(root), has_cards=has_cards)
        for address, path in shows.items():
            picture = renderer.render(pages[address]).picture
            assert (f'property="og:image" content="{read_config(root).site_url}{path}"' in picture) is has_cards
            assert ("summary_large_image" in picture) is has_cards
    assert "og:image" not in renderer.render(pages["about/" if "about/" in pages else "agencies/"]).picture
