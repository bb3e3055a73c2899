"""How large things are: common-sense lengths of the longest side, in metres, for models whose scale is unknown."""

from __future__ import annotations

import re

_METRES: dict[float, str] = {
    0.03: "coin ring gem dice screw bee button",
    0.1: "key egg mouse butterfly snail slug card candle mushroom strawberry",
    0.2: "apple cup mug teacup bowl book potion bottle scroll plate orange banana pear bread burger pizza skull mask crown",
    0.35: "duckling bird lantern flower tulip cabbage lamp fish pumpkin hat boot cake music radio hammer wrench frog rabbit",
    0.6: "cat helmet shield tray bucket basket box crate chest backpack bone pot guitar drum",
    0.9: "dog barrel stool chair sheep sword axe shovel bush hydrant trash torch snowman bag bin staff kite gun rifle",
    1.1: "child kid tv desk monster goblin slime cactus anvil",
    1.6: "table sofa couch bench person villager man woman human knight wizard zombie skeleton robot farmer teacher fence "
         "door piano fridge stove bicycle clock statue sink",
    2.0: "bed wardrobe bookshelf bookcase shelf horse cow closet cart motorcycle shelves",
    3.0: "shark lamppost tent pillar column well gate canoe arch boulder dinosaur bear streetlight sign lamp_post fountain",
    4.5: "car tree oak pine palm willow birch taxi van jeep boat dragon carousel bridge",
    7.0: "house hut cottage truck bus shop tower whale helicopter cabin windmill tank",
    12.0: "school church temple building ship train plane airplane castle lighthouse spaceship rocket apartment mill",
    25.0: "skyscraper island mountain mall stadium",
}  # fmt: skip
_OF_WORD = {word: metres for metres, words in _METRES.items() for word in words.split()}


def usual_size(title: str) -> float:
    """The usual length of the longest side of a thing called so, in metres; 1.0 for what is unknown.

    The last known word decides: a tree house is a house.
    """
    words = re.findall(r"[a-z]+", title.lower())
    for word in reversed(words):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in _OF_WORD:
                return _OF_WORD[form]
    return 1.0
