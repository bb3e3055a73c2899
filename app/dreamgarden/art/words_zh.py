"""Chinese words for things, with their English: enough to carry a Chinese query to English titles."""

from __future__ import annotations

_PAIRS = """
人 person 人物 person 男人 man 女人 woman 孩子 child 小孩 child 女孩 girl 男孩 boy 老人 old man 奶奶 grandmother 外婆 grandmother
爷爷 grandfather 老师 teacher 农夫 farmer 邻居 neighbour 士兵 soldier 骑士 knight 国王 king 公主 princess 巫师 wizard 女巫 witch 海盗 pirate
忍者 ninja 武士 samurai 机器人 robot 幽灵 ghost 鬼 ghost 怪物 monster 恶魔 demon 龙 dragon 恐龙 dinosaur 骷髅 skeleton 僵尸 zombie 史莱姆 slime
外星人 alien 敌人 enemy 猫 cat 狗 dog 鸭子 duck 小鸭 duckling 鸡 chicken 鸟 bird 鱼 fish 鲨鱼 shark 鲸 whale 马 horse 牛 cow 羊 sheep 猪 pig
兔子 rabbit 狐狸 fox 狼 wolf 熊 bear 蛇 snake 青蛙 frog 乌龟 turtle 蜘蛛 spider 蜜蜂 bee 蝴蝶 butterfly 蝙蝠 bat 老鼠 mouse 蜗牛 snail 蛞蝓 slug
树 tree 橡树 oak 松树 pine tree 柳树 willow 竹子 bamboo 樱花 cherry blossom 草 grass 花 flower 灌木 bush 蘑菇 mushroom 仙人掌 cactus 芦苇 reed
荷花 lotus 稻子 rice plant 麦子 wheat 南瓜 pumpkin 胡萝卜 carrot 种子 seed 石头 rock 岩石 rock 水晶 crystal 珊瑚 coral 山 mountain 悬崖 cliff
房子 house 房屋 house 小屋 hut 木屋 cabin 塔 tower 城堡 castle 教堂 church 寺庙 temple 庙 temple 学校 school 商店 shop 茶馆 tea house 风车 windmill
灯塔 lighthouse 大楼 skyscraper 桥 bridge 井 well 帐篷 tent 栅栏 fence 大门 gate 门 door 窗户 window 墙 wall 楼梯 stairs 柱子 pillar 废墟 ruin
雕像 statue 喷泉 fountain 墓碑 tombstone 路灯 street lamp 路牌 sign 信箱 mailbox 椅子 chair 桌子 table 床 bed 沙发 sofa 书架 bookshelf 衣柜 wardrobe
柜子 cupboard 灯 lamp 台灯 table lamp 钟 clock 时钟 clock 炉子 stove 壁炉 fireplace 冰箱 fridge 电视 television 收音机 radio 钢琴 piano 音乐盒 music box
地毯 rug 浴缸 bathtub 长椅 bench 书 book 纸 paper 信 letter 钥匙 key 宝箱 treasure chest 箱子 box 桶 barrel 篮子 basket 包 bag 瓶子 bottle
药水 potion 剑 sword 刀 knife 盾牌 shield 弓 bow 箭 arrow 枪 gun 斧头 axe 锤子 hammer 铲子 shovel 镐 pickaxe 火把 torch 灯笼 lantern 蜡烛 candle
绳子 rope 齿轮 gear 螺丝 screw 金币 coin 宝石 gem 皇冠 crown 奖杯 trophy 旗子 flag 气球 balloon 风筝 kite 球 ball 骰子 dice 纸牌 playing card
面具 mask 木偶 puppet 玩具 toy 汽车 car 车 car 卡车 truck 公交车 bus 火车 train 自行车 bicycle 船 boat 纸船 paper boat 飞机 airplane 火箭 rocket
飞船 spaceship 卫星 satellite 行星 planet 月亮 moon 星星 star 太阳 sun 云 cloud 小行星 asteroid 旋转木马 carousel 摩天轮 ferris wheel 苹果 apple
面包 bread 蛋糕 cake 披萨 pizza 茶杯 tea cup 杯子 cup 碗 bowl 米饭 rice bowl 衣服 clothes 帽子 hat 鞋 shoe 雪人 snowman 排水口 drain 水壶 watering can
水管 hose 香烟 cigarette 垃圾桶 trash can 图书馆 library shelves 骨头 bone 心 heart 影子 shadow 岛 island 城市 city buildings 村庄 village house
"""


def _read() -> dict[str, str]:
    out: dict[str, str] = {}
    word = ""
    for token in _PAIRS.split():
        if any("一" <= c <= "鿿" for c in token):
            word = token
            out[word] = ""
        else:
            out[word] = f"{out[word]} {token}".strip()
    return out


_ENGLISH = _read()
_LONGEST = max(map(len, _ENGLISH))


def english_words(text: str) -> str:
    """The English of the known words of a Chinese text, in order, longest word first; "" when none is known."""
    out: list[str] = []
    at = 0
    while at < len(text):
        for length in range(_LONGEST, 0, -1):
            if found := _ENGLISH.get(text[at : at + length]):
                if found not in out:
                    out.append(found)
                at += length - 1
                break
        at += 1
    return " ".join(out)
