"""What kind of body a thing has, from its name: what a picture of it does not show must be guessed, and this guides it.

A round body swells between its outlines (animals, fruit, pots), a block fills them (furniture, machines, houses), a sheet
is thin from front to back (swords, signs, coins). The last noun known decides: a sword fish is a fish.
"""

from __future__ import annotations

import re
from typing import Literal

from dreamgarden.art.glosses import glosses

Body = Literal["round", "block", "sheet"]

_WORDS: dict[Body, str] = {
    "round": (
        "animal beast creature pet bird fish insect monster dragon dinosaur slime ghost zombie skeleton person people "
        "man woman child boy girl human knight wizard witch villager elf goblin doll bear cat dog cow horse sheep pig "
        "frog rabbit fox deer duck chicken plant tree bush flower cactus mushroom fruit apple pear orange banana "
        "pineapple strawberry cherry pumpkin vegetable carrot turnip tomato egg ball balloon planet moon rock stone "
        "boulder cloud snowman bottle potion flask jar vase pot cup mug bowl barrel keg urn lamp lantern candle torch "
        "bell bag sack pillow bread cake hotdog burger shell pearl gem skull bone bones hat crown teapot kettle tower "
        "silo pillar column pine oak palm willow arrow staff wand club mace hammer spear rod"
    ),
    "sheet": (
        "sword blade knife dagger katana axe sign flag banner card letter map paper page painting picture poster "
        "mirror shield coin medal key leaf feather wing window door gate fence wall board plate tile disc saw scythe "
        "bow gun pistol revolver rifle bicycle gravestone tombstone curtain kite sail ticket book scissors"
    ),
    "block": (
        "box crate chest house building castle temple church shop tent table chair bench sofa couch bed shelf cabinet "
        "desk wardrobe car truck bus van train ship boat tank robot machine engine computer radio television oven "
        "stove fridge bridge stairs platform shrine well fountain sink crib cart wagon piano"
    ),
}
_BODY_OF: dict[str, Body] = {word: body for body, words in _WORDS.items() for word in words.split()}
# In a dictionary's definition of a noun that is not listed itself.
_GLOSS: tuple[tuple[Body, str], ...] = (
    ("round", r"\b(animal|mammal|bird|fish|insect|reptile|dinosaur|plant|tree|flower|fruit|vegetable|person|someone|being|food|dish|"
              r"container for|vessel|creature|rounded|spherical|bottle)\b"),
    ("sheet", r"\b(flat|thin|weapon|blade|sheet|panel|board|coin|paper|cloth|card|garment)\b"),
)  # fmt: skip


def body_of(words: str) -> Body:
    """The body of a thing called so; "block" for what no word tells, since that loses nothing that was seen."""
    named = re.findall(r"[a-z]+", words.lower())
    for word in reversed(named):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in _BODY_OF:
                return _BODY_OF[form]
        tails = [word[at:] for at in range(1, len(word) - 3) if word[at:] in _BODY_OF]  # "goldfish"
        if tails:
            return _BODY_OF[tails[0]]
    for gloss in reversed(glosses(" ".join(named[-6:]))):
        meaning = gloss.partition(" : ")[2]
        for body, pattern in _GLOSS:
            if re.search(pattern, meaning):
                return body
    return "block"
