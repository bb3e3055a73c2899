"""How large things are: common-sense lengths of the longest side, in metres, for models whose scale is unknown.

A name that is not listed is looked up in the dictionary that comes with the app: a "schooner" is a sailing vessel, so it is
as long as a boat. Chinese names go by their English.
"""

from __future__ import annotations

import re
from functools import cache

from dreamgarden.art.glosses import glosses
from dreamgarden.art.words_zh import english_words

UNKNOWN = 1.0
_SHORTEST = 4  # letters of a word within a longer one
_MATERIAL = {"stone", "rock", "brick", "wood", "plank", "crystal", "paper", "glass", "gold", "golden", "orange", "lemon", "plum", "rose",
             "ruby", "emerald", "water", "fire", "plant", "grass"}  # fmt: skip
_HOLDS = {"crate", "box", "bag", "sack", "bucket", "basket", "barrel", "chest", "cart", "wagon", "shelf", "couch", "sofa", "bed", "table",
          "tray", "pot", "bowl", "shrine", "bundle"}  # fmt: skip
_HELD = {"cheese", "bread", "corn", "rice", "hay", "fruit", "fish", "coal", "meat"}

_METRES: dict[float, str] = {
    0.02: "screw bolt nut nail bead pearl pill seed pebble ant ladybug button die dice pip rivet pin needle",
    0.03: "coin ring gem ruby emerald diamond sapphire bee wasp fly mosquito stamp token marble acorn cherry grape bullet",
    0.06: "egg key beetle butterfly moth dragonfly snail worm caterpillar strawberry plum walnut whistle medal badge matchbox "
         "lemon",
    0.1: "toyblock buildingblock mouse slug card candle mushroom keyring cigarette match cookie donut doughnut onion tomato "
         "potato pepper carrot apple peach orange pear shell seashell starfish crab compass pocketwatch watch lipstick spool "
         "brush pencil pen crayon lighter cupcake muffin sushi syringe battery dart frog chesspiece pawn lettuce cheese lock "
         "padlock lightbulb bulb clothespin",
    0.2: "paperboat pushbutton cup mug teacup bowl book spellbook potion bottle scroll plate banana bread burger hamburger "
         "sandwich hotdog pizza skull mask crown ketchup sauce jar can sodacan soda milkshake icecream fork spoon knife "
         "chopsticks corn aubergine eggplant broccoli pie phone smartphone camera binoculars mirror toothbrush soap sponge "
         "letter envelope paper ticket photo picture map menu fan rat hamster hedgehog lizard gecko sparrow robin canary kitten "
         "toad trap grenade bomb dynamite smokebomb pistol revolver handgun shoe sneaker sandal slipper glove hand fist "
         "horseshoe teapot kettle flask goblet trophy chalice hourglass bell cabbage cauliflower melon steak meat ham drumstick "
         "dagger shuriken boomerang wand flute harmonica drill pliers wrench screwdriver scissors stapler brick tongs ladle "
         "seahorse fossil nest",
    0.35: "bird bone heart star teddybear lilypad wateringcan dinner lights clockwork duckling duck chick chicken hen rooster "
         "pigeon crow raven owl parrot seagull lantern flower tulip rose daisy lily plant lamp fish goldfish piranha pumpkin "
         "watermelon pineapple coconut hat cap boot boots cake radio hammer rabbit bunny hare squirrel turtle tortoise snake "
         "doll teddy puppet toy musicbox laptop keyboard helmet ball football basketball pillow cushion vase pot pan fryingpan "
         "stewpot casserole urn pitcher jug bucket pail basket tray parcel package gift present box casket jewelry lunchbox "
         "handbag purse satchel typewriter toaster microwave blender coffeemaker mixer alarm globe axe hatchet sickle trowel "
         "mallet saw club mace tomahawk candelabra candelabrum candlestick chandelier torch flashlight megaphone violin ukulele "
         "trumpet tambourine cuttingboard towel papertowel shirt trousers jacket rope chain branch twig feather ribcage cobweb "
         "web quiver newspaper tablet chessboard board stone rock crystal mineral ore ingot gear cog valve lever switch tile "
         "plank",
    0.6: "bat jellyfish shoulderpads shoulderpad tablelamp desklamp lamptable pennant cat fox raccoon badger otter beaver goose "
         "swan turkey penguin eagle hawk shield bag backpack sack suitcase briefcase crate chest treasure guitar drum banjo "
         "accordion saxophone keg cauldron birdhouse cage aquarium fishbowl mailbox letterbox nightstand stool pouf ottoman "
         "footstool bonsai fern tuft clump bush shrub shortbow bow crossbow pictureframe painting frame poster printer "
         "television tv monitor computer console arcade speaker amplifier heater drone tire tyre wheel bollard cone trafficcone "
         "bin wastebasket beartrap log stump sprout sapling cactus grill barbecue campfire woodfire bonfire fire sled toolbox "
         "headstone spikes spike",
    0.9: "trashcan pipe sunhat dog wolf hyena lynx goat sheep lamb pig boar piglet barrel chair armchair rug mat carpet sword "
         "katana rapier sabre claymore machete shovel spade rake hoe pickaxe broom mop staff cane trash garbage hydrant "
         "firehydrant snowman rifle shotgun gun sniper blaster bazooka kite umbrella parasol skateboard sink washbasin toilet "
         "cradle crib dresser drawer commode sign grave gravestone tombstone torchstand brazier hedge planter trough dustbin "
         "armour armor bust cello tuba boxing lobster spider scorpion slime goblin imp gnome dwarf monkey chimpanzee koala "
         "tricycle scooter",
    1.1: "lumber timber shadowpuppet block cube child kid boy girl toddler baby monster anvil workbench washing dishwasher "
         "washer stove oven cooker hob hearth fireplace pedestal podium lectern harp bathtub tub flamingo stork heron emu "
         "kangaroo deer fawn gazelle antelope leopard cheetah panther jaguar pony foal calf donkey llama alpaca bathroom bedside "
         "safe vault boulder wheelbarrow scythe spear pike lance halberd trident javelin arrow oar paddle hurdle target dummy "
         "scarecrow coffin coffeetable hood extractorhood counter cabinet cupboard sideboard fencepost",
    1.6: "floorlamp table sofa couch bench person people villager man woman human knight wizard witch mage warrior soldier guard "
         "ninja samurai pirate zombie skeleton mummy vampire robot android alien astronaut farmer teacher king queen prince "
         "princess hero player character archer monk priest chef nurse doctor policeman cop fireman worker gentleman grandmother "
         "grandfather shopkeeper fence railing door window fridge refrigerator freezer bicycle bike clock statue piano organ "
         "throne altar cross locker desk mannequin ghost demon devil angel fairy elf orc troll ogre mermaid werewolf weaponrack "
         "dishrack rack loom easel telescope blackboard screen pinata barrier",
    2.0: "vine ivy seaweed bedframe fallenlog floodlight searchlight bed bedtwin bunk hammock wardrobe closet bookshelf "
         "bookcase shelf shelves "
         "horse cow bull ox buffalo bison zebra donkeycart cart motorcycle motorbike moped rickshaw lion tiger bear polarbear "
         "gorilla moose reindeer stag camel unicorn pegasus ostrich alligator crocodile komodo dolphin seal walrus sealion "
         "swordfish tuna manta ray squid octopus flag banner pole phonebooth telephonebox kiosk dumpster skip stall stand booth "
         "ladder palisade canoe kayak rowboat raft surfboard swing seesaw sandbox busstop sunflower bamboo reed reeds cornstalk "
         "snowdrift",
    3.0: "stringlights floatingrock shark lamppost streetlight streetlamp trafficlight signal tent teepee tipi pillar column "
         "well gate arch archway dinosaur raptor velociraptor fountain sundial gazebo arbour pergola trellis wagon carriage "
         "chariot sleigh buggy golfcart jetski catapult ballista cannon wall stairs staircase steps ramp platform balcony hippo "
         "hippopotamus rhino rhinoceros orca signpost totem haystack haybale hay portal chickencoop coop kennel shed outhouse "
         "crypt merry slide trampoline market road track floor terrain rubble wreck billboard clothesline satellite targetstand "
         "rocks",
    4.5: "structure planet moon sun car taxi cab van jeep suv ambulance sedan coupe convertible sportscar racecar limousine "
         "pickup hatchback police tree oak birch maple willow pine fir spruce palm cedar cypress elm ash poplar blossom baobab "
         "tractor caravan camper trailer boat sailboat lifeboat fishingboat motorboat dinghy gondola dragon wyvern griffin "
         "elephant mammoth giraffe triceratops stegosaurus carousel bridge drawbridge footbridge pond pool glider ultralight "
         "hanglider lander rover capsule escapepod ufo saucer mech garage tunnel cave greenhouse cloud pavilion roundabout "
         "tramstop stage",
    7.0: "cliff rollercoaster ferriswheel airballoon swingride house home hut cottage cabin bungalow lodge shack truck lorry bus coach "
         "schoolbus firetruck minibus tram trolley shop store bakery cafe restaurant tavern inn pub saloon forge smithy tower "
         "watchtower guardtower belltower watertower belfry silo windmill towerwindmill mill watermill whale tyrannosaurus trex "
         "apatosaurus brachiosaurus diplodocus helicopter biplane smallplane fighter spacetruck locomotive railcar engine digger "
         "excavator bulldozer harvester combine tank floating asteroid hill solarpanel landingpad basemodule depot cargodepot "
         "module stable rockformation igloo yurt kraken hydra",
    12.0: "apartmentblock towerblock highspeed bullettrain school church chapel temple mosque pagoda monastery abbey building "
         "office hospital library museum theatre theater cinema bank hotel station townhall courthouse policestation firestation "
         "factory warehouse hangar barn bigbarn mansion manor villa train plane airplane aeroplane airliner jet bomber shuttle "
         "castle fort fortress keep citadel lighthouse spaceship starship rocket spacecraft apartment apartments pantheon "
         "ziggurat submarine ship galleon frigate schooner ferry tugboat trawler circus supermarket ruin ruins windturbine "
         "turbine mine airship zeppelin blimp",
    25.0: "skyscraper highrise island islet mountain volcano mall stadium arena palace cathedral pyramid colosseum harbour harbor "
         "port city town village cruiseship cruise liner tanker freighter aircraftcarrier battleship spacestation aircraft dam "
         "glacier iceberg airport moonbase forest valley",
}  # fmt: skip
_OF_WORD = {word: metres for metres, words in _METRES.items() for word in words.split()}

# In a dictionary's definition of a noun that is not listed itself; the first that fits. Longest sides again.
_OF_GLOSS: tuple[tuple[float, str], ...] = (
    (0.03, r"\b(small|tiny|minute) (?:\w+ )?(insect|bug|seed|gem)|\binsects?\b|\bgemstone\b|\bcoins?\b|\bjewel"),
    (12.0, r"\b(ship|warship|steamship|church|temple|large building|imposing building|fortress|aircraft|airplane)\b"),
    (4.5, r"\b(sailing vessel|sailboat|boat|vessel for|motor vehicle|automobile|car|tree|trees|dinosaurs?)\b"),
    (7.0, r"\b(house|dwelling|building|truck|bus|whale|locomotive|establishment where|structure consisting)\b"),
    (1.6, r"\b(person|someone|man|woman|human|worker|member of|soldier|character|deity|spirit|monster|creature)\b"),
    (0.35, r"\b(bird|fowl|fish|lizard|snake|rodent|rodents|crustacean|toy|shoe|hat|hats|headdress|footwear)\b"),
    (2.0, r"\b(horse|cattle|bovid|antelope|bear|big cat|furniture for|carriage|wagon)\b"),
    (0.9, r"\b(dog|dogs|mammal|sword|weapon|seat|chair|garment|firearm|carnivore|ape|monkey|musical instrument)\b"),
    (0.1, r"\b(fruit|vegetable|berry|nut|edible|small cake|pastry|candy|mollusk|tool for writing|utensil)\b"),
    (0.2, r"\b(cup|dish|food|container|bottle|book|tool|hand tool|vessel|drink|device|document|ornament)\b"),
    (0.35, r"\b(plant|plants|herb|flower|flowers|fungus|shrub)\b"),
)  # fmt: skip


def usual_size(title: str) -> float:
    """The usual length of the longest side of a thing called so, in English or Chinese, metres; 1.0 for what is unknown.

    The last known word decides: a tree house is a house.
    """
    return _usual(" ".join(re.findall(r"[a-z]+", f"{title} {english_words(title)}".lower())))


@cache
def _usual(title: str) -> float:
    words = title.split()
    known = [(at, metres) for at in range(len(words)) if (metres := _told(words, at)) is not None]
    if not known:
        within = [size for word in reversed(words) if (size := _within(word)) is not None]
        return within[0] if within else _by_meaning(title)
    # What it is made of and what colour it has come last only in names of files ("fence stone straight").
    told = [(at, metres) for at, metres in known if words[at] not in _MATERIAL] or known
    for at, metres in told:
        last = words[told[-1][0]]
        if words[at] in _HOLDS and at < told[-1][0] and (last.endswith("s") or last in _HELD):
            return metres  # "crate carrots"
    return told[-1][1]


def _told(words: list[str], at: int) -> float | None:
    """The size that the word there tells, by itself or with the one before it ("street lamp")."""
    if at and (pair := "".join(words[at - 1 : at + 1])) in _OF_WORD:
        return _OF_WORD[pair]
    return next((_OF_WORD[form] for form in _forms(words[at]) if form in _OF_WORD), None)


def _within(word: str) -> float | None:
    """The size of a word written as one with another: of the longest it ends with ("japanesetemple"), else begins with."""
    for parts in ((word[at:] for at in range(1, len(word) - _SHORTEST + 1)), (word[:at] for at in range(len(word) - 1, _SHORTEST - 1, -1))):
        for part in parts:
            for form in _forms(part):
                if form in _OF_WORD:
                    return _OF_WORD[form]
    return None


def _by_meaning(title: str) -> float:
    for gloss in reversed(glosses(title)):
        meaning = gloss.partition(" : ")[2]
        for metres, pattern in _OF_GLOSS:
            if re.search(pattern, meaning):
                return metres
    return UNKNOWN


def _forms(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y")
