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
水管 hose 香烟 cigarette 垃圾桶 trash can 图书馆 library shelves 骨头 bone 心 heart 影子 shadow 岛 island 城市 city buildings 村庄 village house 公寓 apartment 摩天楼 skyscraper 积木 block 方块 block 石柱 pillar rock 鹅卵石 pebble 大石头 boulder 晾衣绳 clothesline 书桌 desk
纸箱 box 纸盒 box 树桩 stump 嫩芽 sprout 头骨 skull 骷髅头 skull 拖拉机 tractor 潜水艇 submarine 潜艇 submarine 旋转秋千 swing ride 秋千 swing 烟头 cigarette
鲸鱼 whale 浮岛 floating rock 拱门 arch gate 探照灯 floodlight 落地灯 floor lamp 彩灯 string lights 热气球 hot air balloon 玩具熊 teddy bear 泰迪熊 teddy bear
浇水壶 watering can 牌 card 原木 log 木头 log 睡莲 lily pad 荷叶 lily pad 海草 seaweed 水草 seaweed 水母 jellyfish 章鱼 octopus 海豚 dolphin 海星 starfish
螃蟹 crab 乌鸦 crow 猫头鹰 owl 老鹰 eagle 鸽子 pigeon 鹅 goose 天鹅 swan 企鹅 penguin 大象 elephant 长颈鹿 giraffe 狮子 lion 老虎 tiger 猴子 monkey 鹿 deer
骆驼 camel 山羊 goat 驴 donkey 松鼠 squirrel 刺猬 hedgehog 蚂蚁 ant 蜻蜓 dragonfly 毛毛虫 caterpillar 蜥蜴 lizard 鳄鱼 crocodile 独角兽 unicorn 天使 angel
精灵 elf 矮人 dwarf 巨人 giant 医生 doctor 护士 nurse 厨师 chef 警察 policeman 消防员 fireman 工人 worker 渔夫 fisherman 商人 shopkeeper 僧人 monk
水桶 bucket 背包 backpack 行李箱 suitcase 钱包 purse 雨伞 umbrella 伞 umbrella 眼镜 glasses 手表 watch 戒指 ring 项链 necklace 镜子 mirror 照片 photo
相机 camera 电话 phone 手机 phone 电脑 computer 键盘 keyboard 吉他 guitar 鼓 drum 小提琴 violin 笛子 flute 喇叭 trumpet 风扇 fan 洗衣机 washing machine
烤箱 oven 锅 pot 平底锅 pan 盘子 plate 勺子 spoon 叉子 fork 筷子 chopsticks 茶壶 teapot 花瓶 vase 花盆 pot 枕头 pillow 被子 blanket 窗帘 curtain
凳子 stool 扶手椅 armchair 马桶 toilet 水槽 sink 梯子 ladder 锯子 saw 扳手 wrench 螺丝刀 screwdriver 钉子 nail 锁 lock 链子 chain 锚 anchor 铃铛 bell
望远镜 telescope 沙漏 hourglass 地球仪 globe 地图 map 卷轴 scroll 魔杖 wand 法杖 staff 头盔 helmet 盔甲 armor 匕首 dagger 长矛 spear 大炮 cannon 炸弹 bomb
香蕉 banana 橙子 orange 草莓 strawberry 樱桃 cherry 葡萄 grape 西瓜 watermelon 菠萝 pineapple 梨 pear 桃子 peach 柠檬 lemon 番茄 tomato 土豆 potato 洋葱 onion
玉米 corn 白菜 cabbage 鸡蛋 egg 蛋 egg 奶酪 cheese 饼干 cookie 甜甜圈 donut 冰淇淋 ice cream 汉堡 burger 三明治 sandwich 鸡腿 drumstick 牛排 steak
救护车 ambulance 消防车 fire truck 警车 police car 出租车 taxi 摩托车 motorcycle 马车 carriage 直升机 helicopter 帆船 sailboat 轮船 ship 独木舟 canoe
雪橇 sled 滑板 skateboard 轮子 wheel 轮胎 tyre 医院 hospital 银行 bank 酒店 hotel 旅馆 inn 餐厅 restaurant 工厂 factory 仓库 warehouse 谷仓 barn 马厩 stable
磨坊 mill 水车 watermill 金字塔 pyramid 宫殿 palace 隧道 tunnel 山洞 cave 火山 volcano 冰山 iceberg 森林 forest 瀑布 waterfall 码头 pier 凉亭 pavilion
滑梯 slide 跷跷板 seesaw 喷壶 watering can 稻草人 scarecrow 干草 hay 木筏 raft 篝火 campfire 火堆 campfire 墓 grave 棺材 coffin 神社 shrine 祭坛 altar 王座 throne
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
