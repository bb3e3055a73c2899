"""The letters of a game: the system's fonts, cut down to the characters it uses, with their licences.

Inter for everything it has; Noto Sans CJK SC, opened only when some other character occurs. Cuts are
kept in a cache by what they are made from, because a game's characters seldom change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_VERSION = 1
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Every game gets these, so that most games share one cut: Latin with accents, and the signs of the interface.
_ALWAYS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”„…•·→←↑↓×★☆♥✓")]


@dataclass(frozen=True)
class _Source:
    """Where a font of the game comes from: `file` among the system's fonts, `face` within a collection."""

    name: str
    files: tuple[str, ...]
    face: str
    licence: str
    credit: str


_TEXT = _Source(
    "ui.otf", ("Inter-Medium.otf", "Inter-Medium.ttf", "Inter-Regular.otf", "Inter-Regular.ttf"), "",
    "/usr/share/doc/fonts-inter/copyright", "Inter by Rasmus Andersson, SIL Open Font License 1.1",
)  # fmt: skip
_TITLE = _Source(
    "title.otf", ("Inter-SemiBold.otf", "Inter-SemiBold.ttf", "Inter-Bold.otf", "Inter-Bold.ttf"), "",
    _TEXT.licence, _TEXT.credit,
)  # fmt: skip
_CJK = _Source(
    "cjk.otf", ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf"), "Noto Sans CJK SC",
    "/usr/share/doc/fonts-noto-cjk/copyright", "Noto Sans CJK by Adobe and Google, SIL Open Font License 1.1",
)  # fmt: skip


# What a held game says of its keys (native/garden/watch.cpp), for games that have Chinese letters at all.
_HELD = (
    "恢复原速继续走一步倒回五秒游戏的镜头自由飞行和鼠标右键已停住。点一样东西，或框住几样：会指出它们出自哪里"
    "那里没有部件做的这一局录下以后每次试玩都重放没能保存来"
)


@dataclass(frozen=True)
class Fonts:
    """A game's fonts. files: name below fonts/ → content; credits; `missing` says which characters no font has."""

    files: dict[str, bytes]
    credits: tuple[str, ...]
    missing: str = ""


def cut(texts: Iterable[str], cache: Path, folders: Iterable[str] = _FOLDERS) -> Fonts:
    """Fonts for all characters in the texts. A font that is not installed is left out: the runtime has one of its own.

    Tens of milliseconds for Latin, under half a second for Chinese, nothing when they were cut before.
    """
    wanted = {ord(character) for text in texts for character in text if character.isprintable()}
    places = [Path(folder).expanduser() for folder in folders]
    files: dict[str, bytes] = {}
    credits: list[str] = []
    latin = sorted({*_ALWAYS} | {point for point in wanted if point < 0x2E80})
    rest = sorted(point for point in wanted if point >= 0x2E80)
    rest = sorted({*rest, *map(ord, _HELD)}) if rest else []
    had: set[int] = set()
    for source, points in ((_TEXT, latin), (_TITLE, latin), (_CJK, [*_ALWAYS[:95], *rest] if rest else [])):
        found = _find(source, places) if points else None
        if found is None:
            continue
        content, covered = _cut_cached(found, source.face, points, cache)
        files[source.name] = content
        had |= covered
        if source.credit not in credits:
            credits.append(source.credit)
            licence = Path(source.licence)
            text = (
                licence.read_bytes()
                if licence.is_file()
                else f"{source.credit}\nhttps://openfontlicense.org\n".encode()
            )
            files[f"{Path(source.credit).name.split()[0]}-licence.txt"] = text
    points = sorted(had | wanted)
    files["codepoints.txt"] = "\n".join(f"{point:X}" for point in points).encode() + b"\n"
    missing = "".join(chr(point) for point in sorted(wanted - had)) if files else ""
    return Fonts(files, tuple(credits), missing)


def installed(text: str, folders: Iterable[str] = _FOLDERS) -> Path | None:
    """The system's font that has all letters of a text; None when it is not installed."""
    source = _CJK if any(ord(character) >= 0x2E80 for character in text) else _TEXT
    return _find(source, [Path(folder).expanduser() for folder in folders])


def _find(source: _Source, places: Iterable[Path]) -> Path | None:
    for place in places:
        for folder, _, names in os.walk(place):
            for name in source.files:
                if name in names:
                    return Path(folder) / name
    return None


def _cut_cached(font: Path, face: str, points: list[int], cache: Path) -> tuple[bytes, set[int]]:
    stamp = f"{_VERSION} {font} {font.stat().st_mtime_ns} {face} {points}"
    kept = cache / "fonts" / f"{hashlib.sha256(stamp.encode()).hexdigest()[:32]}.otf"
    listed = kept.with_suffix(".txt")
    if kept.is_file() and listed.is_file():
        return kept.read_bytes(), {int(point) for point in listed.read_text().split()}
    content, covered = _cut(font, face, points)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for path, data in ((kept, content), (listed, " ".join(map(str, sorted(covered))).encode())):
            fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
            fresh.write_bytes(data)
            fresh.replace(path)
    except OSError:
        pass  # a cache that can't be written only costs time
    return content, covered


def _cut(font: Path, face: str, points: list[int]) -> tuple[bytes, set[int]]:
    # Here and not above: fontTools takes 0.2 s to import, and most builds find their fonts in the cache.
    import io

    from fontTools import subset
    from fontTools.ttLib import TTFont

    number = _face_number(font, face)
    # Bounding boxes and hints stay as they are: computing them anew costs half the time and changes no picture.
    whole = TTFont(font, fontNumber=number, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = True
    options.notdef_outline = True
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "kern", "STAT"]
    cutter = subset.Subsetter(options)
    covered = set(whole.getBestCmap()) & set(points)
    cutter.populate(unicodes=sorted(covered))
    cutter.subset(whole)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue(), covered


def _face_number(font: Path, face: str) -> int:
    from fontTools.ttLib import TTCollection

    if font.suffix.lower() != ".ttc":
        return -1
    with TTCollection(font, lazy=True) as collection:
        for number, member in enumerate(collection.fonts):
            if member["name"].getDebugName(1) == face:
                return number
    return 0
