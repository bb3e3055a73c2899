<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>Actions</name>
        <message>
            <source>Plant a new garden</source>
            <translation>种下新花园</translation>
        </message>
        <message>
            <source>Open a garden…</source>
            <translation>打开花园…</translation>
        </message>
        <message>
            <source>Duplicate this garden</source>
            <translation>复制此花园</translation>
        </message>
        <message>
            <source>Archive this garden</source>
            <translation>归档此花园</translation>
        </message>
        <message>
            <source>Run game</source>
            <translation>运行游戏</translation>
        </message>
        <message>
            <source>Picture of the game onto the node</source>
            <translation>为节点拍一张游戏画面</translation>
        </message>
        <message>
            <source>Build selected</source>
            <translation>构建所选</translation>
        </message>
        <message>
            <source>Build all</source>
            <translation>全部构建</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Import a plan…</source>
            <translation>导入计划…</translation>
        </message>
        <message>
            <source>Export the plan…</source>
            <translation>导出计划…</translation>
        </message>
        <message>
            <source>Export a picture of the tree…</source>
            <translation>导出树的图片…</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Accept what is proposed</source>
            <translation>接受提议</translation>
        </message>
        <message>
            <source>Discard what is proposed</source>
            <translation>放弃提议</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Edit brief</source>
            <translation>编辑说明</translation>
        </message>
        <message>
            <source>Add child</source>
            <translation>添加子节点</translation>
        </message>
        <message>
            <source>Add sibling below</source>
            <translation>在下方添加同级</translation>
        </message>
        <message>
            <source>Add sibling above</source>
            <translation>在上方添加同级</translation>
        </message>
        <message>
            <source>Add parent</source>
            <translation>添加父节点</translation>
        </message>
        <message>
            <source>Expand</source>
            <translation>展开生长</translation>
        </message>
        <message>
            <source>Re-roll</source>
            <translation>换一版</translation>
        </message>
        <message>
            <source>Choose the take before</source>
            <translation>选择上一版</translation>
        </message>
        <message>
            <source>Choose the take after</source>
            <translation>选择下一版</translation>
        </message>
        <message>
            <source>Keep as it is</source>
            <translation>保持现状</translation>
        </message>
        <message>
            <source>Leave out of the game</source>
            <translation>不放入游戏</translation>
        </message>
        <message>
            <source>Write a note</source>
            <translation>写备注</translation>
        </message>
        <message>
            <source>Next tag colour</source>
            <translation>下一个标签颜色</translation>
        </message>
        <message>
            <source>Prune</source>
            <translation>修剪</translation>
        </message>
        <message>
            <source>Copy as outline</source>
            <translation>复制为大纲</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>剪切</translation>
        </message>
        <message>
            <source>Paste outline</source>
            <translation>粘贴大纲</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>复制一份</translation>
        </message>
        <message>
            <source>Open the code in my editor</source>
            <translation>在我的编辑器中打开代码</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Move out one level</source>
            <translation>移出一级</translation>
        </message>
        <message>
            <source>Move in one level</source>
            <translation>移入一级</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Select branch</source>
            <translation>选中分支</translation>
        </message>
        <message>
            <source>Select none, leave search</source>
            <translation>取消选择，退出搜索</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Find next</source>
            <translation>查找下一个</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <source>Show selection</source>
            <translation>显示所选</translation>
        </message>
        <message>
            <source>Show this branch alone</source>
            <translation>只显示此分支</translation>
        </message>
        <message>
            <source>Show one level further out</source>
            <translation>向外一层</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Zoom to 100 %</source>
            <translation>缩放到 100%</translation>
        </message>
        <message>
            <source>Fold or unfold</source>
            <translation>折叠或展开</translation>
        </message>
        <message>
            <source>Fold or unfold children</source>
            <translation>折叠或展开子节点</translation>
        </message>
        <message>
            <source>Show one level less</source>
            <translation>少显示一级</translation>
        </message>
        <message>
            <source>Show one level more</source>
            <translation>多显示一级</translation>
        </message>
        <message>
            <source>Unfold everything</source>
            <translation>全部展开</translation>
        </message>
        <message>
            <source>Show or hide needs</source>
            <translation>显示或隐藏依赖</translation>
        </message>
        <message>
            <source>Show or hide the map</source>
            <translation>显示或隐藏缩略图</translation>
        </message>
        <message>
            <source>To the parent</source>
            <translation>到父节点</translation>
        </message>
        <message>
            <source>To a child</source>
            <translation>到子节点</translation>
        </message>
        <message>
            <source>To the node above</source>
            <translation>到上面的节点</translation>
        </message>
        <message>
            <source>To the node below</source>
            <translation>到下面的节点</translation>
        </message>
        <message>
            <source>Back to where I was</source>
            <translation>回到刚才的位置</translation>
        </message>
        <message>
            <source>Forward again</source>
            <translation>再次前进</translation>
        </message>
        <message>
            <source>All commands</source>
            <translation>所有命令</translation>
        </message>
        <message>
            <source>Table of keys</source>
            <translation>快捷键表</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>浅色或深色</translation>
        </message>
        <message>
            <source>English or Chinese</source>
            <translation>英文或中文</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
        <message>
            <source>Pause or go on</source>
            <translation>暂停或继续</translation>
        </message>
    </context>
    <context>
        <name>Activity</name>
        <message>
            <source>Activity</source>
            <translation>动态</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Stop everything that runs; what is finished stays</source>
            <translation>停止所有进行中的工作；已完成的会保留</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} / {1}</translation>
        </message>
        <message>
            <source>{0} %</source>
            <translation>{0}%</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>waits for a fix</source>
            <translation>等待修复</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Stopped after {0}; what was finished is kept.</source>
            <translation>{0}后停止；已完成的会保留。</translation>
        </message>
        <message>
            <source>Ready in {0}: {1} leaves need a fix, the rest can be played.</source>
            <translation>用时 {0}：{1} 片叶子需要修复，其余可以游玩。</translation>
        </message>
        <message>
            <source>Ready in {0}: {1} steps done, {2} reused.</source>
            <translation>用时 {0}：完成 {1} 步，复用 {2} 步。</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
    </context>
    <context>
        <name>Begun</name>
        <message>
            <source>Setting the style</source>
            <translation>正在确定风格</translation>
        </message>
        <message>
            <source>Writing and compiling</source>
            <translation>正在编写并编译</translation>
        </message>
        <message>
            <source>Shaping</source>
            <translation>正在塑形</translation>
        </message>
        <message>
            <source>Writing content</source>
            <translation>正在编写内容</translation>
        </message>
        <message>
            <source>Linking the game</source>
            <translation>正在链接游戏</translation>
        </message>
        <message>
            <source>Putting the game together</source>
            <translation>正在组装游戏</translation>
        </message>
        <message>
            <source>Trying the game</source>
            <translation>正在试玩游戏</translation>
        </message>
    </context>
    <context>
        <name>Breadcrumbs</name>
        <message>
            <source>Where this branch is</source>
            <translation>此分支的位置</translation>
        </message>
    </context>
    <context>
        <name>BriefPage</name>
        <message>
            <source>Brief</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Ctrl+Enter keeps it, empty takes it off</source>
            <translation>Ctrl+Enter 保存，清空则去掉</translation>
        </message>
        <message>
            <source>Words of the seed it serves</source>
            <translation>它所服务的种子词句</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>接受</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>放弃</translation>
        </message>
        <message>
            <source>Ctrl+Enter applies, Esc gives up</source>
            <translation>Ctrl+Enter 应用，Esc 放弃</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Proposed by the designer</source>
            <translation>设计师的提议</translation>
        </message>
        <message>
            <source>{0} proposed nodes</source>
            <translation>{0} 个提议的节点</translation>
        </message>
        <message>
            <source>Picture {0}</source>
            <translation>图片 {0}</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>A node can't hang below itself. Nothing was moved.</source>
            <translation>节点不能挂在自己下面。没有移动任何东西。</translation>
        </message>
        <message>
            <source>The garden's tree</source>
            <translation>花园的树</translation>
        </message>
        <message>
            <source>Planting the seed…</source>
            <translation>正在种下种子…</translation>
        </message>
    </context>
    <context>
        <name>Client</name>
        <message>
            <source>it could not be started: {0}</source>
            <translation>无法启动：{0}</translation>
        </message>
        <message>
            <source>it was ended from outside or crashed</source>
            <translation>它被外部终止或崩溃了</translation>
        </message>
        <message>
            <source>it ended with code {0}</source>
            <translation>它以代码 {0} 结束</translation>
        </message>
        <message>
            <source>The garden process stopped: {0}.</source>
            <translation>花园进程停止了：{0}。</translation>
        </message>
        <message>
            <source>What was finished is kept.</source>
            <translation>已完成的会保留。</translation>
        </message>
        <message>
            <source>Do it again once the garden is back.</source>
            <translation>花园恢复后请重试。</translation>
        </message>
    </context>
    <context>
        <name>CodePage</name>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>What is other than in the version before</source>
            <translation>与上一个版本的不同之处</translation>
        </message>
        <message>
            <source>Open in editor</source>
            <translation>在编辑器中打开</translation>
        </message>
        <message>
            <source>// No code was written for this node yet.</source>
            <translation>// 此节点还没有代码。</translation>
        </message>
        <message>
            <source>// The version before was the same.</source>
            <translation>// 与上一个版本相同。</translation>
        </message>
    </context>
    <context>
        <name>Commands</name>
        <message>
            <source>Paste {0} nodes</source>
            <translation>粘贴 {0} 个节点</translation>
        </message>
        <message>
            <source>Duplicate “{0}”</source>
            <translation>复制“{0}”</translation>
        </message>
    </context>
    <context>
        <name>CompareBoard</name>
        <message>
            <source>Takes of “{0}” side by side</source>
            <translation>并排比较“{0}”的各版</translation>
        </message>
        <message>
            <source>Take {0}</source>
            <translation>第 {0} 版</translation>
        </message>
    </context>
    <context>
        <name>Counts</name>
        <message>
            <source>{0} done</source>
            <translation>{0} 完成</translation>
        </message>
        <message>
            <source>{0} growing</source>
            <translation>{0} 生长中</translation>
        </message>
        <message>
            <source>{0} to fix</source>
            <translation>{0} 待修复</translation>
        </message>
        <message>
            <source>{0} blocked</source>
            <translation>{0} 受阻</translation>
        </message>
        <message>
            <source>{0} stale</source>
            <translation>{0} 过期</translation>
        </message>
        <message>
            <source>{0} waiting</source>
            <translation>{0} 等待</translation>
        </message>
        <message>
            <source>{0} planned</source>
            <translation>{0} 计划中</translation>
        </message>
        <message>
            <source>{0} cancelled</source>
            <translation>{0} 已取消</translation>
        </message>
        <message>
            <source>{0} below</source>
            <translation>下有 {0} 个节点</translation>
        </message>
        <message>
            <source>{0} calls, {1} tokens</source>
            <translation>{0} 次调用，{1} 个词元</translation>
        </message>
        <message>
            <source>, {0} $</source>
            <translation>，{0} 美元</translation>
        </message>
        <message>
            <source>1 call, {0} tokens</source>
            <translation>1 次调用，{0} 个词元</translation>
        </message>
    </context>
    <context>
        <name>Desk</name>
        <message>
            <source>Plans (*.md *.markdown *.txt *.json *.opml)</source>
            <translation>计划 (*.md *.markdown *.txt *.json *.opml)</translation>
        </message>
        <message>
            <source>Import a plan</source>
            <translation>导入计划</translation>
        </message>
        <message>
            <source>Markdown outline (*.md);;OPML (*.opml);;JSON (*.json)</source>
            <translation>Markdown 大纲 (*.md);;OPML (*.opml);;JSON 数据 (*.json)</translation>
        </message>
        <message>
            <source>Export the plan</source>
            <translation>导出计划</translation>
        </message>
        <message>
            <source>Picture (*.png);;Drawing (*.svg)</source>
            <translation>图片 (*.png);;矢量图 (*.svg)</translation>
        </message>
        <message>
            <source>Export a picture of the tree</source>
            <translation>导出树的图片</translation>
        </message>
        <message>
            <source>The plan is in {0}.</source>
            <translation>计划已存到 {0}。</translation>
        </message>
        <message>
            <source>The picture is in {0}.</source>
            <translation>图片已存到 {0}。</translation>
        </message>
        <message>
            <source>Import {0}</source>
            <translation>导入 {0}</translation>
        </message>
        <message>
            <source>“{0}” is no model, picture or plan.</source>
            <translation>“{0}”不是模型、图片或计划。</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>没有任何改动。</translation>
        </message>
        <message>
            <source>Known are {0}.</source>
            <translation>可用的有 {0}。</translation>
        </message>
        <message>
            <source>Add {0} nodes from text</source>
            <translation>由文字添加 {0} 个节点</translation>
        </message>
        <message>
            <source>Something is growing or building. Stop it first, then duplicate the garden.</source>
            <translation>正在生长或构建。请先停止，再复制花园。</translation>
        </message>
        <message>
            <source>Copying the garden…</source>
            <translation>正在复制花园…</translation>
        </message>
        <message>
            <source>This is the copy, in {0}.</source>
            <translation>这是副本，位于 {0}。</translation>
        </message>
        <message>
            <source>“{0}” is in the archive.</source>
            <translation>“{0}”已归档。</translation>
        </message>
        <message>
            <source>{0} could not be started.</source>
            <translation>无法启动 {0}。</translation>
        </message>
        <message>
            <source>No program opens {0}. Name your editor in the settings.</source>
            <translation>没有程序能打开 {0}。请在设置中指定编辑器。</translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message>
            <source>{0} % sure</source>
            <translation>把握 {0} %</translation>
        </message>
        <message>
            <source>{0} (seen from: {1})</source>
            <translation>{0}（所见：{1}）</translation>
        </message>
        <message>
            <source>its parts</source>
            <translation>各个部分</translation>
        </message>
        <message>
            <source>its hull</source>
            <translation>凸包</translation>
        </message>
        <message>
            <source>a box</source>
            <translation>方盒</translation>
        </message>
        <message>
            <source>from above</source>
            <translation>俯视</translation>
        </message>
        <message>
            <source>back</source>
            <translation>背面</translation>
        </message>
        <message>
            <source>left</source>
            <translation>左侧</translation>
        </message>
        <message>
            <source>right</source>
            <translation>右侧</translation>
        </message>
        <message>
            <source>front</source>
            <translation>正面</translation>
        </message>
        <message>
            <source>carved and rounded</source>
            <translation>雕出并磨圆</translation>
        </message>
        <message>
            <source>carved from all sides</source>
            <translation>从各面雕出</translation>
        </message>
        <message>
            <source>cut from a slab</source>
            <translation>由板块切出</translation>
        </message>
        <message>
            <source>blown up from its outline</source>
            <translation>由轮廓充胀</translation>
        </message>
        <message>
            <source>it had no ground</source>
            <translation>本无背景</translation>
        </message>
        <message>
            <source>by its colours</source>
            <translation>按颜色抠出</translation>
        </message>
        <message>
            <source>from its plain ground</source>
            <translation>从纯色背景抠出</translation>
        </message>
        <message>
            <source>the sketching painter</source>
            <translation>素描画师</translation>
        </message>
        <message>
            <source>the offline designer</source>
            <translation>离线设计师</translation>
        </message>
        <message>
            <source>you</source>
            <translation>你</translation>
        </message>
        <message>
            <source>brought by you</source>
            <translation>由你提供</translation>
        </message>
        <message>
            <source>a model, and sprites of it</source>
            <translation>模型及其精灵图</translation>
        </message>
        <message>
            <source>sculpted from a picture</source>
            <translation>根据图片雕塑</translation>
        </message>
        <message>
            <source>found in a library</source>
            <translation>在素材库中找到</translation>
        </message>
        <message>
            <source>shaped from a recipe</source>
            <translation>按配方塑形</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>行数</translation>
        </message>
        <message>
            <source>Bumped into as</source>
            <translation>碰撞形状</translation>
        </message>
        <message>
            <source>Instead</source>
            <translation>改用</translation>
        </message>
        <message>
            <source>Because</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>找到</translation>
        </message>
        <message>
            <source>Cut out</source>
            <translation>抠图</translation>
        </message>
        <message>
            <source>Way</source>
            <translation>做法</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>制作方式</translation>
        </message>
        <message>
            <source>Triangles</source>
            <translation>三角形</translation>
        </message>
        <message>
            <source>Vertices</source>
            <translation>顶点</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Pattern</source>
            <translation>模式</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>配方</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>轮数</translation>
        </message>
        <message>
            <source>Model calls</source>
            <translation>模型调用</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>令牌</translation>
        </message>
        <message>
            <source>Credit</source>
            <translation>署名</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可</translation>
        </message>
        <message>
            <source>Leaves</source>
            <translation>叶子</translation>
        </message>
        <message>
            <source>{0} of {1} done</source>
            <translation>完成 {0} / {1}</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>依赖</translation>
        </message>
        <message>
            <source>Used by</source>
            <translation>用于</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>已固定</translation>
        </message>
        <message>
            <source>as it is, whatever changes</source>
            <translation>无论怎样都保持现状</translation>
        </message>
        <message>
            <source>Words by</source>
            <translation>文字来自</translation>
        </message>
        <message>
            <source>you</source>
            <translation>你</translation>
        </message>
        <message>
            <source>Name in the game</source>
            <translation>游戏中的名字</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
    </context>
    <context>
        <name>Groups</name>
        <message>
            <source>Garden</source>
            <translation>花园</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Walk</source>
            <translation>行走</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>every key</source>
            <translation>全部按键</translation>
        </message>
        <message>
            <source>?</source>
            <translation>?</translation>
        </message>
        <message>
            <source>every command by its name</source>
            <translation>按名称找到每个命令</translation>
        </message>
        <message>
            <source>Ctrl+K</source>
            <translation>Ctrl+K 键</translation>
        </message>
        <message>
            <source>see the whole garden</source>
            <translation>查看整座花园</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>Home 键</translation>
        </message>
        <message>
            <source>fold a branch; held, move the canvas</source>
            <translation>折叠分支；按住可移动画布</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
        <message>
            <source>let the designer propose more below it</source>
            <translation>让设计师在其下提出更多</translation>
        </message>
        <message>
            <source>E</source>
            <translation>E</translation>
        </message>
        <message>
            <source>a new idea below the chosen card</source>
            <translation>在所选卡片下加一个新想法</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>Tab 键</translation>
        </message>
        <message>
            <source>a card onto another: it hangs below it</source>
            <translation>把卡片拖到另一张上：挂在其下</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>拖动</translation>
        </message>
        <message>
            <source>another name for a card</source>
            <translation>给卡片改名</translation>
        </message>
        <message>
            <source>Double-click</source>
            <translation>双击</translation>
        </message>
        <message>
            <source>Brief</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>诊断</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>Keep as it is (P)</source>
            <translation>保持原样 (P)</translation>
        </message>
        <message>
            <source>Leave out of the game (Ctrl+M)</source>
            <translation>不放入游戏 (Ctrl+M)</translation>
        </message>
        <message>
            <source>Write a note</source>
            <translation>写备注</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Expand</source>
            <translation>展开生长</translation>
        </message>
        <message>
            <source>Re-roll</source>
            <translation>换一版</translation>
        </message>
        <message>
            <source>Prune</source>
            <translation>修剪</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>红色</translation>
        </message>
        <message>
            <source>Amber</source>
            <translation>琥珀色</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>绿色</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>蓝色</translation>
        </message>
        <message>
            <source>Violet</source>
            <translation>紫色</translation>
        </message>
        <message>
            <source>No tag</source>
            <translation>无标签</translation>
        </message>
        <message>
            <source>Nothing selected</source>
            <translation>未选中任何节点</translation>
        </message>
        <message>
            <source>Click a card, or walk the tree with the arrow keys.</source>
            <translation>点击一张卡片，或用方向键在树上行走。</translation>
        </message>
        <message>
            <source>Diagnostics ({0})</source>
            <translation>诊断（{0}）</translation>
        </message>
        <message>
            <source>There is no picture of this node.</source>
            <translation>此节点没有图片。</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>对话</translation>
        </message>
    </context>
    <context>
        <name>KeyEditor</name>
        <message>
            <source>All as they were</source>
            <translation>全部还原</translation>
        </message>
        <message>
            <source>{0} is “{1}” already.</source>
            <translation>{0} 已用于“{1}”。</translation>
        </message>
    </context>
    <context>
        <name>KeyField</name>
        <message>
            <source>Press a key…</source>
            <translation>请按一个键…</translation>
        </message>
    </context>
    <context>
        <name>KeyTable</name>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Drag with the middle button, or Space and drag</source>
            <translation>中键拖动，或按住空格拖动</translation>
        </message>
        <message>
            <source>Move the view</source>
            <translation>移动视图</translation>
        </message>
        <message>
            <source>Wheel</source>
            <translation>滚轮</translation>
        </message>
        <message>
            <source>Zoom at the pointer</source>
            <translation>以指针为中心缩放</translation>
        </message>
        <message>
            <source>Drag on empty ground</source>
            <translation>在空白处拖动</translation>
        </message>
        <message>
            <source>Select with a frame; Shift adds, Ctrl removes</source>
            <translation>框选；Shift 添加，Ctrl 移除</translation>
        </message>
        <message>
            <source>Drag a card</source>
            <translation>拖动卡片</translation>
        </message>
        <message>
            <source>Onto a card: hang it there. Between cards: order</source>
            <translation>拖到卡片上：挂到其下；拖到卡片之间：排序</translation>
        </message>
        <message>
            <source>Double-click a card</source>
            <translation>双击卡片</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Mouse</source>
            <translation>鼠标</translation>
        </message>
    </context>
    <context>
        <name>Kinds</name>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Aspect</source>
            <translation>方面</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>部分</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Mesh</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Content</source>
            <translation>内容</translation>
        </message>
    </context>
    <context>
        <name>LimitFields</name>
        <message>
            <source>Leaves</source>
            <translation>叶子</translation>
        </message>
        <message>
            <source>Levels</source>
            <translation>层数</translation>
        </message>
        <message>
            <source>Model calls</source>
            <translation>模型调用</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>词元</translation>
        </message>
        <message>
            <source>US dollars</source>
            <translation>美元</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>不限</translation>
        </message>
    </context>
    <context>
        <name>Minimap</name>
        <message>
            <source>Map of the whole garden</source>
            <translation>整个花园的缩略图</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>The garden refused, and gave no reason.</source>
            <translation>花园拒绝了，但没有给出原因。</translation>
        </message>
    </context>
    <context>
        <name>Orbit</name>
        <message>
            <source>The model; drag or use the arrows to turn it</source>
            <translation>模型；拖动或用方向键旋转</translation>
        </message>
        <message>
            <source>Drag to turn, wheel to come nearer</source>
            <translation>拖动旋转，滚轮靠近</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>What do you want to do?</source>
            <translation>你想做什么？</translation>
        </message>
        <message>
            <source>Find a command or a node</source>
            <translation>查找命令或节点</translation>
        </message>
    </context>
    <context>
        <name>GardenCard</name>
        <message>
            <source>{0} nodes</source>
            <translation>{0} 个节点</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>刚刚</translation>
        </message>
        <message>
            <source>{0} minutes ago</source>
            <translation>{0} 分钟前</translation>
        </message>
        <message>
            <source>{0} hours ago</source>
            <translation>{0} 小时前</translation>
        </message>
    </context>
    <context>
        <name>Running</name>
        <message>
            <source>Stop this one</source>
            <translation>停止这一步</translation>
        </message>
        <message>
            <source>Stop {0}</source>
            <translation>停止 {0}</translation>
        </message>
        <message>
            <source>{0} of about {1}</source>
            <translation>{0} / 约 {1}</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Look and language</source>
            <translation>外观与语言</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Things glide</source>
            <translation>滑动过渡</translation>
        </message>
        <message>
            <source>As little as possible</source>
            <translation>尽量少</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Motion</source>
            <translation>动态</translation>
        </message>
        <message>
            <source>Budget of a growth</source>
            <translation>一次生长的预算</translation>
        </message>
        <message>
            <source>0 means no limit. A growth stops cleanly when one of these is spent.</source>
            <translation>0 表示不限。任何一项用完时，生长会干净地停下。</translation>
        </message>
        <message>
            <source>Folders of .glb and .obj files that are searched beside the bundled recipes.</source>
            <translation>除自带配方外还会搜索的 .glb 与 .obj 文件夹。</translation>
        </message>
        <message>
            <source>Add a folder…</source>
            <translation>添加文件夹…</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Editor</source>
            <translation>编辑器</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>按键</translation>
        </message>
        <message>
            <source>Click a key and press another. Backspace takes it away, Esc leaves it as it was.</source>
            <translation>点击一个按键再按另一个。退格键去掉它，Esc 保持原样。</translation>
        </message>
        <message>
            <source>{0} (not there)</source>
            <translation>{0}（不存在）</translation>
        </message>
        <message>
            <source>Leave out {0}</source>
            <translation>去掉 {0}</translation>
        </message>
        <message>
            <source>A folder of models</source>
            <translation>一个模型文件夹</translation>
        </message>
        <message>
            <source>Model library</source>
            <translation>模型库</translation>
        </message>
    </context>
    <context>
        <name>States</name>
        <message>
            <source>Idea</source>
            <translation>想法</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Growing</source>
            <translation>生长中</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Reused</source>
            <translation>复用</translation>
        </message>
        <message>
            <source>Stale</source>
            <translation>过期</translation>
        </message>
        <message>
            <source>Needs a fix</source>
            <translation>需要修复</translation>
        </message>
        <message>
            <source>Waiting for a fix</source>
            <translation>等待修复</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Proposed</source>
            <translation>提议</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>不放入</translation>
        </message>
        <message>
            <source>Growing {0} %</source>
            <translation>生长中 {0}%</translation>
        </message>
        <message>
            <source>On the screen of the game now</source>
            <translation>此刻就在游戏画面中</translation>
        </message>
    </context>
    <context>
        <name>Steps</name>
        <message>
            <source>set the style in {0}</source>
            <translation>确定风格，用时 {0}</translation>
        </message>
        <message>
            <source>written and compiled in {0}</source>
            <translation>编写并编译，用时 {0}</translation>
        </message>
        <message>
            <source>shaped in {0}</source>
            <translation>塑形，用时 {0}</translation>
        </message>
        <message>
            <source>content written in {0}</source>
            <translation>编写内容，用时 {0}</translation>
        </message>
        <message>
            <source>linked in {0}</source>
            <translation>链接，用时 {0}</translation>
        </message>
        <message>
            <source>game put together in {0}</source>
            <translation>组装游戏，用时 {0}</translation>
        </message>
        <message>
            <source>played by a probe for {0}</source>
            <translation>自动试玩 {0}</translation>
        </message>
        <message>
            <source>{0} done in {1}</source>
            <translation>{0} 完成，用时 {1}</translation>
        </message>
    </context>
    <context>
        <name>TakesStrip</name>
        <message>
            <source>Takes</source>
            <translation>各版</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Another take (R)</source>
            <translation>再来一版 (R)</translation>
        </message>
        <message>
            <source>Another take</source>
            <translation>再来一版</translation>
        </message>
    </context>
    <context>
        <name>Tile</name>
        <message>
            <source>Take {0}</source>
            <translation>第 {0} 版</translation>
        </message>
        <message>
            <source>{0}, not made yet</source>
            <translation>{0}，还没做</translation>
        </message>
    </context>
    <context>
        <name>Time</name>
        <message>
            <source>{0} ms</source>
            <translation>{0} 毫秒</translation>
        </message>
        <message>
            <source>{0} s</source>
            <translation>{0} 秒</translation>
        </message>
        <message>
            <source>{0} min</source>
            <translation>{0} 分钟</translation>
        </message>
    </context>
    <context>
        <name>TitleField</name>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>Search the garden</source>
            <translation>搜索花园</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Build</source>
            <translation>构建</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Run game</source>
            <translation>运行游戏</translation>
        </message>
        <message>
            <source>Undo: {0}</source>
            <translation>撤销：{0}</translation>
        </message>
        <message>
            <source>New garden</source>
            <translation>新花园</translation>
        </message>
        <message>
            <source>Nothing to undo</source>
            <translation>没有可撤销的操作</translation>
        </message>
    </context>
    <context>
        <name>Verbs</name>
        <message>
            <source>Renamed to “{0}”.</source>
            <translation>已重命名为“{0}”。</translation>
        </message>
        <message>
            <source>The brief of “{0}” is changed.</source>
            <translation>“{0}”的说明已修改。</translation>
        </message>
        <message>
            <source>New idea</source>
            <translation>新想法</translation>
        </message>
        <message>
            <source>New part</source>
            <translation>新部分</translation>
        </message>
        <message>
            <source>Add a part above</source>
            <translation>在上方添加部分</translation>
        </message>
        <message>
            <source>There is no outline to add.</source>
            <translation>没有可添加的大纲。</translation>
        </message>
        <message>
            <source>The seed can't be pruned: it is the garden.</source>
            <translation>种子不能修剪：它就是花园本身。</translation>
        </message>
        <message>
            <source>Pruned “{0}”.</source>
            <translation>已修剪“{0}”。</translation>
        </message>
        <message>
            <source>Pruned {0} nodes.</source>
            <translation>已修剪 {0} 个节点。</translation>
        </message>
        <message>
            <source>A node can't hang below itself. Nothing was moved.</source>
            <translation>节点不能挂在自己下面。没有移动任何东西。</translation>
        </message>
        <message>
            <source>Moved to “{0}”.</source>
            <translation>已移到“{0}”。</translation>
        </message>
        <message>
            <source>Stopped. What was finished is kept.</source>
            <translation>已停止。已完成的会保留。</translation>
        </message>
        <message>
            <source>{1} nodes are proposed for “{0}”: A accepts, X discards.</source>
            <translation>为“{0}”提议了 {1} 个节点：A 接受，X 放弃。</translation>
        </message>
        <message>
            <source>Accepted {0} nodes.</source>
            <translation>已接受 {0} 个节点。</translation>
        </message>
        <message>
            <source>Discarded {0} nodes.</source>
            <translation>已放弃 {0} 个节点。</translation>
        </message>
        <message>
            <source>Nothing is proposed here. Expand (E) asks for proposals.</source>
            <translation>这里没有提议。展开 (E) 会请求提议。</translation>
        </message>
        <message>
            <source>Another take of “{0}”: build to make it.</source>
            <translation>“{0}”的另一版：构建后即成。</translation>
        </message>
        <message>
            <source>Take {1} of “{0}”.</source>
            <translation>“{0}”的第 {1} 版。</translation>
        </message>
        <message>
            <source>“{0}” is kept as it is.</source>
            <translation>“{0}”将保持现状。</translation>
        </message>
        <message>
            <source>“{0}” follows its brief again.</source>
            <translation>“{0}”重新跟随其说明。</translation>
        </message>
        <message>
            <source>“{0}” is left out of the game.</source>
            <translation>“{0}”不放入游戏。</translation>
        </message>
        <message>
            <source>“{0}” takes part again.</source>
            <translation>“{0}”重新放入游戏。</translation>
        </message>
        <message>
            <source>Noted on “{0}”.</source>
            <translation>已在“{0}”上备注。</translation>
        </message>
        <message>
            <source>The note on “{0}” is gone.</source>
            <translation>“{0}”的备注已去掉。</translation>
        </message>
        <message>
            <source>Brought {0}.</source>
            <translation>已带入 {0}。</translation>
        </message>
        <message>
            <source>Taking a picture of the game…</source>
            <translation>正在拍摄游戏画面…</translation>
        </message>
        <message>
            <source>A picture of the game lies with “{0}”.</source>
            <translation>游戏画面已放到“{0}”。</translation>
        </message>
        <message>
            <source>Undone: {0}</source>
            <translation>已撤销：{0}</translation>
        </message>
        <message>
            <source>Undone.</source>
            <translation>已撤销。</translation>
        </message>
        <message>
            <source>Done again: {0}</source>
            <translation>已重做：{0}</translation>
        </message>
        <message>
            <source>Done again.</source>
            <translation>已重做。</translation>
        </message>
        <message>
            <source>The game opens in its own window. F8 holds it; then a click on a thing shows its node here.</source>
            <translation>游戏会在自己的窗口中打开。按 F8 停住，再点一样东西，这里就会显示它的节点。</translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>中文</source>
            <translation>English</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>What did you dream?</source>
            <translation>你梦见了什么？</translation>
        </message>
        <message>
            <source>A dream, a memory, an imagined place. It grows into a plan you can shape, and a game you can play.</source>
            <translation>一个梦、一段记忆、一处想象之地。它会长成一份你能塑造的计划，再长成一个你能玩的游戏。</translation>
        </message>
        <message>
            <source>I was walking through my grandmother's house, and every room was under water…</source>
            <translation>我走在外婆的老房子里，每个房间都在水下……</translation>
        </message>
        <message>
            <source>Your prompt</source>
            <translation>你的提示</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>最多</translation>
        </message>
        <message>
            <source>Most leaves</source>
            <translation>叶子数上限</translation>
        </message>
        <message>
            <source>leaves</source>
            <translation>片叶子</translation>
        </message>
        <message>
            <source>Plant</source>
            <translation>种下</translation>
        </message>
        <message>
            <source>More limits</source>
            <translation>更多限制</translation>
        </message>
        <message>
            <source>Enter plants, Shift+Enter makes a new line</source>
            <translation>Enter 种下，Shift+Enter 换行</translation>
        </message>
        <message>
            <source>Try one of these</source>
            <translation>试试这些</translation>
        </message>
        <message>
            <source>A lighthouse keeper rows between foggy islands at night, collecting lanterns before the oil runs out.</source>
            <translation>灯塔守人夜里划船穿行在雾中的小岛之间，在灯油耗尽前收集失落的灯笼。</translation>
        </message>
        <message>
            <source>A tiny fox on a snowy railway brings letters to sleepy stations while the wind tries to take them.</source>
            <translation>雪山铁路上的小狐狸：把信送到一个个沉睡的车站，风却总想把信吹走。</translation>
        </message>
        <message>
            <source>I dreamt of a library where the books were birds; I coaxed each one back to its shelf by its song.</source>
            <translation>我梦见一座图书馆，书都是鸟，我要循着歌声把每一只哄回书架。</translation>
        </message>
        <message>
            <source>Open a folder…</source>
            <translation>打开文件夹…</translation>
        </message>
        <message>
            <source>Your gardens</source>
            <translation>你的花园</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Archive</source>
            <translation>归档</translation>
        </message>
    </context>
    <context>
        <name>WhyPanel</name>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Rebuild these</source>
            <translation>重建这些</translation>
        </message>
        <message>
            <source>Only this</source>
            <translation>只重建此节点</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>以后</translation>
        </message>
        <message>
            <source>Will rebuild: {0}.</source>
            <translation>将重建：{0}。</translation>
        </message>
        <message>
            <source> and {0} more</source>
            <translation> 等另外 {0} 个</translation>
        </message>
        <message>
            <source>Then 1 other that needs it: {0}.</source>
            <translation>随后还有 1 个需要它的：{0}。</translation>
        </message>
        <message>
            <source>Then {0} others that need it: {1}.</source>
            <translation>随后还有 {0} 个需要它的：{1}。</translation>
        </message>
        <message>
            <source>Build this</source>
            <translation>构建此节点</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>Open a garden</source>
            <translation>打开花园</translation>
        </message>
        <message>
            <source>Opened: {0} nodes.</source>
            <translation>已打开：{0} 个节点。</translation>
        </message>
        <message>
            <source>Stopped. What was finished is kept.</source>
            <translation>已停止。已完成的会保留。</translation>
        </message>
        <message>
            <source>The game can be played; {0} leaves need a fix.</source>
            <translation>游戏可以玩了；{0} 片叶子需要修复。</translation>
        </message>
        <message>
            <source>The game is ready to play.</source>
            <translation>游戏可以玩了。</translation>
        </message>
        <message>
            <source>The garden refused, and gave no reason.</source>
            <translation>花园拒绝了，但没有给出原因。</translation>
        </message>
        <message>
            <source>The garden process stopped: {0}.</source>
            <translation>花园进程停止了：{0}。</translation>
        </message>
        <message>
            <source>The garden process has not answered for {0} s.</source>
            <translation>花园进程已有 {0} 秒没有应答。</translation>
        </message>
        <message>
            <source>Restart it</source>
            <translation>重新启动</translation>
        </message>
        <message>
            <source>The garden process answers again.</source>
            <translation>花园进程恢复应答。</translation>
        </message>
        <message>
            <source>The garden is back; nothing that was finished is lost.</source>
            <translation>花园恢复了；已完成的没有丢失。</translation>
        </message>
        <message>
            <source>The garden process stopped and was started again. Nothing finished is lost.</source>
            <translation>花园进程停止后已重新启动。已完成的没有丢失。</translation>
        </message>
    </context>
    <context>
        <name>Below</name>
        <message>
            <source>Below it</source>
            <translation>下属节点</translation>
        </message>
        <message>
            <source>and {0} more</source>
            <translation>以及另外 {0} 个</translation>
        </message>
    </context>
    <context>
        <name>HeldBar</name>
        <message>
            <source>Only to look at and to play: {0}. It can be changed here when that has ended.</source>
            <translation>只能查看和试玩：{0}。结束后即可在此修改。</translation>
        </message>
    </context>
    <context>
        <name>WordsPage</name>
        <message>
            <source>Words of the model</source>
            <translation>模型的对话</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>提问</translation>
        </message>
        <message>
            <source>Answered</source>
            <translation>回答</translation>
        </message>
    </context>
    <context>
        <name>LiveText</name>
        <message>
            <source>What the model writes now</source>
            <translation>模型正在写的内容</translation>
        </message>
        <message>
            <source>{0} characters</source>
            <translation>{0} 个字符</translation>
        </message>
        <message>
            <source>thinking…</source>
            <translation>思考中…</translation>
        </message>
    </context>
    <context>
        <name>DesignerFields</name>
        <message>
            <source>The offline designer needs no server. A chat model starts from its sketch and makes it deeper. Keys come from the environment or the keyring and are never stored here.</source>
            <translation>离线设计师不需要服务器。聊天模型从它的草图开始，使其更深入。密钥来自环境变量或钥匙串，从不存在这里。</translation>
        </message>
        <message>
            <source>Designer</source>
            <translation>设计师</translation>
        </message>
        <message>
            <source>Offline designer</source>
            <translation>离线设计师</translation>
        </message>
        <message>
            <source>Chat model</source>
            <translation>聊天模型</translation>
        </message>
        <message>
            <source>Test and list models</source>
            <translation>测试并列出模型</translation>
        </message>
        <message>
            <source>the same model</source>
            <translation>同一个模型</translation>
        </message>
        <message>
            <source>Who designs</source>
            <translation>由谁设计</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Model for code</source>
            <translation>写代码的模型</translation>
        </message>
        <message>
            <source>The server answers: {0} models.</source>
            <translation>服务器有应答：{0} 个模型。</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>正在询问…</translation>
        </message>
        <message>
            <source>nobody looks</source>
            <translation>没有模型看</translation>
        </message>
        <message>
            <source>Model that reviews plans</source>
            <translation>审阅计划的模型</translation>
        </message>
        <message>
            <source>Model that looks at pictures</source>
            <translation>看画面的模型</translation>
        </message>
    </context>
    <context>
        <name>MakerFields</name>
        <message>
            <source>missing</source>
            <translation>缺少</translation>
        </message>
        <message>
            <source>not installed</source>
            <translation>未安装</translation>
        </message>
        <message>
            <source>Painters and sculptors</source>
            <translation>画师与雕塑师</translation>
        </message>
        <message>
            <source>Pictures become models where no recipe and no file of yours fits.</source>
            <translation>没有合适的配方或你的文件时，由图片变成模型。</translation>
        </message>
        <message>
            <source>Offline sketch</source>
            <translation>离线素描</translation>
        </message>
        <message>
            <source>Image server</source>
            <translation>图像服务器</translation>
        </message>
        <message>
            <source>Local weights</source>
            <translation>本地权重</translation>
        </message>
        <message>
            <source>the designer's server</source>
            <translation>设计师所用的服务器</translation>
        </message>
        <message>
            <source>Carver</source>
            <translation>雕刻</translation>
        </message>
        <message>
            <source>Depth</source>
            <translation>深度</translation>
        </message>
        <message>
            <source>a folder, or a name on the hub</source>
            <translation>文件夹，或模型库中的名称</translation>
        </message>
        <message>
            <source>Who paints</source>
            <translation>谁来画</translation>
        </message>
        <message>
            <source>Image model</source>
            <translation>图像模型</translation>
        </message>
        <message>
            <source>Who sculpts</source>
            <translation>谁来塑形</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Parts of the machine</source>
            <translation>本机组件</translation>
        </message>
        <message>
            <source>Looking…</source>
            <translation>正在查看…</translation>
        </message>
        <message>
            <source>its name on the server</source>
            <translation>它在服务器上的名称</translation>
        </message>
        <message>
            <source>It has no model yet. Name one.</source>
            <translation>还没有模型，请填写一个。</translation>
        </message>
    </context>
    <context>
        <name>Complaint</name>
        <message>
            <source>What is wrong with the game? Say it: “the enemies are too fast”, “make it night”</source>
            <translation>游戏哪里不对？直接说：“敌人太快”“改成夜里”</translation>
        </message>
        <message>
            <source>What is wrong with the game</source>
            <translation>游戏哪里不对</translation>
        </message>
        <message>
            <source>Say it</source>
            <translation>说</translation>
        </message>
        <message>
            <source>Nothing of the game answers for that.</source>
            <translation>游戏里没有与此有关的部分。</translation>
        </message>
        <message>
            <source>Because: {0}</source>
            <translation>因为：{0}</translation>
        </message>
        <message>
            <source>Make these changes</source>
            <translation>就这样改</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>保持原样</translation>
        </message>
        <message>
            <source>about “{0}”</source>
            <translation>关于“{0}”</translation>
        </message>
        <message>
            <source>Play-test</source>
            <translation>试玩</translation>
        </message>
        <message>
            <source>All well</source>
            <translation>一切正常</translation>
        </message>
        <message>
            <source>{0} found</source>
            <translation>发现 {0} 处</translation>
        </message>
        <message>
            <source>What play-tests found wrong with the game</source>
            <translation>试玩发现的问题</translation>
        </message>
        <message>
            <source>What would change</source>
            <translation>会改变什么</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>正在查找…</translation>
        </message>
        <message>
            <source>Not placed yet</source>
            <translation>还没弄清的</translation>
        </message>
        <message>
            <source>Make this change</source>
            <translation>照此修改</translation>
        </message>
        <message>
            <source>Make {0} of {1} changes</source>
            <translation>做其中 {0} 项（共 {1} 项）</translation>
        </message>
        <message>
            <source>about “{0}” and {1} more</source>
            <translation>针对“{0}”和另外 {1} 个</translation>
        </message>
    </context>
    <context>
        <name>FindingsList</name>
        <message>
            <source>after each build</source>
            <translation>每次构建之后</translation>
        </message>
        <message>
            <source>In the game: F8 holds it, then a click on a thing shows its node here. F7 slow, F9 step, F10 back, F6 camera.</source>
            <translation>游戏里：F8 停住，再点一样东西，这里就显示它的节点。F7 慢放，F9 单步，F10 倒回，F6 自由镜头。</translation>
        </message>
        <message>
            <source>What was found wrong</source>
            <translation>发现的问题</translation>
        </message>
        <message>
            <source>Play-test now</source>
            <translation>现在试玩</translation>
        </message>
        <message>
            <source>Repair</source>
            <translation>修复</translation>
        </message>
        <message>
            <source>Show it in the game</source>
            <translation>在游戏里看</translation>
        </message>
        <message>
            <source>Before and after</source>
            <translation>前后对比</translation>
        </message>
        <message>
            <source>The game is being played: bots that seek the goal, press anything, or wait …</source>
            <translation>正在试玩：有的追求目标，有的乱按，有的等待……</translation>
        </message>
        <message>
            <source>Repairing: each change is proved by playing again, or taken back …</source>
            <translation>正在修复：每处改动都再玩一遍来验证，不成就撤回……</translation>
        </message>
        <message>
            <source>Both are being built and played …</source>
            <translation>正在构建并试玩两个版本……</translation>
        </message>
        <message>
            <source>Nothing could be repaired; what was tried was taken back.</source>
            <translation>没能修好；试过的改动都已撤回。</translation>
        </message>
        <message>
            <source>Side by side: {0}</source>
            <translation>并排对比：{0}</translation>
        </message>
        <message>
            <source>Nothing is wrong, as far as bots can tell.</source>
            <translation>就试玩所见，没有问题。</translation>
        </message>
        <message>
            <source>The game was not play-tested yet.</source>
            <translation>游戏还没有试玩过。</translation>
        </message>
        <message>
            <source>My plays</source>
            <translation>我的试玩</translation>
        </message>
        <message>
            <source>Record a play</source>
            <translation>录下一局</translation>
        </message>
        <message>
            <source>Play again: {0}</source>
            <translation>重放：{0}</translation>
        </message>
    </context>
    <context>
        <name>DiagnosticsPage</name>
        <message>
            <source>Note</source>
            <translation>注记</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>The compiler has nothing to say.</source>
            <translation>编译器没有意见。</translation>
        </message>
        <message>
            <source>And {0} more.</source>
            <translation>另有 {0} 条。</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>诊断</translation>
        </message>
    </context>
    <context>
        <name>Origin</name>
        <message>
            <source>The sheet of sprites</source>
            <translation>精灵图</translation>
        </message>
        <message>
            <source>{0} triangles</source>
            <translation>{0} 个三角形</translation>
        </message>
        <message>
            <source>{0} % sure</source>
            <translation>把握 {0} %</translation>
        </message>
        <message>
            <source>Sprites: {0} directions of {1} frames, {2} pixels each</source>
            <translation>精灵图：{0} 个方向，各 {1} 帧，每帧 {2} 像素</translation>
        </message>
        <message>
            <source>How it was made</source>
            <translation>制作过程</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Cut-out</source>
            <translation>抠图</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>文字</translation>
        </message>
    </context>
    <context>
        <name>Beside</name>
        <message>
            <source>Before and after</source>
            <translation>前后对比</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Clip</source>
            <translation>短片</translation>
        </message>
        <message>
            <source>Played by the same trace, both end alike; what differs is to be seen.</source>
            <translation>按同样的操作玩下来，结局相同；差别要看画面。</translation>
        </message>
        <message>
            <source>and {0} more</source>
            <translation>还有 {0} 处</translation>
        </message>
    </context>
</TS>
