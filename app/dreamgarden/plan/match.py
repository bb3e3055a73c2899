"""Which old child is which new one, when a branch is grown again.

First by slug, then by likeness of the words of the titles. So an unchanged child keeps its id, and with it its
artifacts, its takes, its pins and what people wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dreamgarden.plan.node import Node

# Half of the words in common: "Lantern moths" is "The lantern moths", and is not "Lantern keeper's hut".
_LIKE = 0.5
_WORDS = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or", "the", "their", "to", "with"}
)
_EMPTY_SIGNS = frozenset("的之了和与及在里中上下个一")


def match(old: Sequence[Node], new: Sequence[Node]) -> dict[int, str]:
    """Index in `new` → id of the old node that it continues; no old node twice.

    A leaf never continues a branch, nor a branch a leaf: what they leave behind is not comparable.
    """
    found: dict[int, str] = {}
    by_slug = {node.slug: node for node in old}
    for index, node in enumerate(new):
        was = by_slug.get(node.slug)
        if was is not None and was.is_leaf == node.is_leaf:
            found[index] = was.id
            del by_slug[node.slug]
    left = [node for node in old if node.id not in set(found.values())]
    words_of_left = [title_words(node.title) for node in left]
    likes: list[tuple[float, int, int]] = []
    for index, node in enumerate(new):
        if index in found or node.slots.get("by") == "model":
            continue  # a model's slugs are agreed names, which its other briefs speak of: no old name may replace them
        words = title_words(node.title)
        for place, was in enumerate(left):
            like = _likeness(words, words_of_left[place])
            if like >= _LIKE and was.is_leaf == node.is_leaf:
                likes.append((-like - (0.01 if was.kind == node.kind else 0.0), index, place))
    taken: set[int] = set()
    for _, index, place in sorted(likes):
        if index not in found and place not in taken:
            found[index] = left[place].id
            taken.add(place)
    return found


def title_words(title: str) -> frozenset[str]:
    """The words of a title that carry meaning; for scripts without spaces, its characters."""
    words: set[str] = set()
    for word in _WORDS.findall(unicodedata.normalize("NFKC", title).casefold()):
        if not word.isascii():
            words.update(set(word) - _EMPTY_SIGNS)
        elif word not in _EMPTY_WORDS:
            words.add(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return frozenset(words)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
