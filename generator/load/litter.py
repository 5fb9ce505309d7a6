"""Files that other programs leave behind in folders, which are ignored unless somebody committed them."""

from __future__ import annotations

import re

from generator.findings import Finding, Place, find, show

_LITTER = re.compile(
    r"\.DS_Store|\._.+|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r"  # Finder, Explorer
    r"|~\$.+|\.~.+|~.+\.tmp|\.~lock\..+#"  # Word, Excel, WPS, LibreOffice
    r"|\..+\.sw[a-p]|4913|.+~|\.#.+|#.+#|.+\.(?:bak|orig|rej)",  # editors, git and patch
    re.IGNORECASE | re.DOTALL,
)


def is_litter(name: str) -> bool:
    """Return whether a file has a name that other programs give to files of their own."""
    return _LITTER.fullmatch(name) is not None


def committed_litter(path: str) -> Finding:
    """Report a file of another program that was committed."""
    return find(Place(show(path)), "F101", name=path.rpartition("/")[2], allowed="data/…/*.yml")
