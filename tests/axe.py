"""The rules of WCAG 2.2 AA, asked of a page in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],  # to list all that passes takes as long as the rest
}
COLOURS: dict[str, Any] = RULES | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
LARGE: dict[str, Any] = RULES | {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}

_OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"

# The hundredth entry of a list can have no fault that the first has not, if it is built of the same elements with the
# same classes and attributes: of each such thing two stay, with whatever is referred to from elsewhere on the page.
_DROP_REPEATS = """() => {
  const referring = ["for", "aria-labelledby", "aria-controls", "aria-describedby"]
  const referrers = new Map()
  for (const name of referring)
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of element.getAttribute(name).split(" "))
        referrers.set(id, [...(referrers.get(id) || []), element])
  const isNeeded = element => [element, ...element.querySelectorAll("[id]")].some(
    one => (referrers.get(one.id) || []).some(other => !element.contains(other)))
  const refers = element => referring.some(name => element.hasAttribute(name))

  const gather = (element, above, paths) => {
    const attributes = element.getAttributeNames().sort()
    const path = `${above} > ${element.tagName}.${element.getAttribute("class")}[${attributes}]`
    paths.add(path)
    for (const child of element.children) gather(child, path, paths)
    return paths
  }
  for (const parent of document.querySelectorAll("main, main *")) {
    if (!parent.isConnected) continue
    const kept = new Map()
    for (const child of [...parent.children]) {
      const paths = [...gather(child, "", new Set())]
      if (paths.every(path => kept.get(path) >= 2) && !refers(child) && !isNeeded(child)) child.remove()
      else for (const path of paths) kept.set(path, (kept.get(path) || 0) + 1)
    }
  }
}"""


def open_all(page: Page) -> None:
    """Open everything on a page that can be unfolded."""
    page.evaluate(_OPEN_ALL)


def drop_repeats(page: Page) -> None:
    """Take out the entries of long lists that are built like those before them: they take most of the time."""
    page.evaluate(_DROP_REPEATS)


def faults(page: Page, rules: dict[str, Any] = RULES) -> list[tuple[str, str]]:
    """Return the names of the rules that a page breaks, each with the markup of a place."""
    if not page.evaluate("'axe' in window"):  # to read the checker again takes long
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]
