"""What play-tests find, in Chinese, and what repairs say of it: English sentence → Chinese one, with `{}` for what is quoted."""

from __future__ import annotations

from collections.abc import Mapping

FINDINGS: Mapping[str, str] = {
    # How a play ends (game/play_checks.py)
    "It breaks in “{}”: {}": "“{}”运行时出错：{}",
    "It did not go on after {} s of play.": "玩到第 {} 秒后就不动了。",
    "It took all the memory there is, {} s into the play.": "玩到第 {} 秒时用光了内存。",
    "It stopped in “{}” {} s into the play: {}.": "“{}”在第 {} 秒使游戏中断：{}。",
    "It stopped {} s into the play: {}.": "游戏在第 {} 秒中断：{}。",
    "The player tries to go on for {} s at {} and gets nowhere.": "玩家走了 {} 秒，在 {} 处走不动。",
    "The player runs about on {} m for {} s and gets nowhere.": "玩家在 {} 米的地方转了 {} 秒，走不出去。",
    "The player falls out of the world after {} s.": "第 {} 秒后玩家掉出了世界。",
    "A frame takes {} ms, more than the 33 of 30 frames a second.": "每一帧要 {} 毫秒，超过每秒 30 帧的 33 毫秒。",
    "A picture takes {} ms of the processor, an empty one of its size {}: “{}” paints as much as {} cubes, in every picture anew.":
        "画一帧要 {} 毫秒处理器时间，同样大小的空画面只要 {}：“{}”每一帧都重新画出相当于 {} 个方块的东西。",
    "A picture takes {} ms of the processor, an empty one of its size {}: too much stands in view.":
        "画一帧要 {} 毫秒处理器时间，同样大小的空画面只要 {}：画面里的东西太多。",
    # Plays that are written down (game/tries.py)
    "The play “{}” can't be tried: {}": "写下的试玩“{}”没法进行：{}",
    "{}. It was tried: {}.": "{}。试过的是：{}。",
    "A bot that seeks the goal gets no further: {} is not to be had.": "朝着目标玩也没有进展：{}做不到。",
    "Nothing is to be achieved, and no part can end it well.": "没有要达到的目标，也没有哪个部分能让人获胜。",
    "It can't be lost: no part says when it is.": "不会输：没有哪个部分说明什么时候算输。",
    "It is lost after {} s, whatever one does.": "不管怎么玩，{} 秒后就输了。",
    # What always happened (watch/losses.py)
    "“{}” stood there in every play; now there is none.": "以前每次玩都有“{}”，现在一个也没有了。",
    "One could walk up to every “{}” in every play; now not to all.": "以前每次玩都能走到每个“{}”，现在有的走不到了。",
    "“{}” happened in every play; now it never does.": "以前每次玩都会发生“{}”，现在从不发生。",
    "Every play got on with “{}”; now none does.": "以前每次玩“{}”都有进展，现在没有了。",
    "Every play reached “{}”; now none does.": "以前每次玩都能做到“{}”，现在做不到了。",
    "“{}” went up and down in every play; now it stands still.": "以前每次玩“{}”都会变化，现在一动不动。",
    "A bot won every play; now it wins none.": "以前每次都能赢，现在一次也赢不了。",
    "Who did nothing lost every play; now nobody loses.": "以前什么都不做就会输，现在谁也不会输。",
    "Changed since: {}.": "这期间改动过：{}。",
    # Scenes (game/scene_checks.py)
    "The player begins shut in, on {} square metres.": "玩家一开始就被围住，只有 {} 平方米。",
    "The player is shut in: {} square metres are left to walk on, of {}.": "玩家被围住了：能走的只剩 {} 平方米，原来有 {}。",
    "{} has been walled in.": "{}被墙围住了。",
    "{} is nowhere: its place is not a number.": "{}没有位置：它的坐标不是数字。",
    "There is no ground: nothing can be stood on.": "没有地面：没有可以站的地方。",
    "There is no player.": "没有玩家。",
    "The player begins inside something solid.": "玩家一开始就卡在东西里面。",
    "The player begins above nothing.": "玩家一开始脚下是空的。",
    "{} is {} long, not {} as planned.": "{}有 {} 长，不是计划的 {}。",
    "{} is {} long, and the others {}.": "{}有 {} 长，别的是 {}。",
    "{} stands {} above the ground.": "{}离地面 {}。",
    "{} stands {} above the ground ({} of them).": "{}离地面 {}（共 {} 个）。",
    "{} lies {} in the ground.": "{}埋在地下 {}。",
    "{} lies {} in the ground ({} of them).": "{}埋在地下 {}（共 {} 个）。",
    "{} and {} stand in each other.": "{}和{}重叠在一起。",
    "Walls stand all round {}: nobody gets to it.": "{}四面都是墙，谁也到不了。",
    "{} lies where nobody can go.": "{}在谁也去不了的地方。",
    "There is no way on foot to {}.": "没有路可以走到{}。",
    # Pictures and words (game/picture_checks.py)
    "The picture is all but black (brightness {} of 1).": "画面几乎全黑（亮度 {}，最亮为 1）。",
    "The picture is all but white (brightness {} of 1).": "画面几乎全白（亮度 {}，最亮为 1）。",
    "The picture shows nothing but an even colour.": "画面只有一种颜色。",
    "Light and dark of the picture lie only {} apart.": "画面明暗只差 {}。",
    "The picture's colours are far from the style's ({}).": "画面的颜色离风格很远（{}）。",
    "“{}” is written {} pixels high.": "“{}”的字只有 {} 像素高。",
    "“{}” is written outside the picture.": "“{}”写到了画面外。",
    "“{}” and “{}” are written over each other.": "“{}”和“{}”写在一起，重叠了。",
    # Keys (game/key_checks.py)
    "“{}” is shown, and {} does nothing there.": "画面上写着“{}”，按 {} 却没有反应。",
    "The how-to-play says “{}”, and {} does nothing.": "玩法说明写着“{}”，按 {} 却没有反应。",
    # Repairs (watch/repairing.py, watch/mends.py)
    "“{}” becomes again what it was when this was not so.": "“{}”恢复成没有这个问题时的样子。",
    "“{}” goes back to how it was before it was changed by hand.": "“{}”恢复成手工改动之前的样子。",
    "“{}” is made as the plan has it now.": "“{}”按现在的计划制作。",
    "“{}” comes back into the game.": "“{}”回到游戏里。",
    "What “{}” needs grows again.": "“{}”需要的东西重新生长。",
    "“{}” is written again.": "“{}”重新编写。",
    "“{}” is left out of the game.": "游戏里去掉“{}”。",
    "“{}” is {} m again, as its brief says.": "“{}”恢复为 {} 米，和说明一致。",
    "The brief of “{}” now says: {}": "“{}”的说明现在写着：{}",
    "A model “{}” is made.": "制作模型“{}”。",
    "The style's colours and light are drawn anew, as the seed asks for them.": "按种子重新选定风格的颜色和光线。",
    "It is gone, and nothing else broke.": "问题消失了，别的也没有坏。",
    "Taken back: it is still there.": "撤回：问题还在。",
    "Taken back: it can no longer be won.": "撤回：游戏再也赢不了。",
    "“{}” no longer happens.": "“{}”不再发生。",
    "Taken back: {}": "撤回：{}",
    "The game is untouched.": "游戏没有改动。",
    "The game does not build with it.": "这样游戏编译不了。",
}
