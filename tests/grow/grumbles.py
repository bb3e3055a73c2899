"""How people really say it: grumbles about the gardens of complaints.py, written before anything that answers them.

Each must change what it must (the atoms of complaints.py; "not ATOM": that may not happen), or be asked about. Before idioms and
meanings 23 of the 54 did; `LEAST` is how many must, so that it can only become better.
"""

from __future__ import annotations

LEAST = 49

GRUMBLES: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (0, "my little guy moves like through honey", ("walker_third.speed>",)),
    (0, "The trees look like broccoli; make them taller", ("size:tree>",)),
    (0, "the trees are fine but make them darker", ("not light<",)),
    (0, "there should be some rabbits running around", ("add:rabbit",)),
    (0, "the music is getting on my nerves", ("volume<",)),
    (0, "I froze to death three times in a row", ("survive_night.seconds< or survive_night.replies< or ask",)),
    (0, "I'd rather it were snowing softly", ("weather:snow",)),
    (0, "It's so dark I keep bumping into things", ("light>",)),
    (0, "swap the honey jars for apples", ("collecting.thing=apple",)),
    (0, "can I save my game?", ("ask", "not light>", "not walker_third.speed>")),
    (1, "The other boats leave me standing", ("racer.rivals< or racer.seconds> or racer.pace~ or ask",)),
    (1, "I'm at the harbour before I know it", ("track.length>",)),
    (1, "There's hardly anything to dodge", ("racer.obstacles~ or add:rock or ask",)),
    (1, "my eyes hurt, everything is white", ("light<",)),
    (1, "the rocks are as large as houses", ("size:rock<",)),
    (2, "Make it so I can actually lose", ("defending.lives< or defending.foes> or defending.waves> or defending.kinds>",)),
    (2, "the bakery never stood a chance", ("defending.lives> or defending.waves< or defending.price<",)),
    (2, "It goes on and on; I fell asleep in the second half", ("defending.waves<",)),
    (2, "turn the volume down", ("volume<",)),
    (2, "my hero runs off before I can steer", ("walker_top.speed<",)),
    (3, "I can't hear a thing", ("volume> or ask",)),
    (3, "please give my child nightmares", ("mood:dark|tense or ask",)),
    (3, "My grandmother could find those letters with her eyes shut", ("hide_and_seek.seconds< or hide_and_seek.count> or "
     "hide_and_seek.charge<",)),
    (3, "I keep running out of time", ("hide_and_seek.seconds> or hide_and_seek.count<",)),
    (3, "the letter is the size of a door", ("size:letter<",)),
    (4, "The fox can't reach the next roof", ("runner.jump> or ask",)),
    (4, "over before it began", ("ledges.length> or climbing.count>",)),
    (4, "foxes everywhere, it's a zoo", ("climbing.foes<",)),
    (4, "More bells!", ("climbing.count>",)),
    (5, "Finding the last pair takes ages", ("matching.pairs<",)),
    (5, "the teacup hangs in mid-air", ("brief:mementos=stand or brief:mementos=table or ask",)),
    (5, "make it feel like a birthday", ("mood:festive|bright",)),
    (6, "I can't see where the track goes through all that snow", ("strength< or far>",)),
    (6, "winning is no fun when nobody comes close", ("racer.rivals> or racer.seconds< or racer.pace~ or ask",)),
    (7, "天太黑了看不见路", ("light>",)),
    (7, "小女孩走得像蜗牛一样", ("walker_first.speed>",)),
    (7, "铃铛太难找了", ("collecting.count< or ask",)),
    (7, "这音乐听得我头疼", ("volume<",)),
    (7, "一点都不吓人", ("mood:dark|tense or ask",)),
    (7, "再放几只兔子", ("add:兔",)),
    (7, "跳跃键不好用,换成空格", ("key:jump=SPACE",)),
    (7, "林子里光秃秃的", ("meadow.trees> or ask",)),
    (8, "一下子就打烊了,还没玩够", ("managing.seconds>",)),
    (8, "把船换成鲸鱼", ("gone:船", "add:鲸")),
    (8, "螃蟹大得吓人", ("size:crab<", "not mood:tense")),
    (8, "能不能两个人一起玩", ("ask",)),
    (9, "我老是走过头,停不下来", ("walker_first.speed<",)),
    (9, "找个开关要找半天,烦死了", ("switches.count< or ask",)),
    (9, "亮得睁不开眼", ("light<",)),
    (0, "The fog is so thick I can't see the jars until I bump into them.", ("not weather:mist", "far> or ask")),
    (0, "把蜂蜜罐换成苹果", ("collecting.thing=apple",)),
    (0, "蜂蜜罐太少了", ("collecting.count>",)),
    (7, "replace the bells by shells", ("collecting.thing=shell",)),
    (7, "the trees are too many and the ghost is tiny", ("meadow.trees<", "size:ghost>")),
)  # fmt: skip
