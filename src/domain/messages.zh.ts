import type { HelpEntry, Messages, TaskWords, Where } from './messages.ts';
import { admin } from './messages.zh.admin.ts';
import { card } from './messages.zh.card.ts';
import { dead } from './messages.zh.dead.ts';
import { forms, modals } from './messages.zh.forms.ts';
import { home, letter, shown } from './messages.zh.home.ts';
import { install } from './messages.zh.install.ts';
import { lint, series } from './messages.zh.lint.ts';
import { mistakes } from './messages.zh.mistakes.ts';
import { painter } from './messages.zh.painter.ts';
import { queues } from './messages.zh.queues.ts';
import { settings } from './messages.zh.settings.ts';
import { steps } from './messages.zh.steps.ts';
import { counted, lasting, NEVER_MADE, named, SERVICE } from './messages.zh.words.ts';

/** Simplified Chinese. How it is written: `messages.zh.words.ts`. */
export const chinese: Messages = {
  between: '',
  mistakes,
  sentences: {
    help: ({ commands }) =>
      [
        '我用 Midjourney 画图。告诉我你想看到什么：',
        ...commands.map(helpLine),
        '也可以在频道里提及我，或给我发私信，用同样的词，还可以附上图片。在带图片的消息上，从菜单里选择 *Use in Midjourney* 也可以。图片会出现在频道里，带有可以继续操作的按钮。',
        chinese.home.reactions,
      ].join('\n'),
    'could-not-take': () => `我现在没法接收这个请求。${NEVER_MADE}请过一分钟再试。`,
    'could-not-do': () => '我现在没法这样做。请过一分钟再试。',
    'may-have-taken': () => '我可能已经收下这个请求，但没法确认。请等一分钟看看有没有卡片，没有再重新请求。',
    'other-workspace': () => `我只为安装了我的工作区里的人工作。${NEVER_MADE}请找那里的人来生成。`,
    'not-installed': () => `我没有连接到你的工作区。${NEVER_MADE}请让工作区的管理员添加我。`,
    'button-unknown': () => `我已经不认识这个按钮了。${NEVER_MADE}请用新一点的卡片上的按钮。`,
    'prompt-late': () => '我还没来得及显示提示词，Slack 就不再等了。请再选一次“查看提示词”。',
    'cannot-post-here': () => `我没法在这个对话里发消息。${NEVER_MADE}请先邀请我加入频道，或换一个频道，或给我发私信。`,
    'cannot-show-here': () =>
      '我没法在这个对话里发消息，所以没法在这里显示图片，但它可能会画出来。用 `/mj tasks` 可以找到它；下次在这里请求之前，请先邀请我加入频道。',
    'cannot-post-direct': () =>
      `你想在私信里看图片，但 Slack 不让我给你发私信。${NEVER_MADE}请允许这个应用发消息，或输入 \`/mj settings\` 换一个地方，然后再试。`,
    'cannot-show-direct': () =>
      'Slack 不让我给你发私信，所以没法在那里显示图片，但它可能会画出来。用 `/mj tasks` 可以找到它；下次请求之前，请输入 `/mj settings` 换一个地方。',
    'letter-lost': () => '你用 ✉️ 要的图片没能发给你：我这边出了问题。它还在卡片上，再添加一次表情回应就会重试。',
    'letter-without-picture': ({ yet }) =>
      yet
        ? '你用 ✉️ 要的图片还没有完成。完成以后请再添加一次表情回应。'
        : '你用 ✉️ 要的那张卡片上没有图片，原因写在卡片上。',
    'forget-failed': ({ person, own }) =>
      `我没能把保存的${own ? '你的数据' : ` <@${person}> 的数据`}全部删除：我这边出了问题，有一部分还在。请用 \`/mj ${own ? 'forget' : 'admin'}\` 再删除一次；如果还是不行，请告诉负责维护我的人。`,
    finished: ({ mention }) => `<@${mention}> 已经完成了，来看看吧。`,
    'not-finished': ({ mention }) => `<@${mention}> 这次没有完成。卡片上写着原因，以及接下来可以怎么做。`,
    'needs-input': ({ mention, button }) =>
      `<@${mention}> ${named(button)}在开始画之前需要你补充一点信息。请点击“继续”。`,
    'already-made': ({ button, link }) =>
      link === undefined
        ? `${named(button)}已经点过，正在处理。它的卡片会出现在这个消息列里。`
        : `${named(button)}已经点过。 <${link}|看看结果>`,
    'draft-taken': ({ count }) =>
      count === 1
        ? '已经开始了，卡片会出现在这个对话里。'
        : `${counted(count, '张图片')}已经开始了，会出现在这个对话的一个消息列里。`,
    'draft-cut-short': ({ count, wanted }) =>
      `${counted(wanted, '张图片')}里有${counted(count, '张')}已经开始了。后来达到了你的上限，其余的没有生成。`,
    'draft-dropped': () => NEVER_MADE,
    'settings-saved': ({ of }) =>
      of === 'person'
        ? '*你的设置已保存。* 从你的下一张图片或下一次点击按钮开始生效。'
        : '*这个频道的设置已保存。* 从这里的下一个请求开始生效。',
    'preset-saved': ({ name }) =>
      `*预设已保存。* 在提示词里写 \`--preset ${name}\` 就能使用，也可以在 \`/imagine\` 的表单里选择。`,
    'in-direct-messages': () => '已经开始了：图片会出现在你和我的私信里。输入 `/mj settings` 可以更改。',
    looking: () => '请稍等，我正在查……',
    seed: ({ seed, task }) => `任务 \`${task}\` 的种子是 \`${seed}\`\n在提示词里加上 \`--seed ${seed}\` 就能使用它。`,
    'no-seed': ({ reason }) =>
      `没能查到种子。${reason === '' ? `${SERVICE}暂时没有响应，请过一分钟再试。` : `${SERVICE}说：${reason}`}`,
    tasks: ({ tasks }) => {
      const open = tasks.filter(({ state }) => state === 'waiting' || state === 'running');
      const over = tasks.filter((task) => !open.includes(task));
      return [
        ...(open.length === 0 ? [] : ['*正在进行*', ...open.map((task) => taskLine(task))]),
        ...(over.length === 0 ? [] : ['*最近的请求*', ...over.map((task) => taskLine(task))]),
        '想找更早的？输入 `/mj search` 加几个词，就能在你的提示词里搜索。',
      ].join('\n');
    },
    found: ({ words, where, more, tasks }) =>
      [
        foundHeading(words, where),
        ...tasks.map((task) => taskLine(task, where === 'here')),
        ...(more ? ['还有更多：再加一个词，就能找到你想要的。'] : []),
      ].join('\n'),
    'none-found': ({ words, where }) => {
      const whose = where === 'mine' ? '你的图片' : '在这个对话里生成的图片';
      if (words === '') return `还没有${whose}。可以从这句开始： \`/imagine 雪地里的一只红狐狸\``;
      return `${whose}里没有提示词包含“${words}”的。试试少几个词，顺序和大小写不限。`;
    },
    'no-tasks': () => '你还没有请求过图片。可以从这句开始： `/imagine 雪地里的一只红狐狸`',
    'cancel-asked': ({ prompt }) => `正在取消${prompt === '' ? '' : `“${prompt}”`}，结果会显示在它的卡片上。`,
    status: ({ reachable, ms, watched, waiting, overdue, mine }) =>
      [
        reachable ? `${SERVICE}正常（${lasting(ms, 'millisecond')}内响应）。` : `${SERVICE}暂时没有响应。`,
        `正在处理${counted(watched, '个请求')}，${counted(waiting, '个')}等待发送${overdue > 0 ? `，${counted(overdue, '个')}我还没来得及查看` : ''}。`,
        mine === 0 ? '其中没有你的。' : `其中${counted(mine, '个')}是你的，输入 \`/mj tasks\` 可以查看。`,
      ].join('\n'),
    'fill-in': ({ verb, lacking }) =>
      lacking === undefined
        ? `\`${verb}\` 还需要你补充一点信息。`
        : `\`${verb}\` 至少需要${counted(lacking.min, '张图片')}，现在有${counted(lacking.given, '张')}。请补上。`,
    'form-late': ({ verb }) => `我还没来得及打开 \`${verb}\` 的表单，Slack 就不再等了。请点击按钮打开。`,
    'choose-verb': ({ pictures }) => `要用${pictures === 1 ? '这张图片' : `这${counted(pictures, '张图片')}`}做什么？`,
    'too-many-to-use': ({ pictures }) =>
      `我没法一次处理${counted(pictures, '张图片')}。${NEVER_MADE}请少分享几张再试。`,
    'no-pictures-there': () => '这条消息里没有图片。请在带有 jpg、png、gif 或 webp 文件的消息上使用。',
    checking: () => '*正在检查图片……*\n可以关掉这个窗口，处理会继续进行。',
    'on-its-way': () => '*已经开始了。* 可以关掉这个窗口，结果会出现在对话里。',
  },
  verbs: {
    imagine: { does: '按你的描述画图；单独输入会打开表单', example: 'imagine 雪地里的一只红狐狸 --ar 16:9' },
    blend: { does: '把两到五张图片混成一张', example: 'blend portrait' },
    describe: { does: '说出什么样的提示词能画出这张图片', example: 'describe' },
    shorten: {
      does: '看看提示词里哪些词重要',
      example: 'shorten 一只非常美丽、威风凛凛的红狐狸站在厚厚的白雪里，细节丰富',
    },
    faceswap: { does: '把一张脸换到另一张图片上', example: 'faceswap' },
    video: { does: '让图片动起来', example: 'video 狐狸转过头来' },
    edit: { does: '按提示词重绘图片，全部或蒙版里的部分', example: 'edit 脖子上围一条红围巾' },
    upload: { does: '把图片变成提示词里能用的链接', example: 'upload' },
    seed: { does: '查看图片的种子', example: 'seed 1768394829104512' },
    tasks: { does: '列出你的请求，正在进行的和最近的', example: 'tasks' },
    show: { does: '再给你看一次卡片，以及它之前和之后的', example: 'show 1768394829104512' },
    search: { does: '按提示词里的词查找你的图片', example: 'search 红狐狸' },
    gallery: { does: '列出在这个对话里生成的图片，也可以按词查找', example: 'gallery 狐狸' },
    cancel: { does: '停止你的一个请求', example: 'cancel 1768394829104512' },
    settings: { does: '查看和修改你自己或频道的设置和预设', example: 'settings channel' },
    status: { does: '查看服务是否正常，正在处理什么', example: 'status' },
    forget: { does: '删除我保存的关于你的一切', example: 'forget' },
    admin: { does: '限额、频道、拒绝的词、暂停、用量和操作记录（仅限管理员）', example: 'admin' },
    dead: { does: '列出彻底失败的作业（仅限管理员）', example: 'dead' },
    help: { does: '显示这份说明', example: 'help' },
  },
  card,
  controls: {
    cancel: '取消',
    tryAgain: '重试',
    checkAgain: '重新检查',
    fetchAgain: '重新获取',
    showPrompt: '查看提示词',
    openPicture: '打开图片',
    seed: '种子',
    editAgain: '修改后重新生成',
    editPrompt: '修改提示词',
    continue: '继续',
    runCorrected: '改正后重新生成',
    originalLink: '原始链接',
    delete: '删除',
    deleteHint: '为所有人移除这张卡片和图片',
    cancelConfirm: {
      title: '取消这张图片？',
      text: '到此为止。已经画了的部分仍可能计费。',
      yes: '取消它',
      no: '继续画',
    },
    promptModal: { title: '提示词', close: '关闭' },
  },
  pictureTroubles: {
    expired: `有一张图片已经不在 Slack 里了。${NEVER_MADE}请重新分享，然后再试。`,
    'not-visible': `有一张图片我看不到。${NEVER_MADE}请邀请我加入它所在的频道，或在这里分享，然后再试。`,
    reinstall: `Slack 不让我读取文件：需要以 files:read 权限重新安装这个应用。${NEVER_MADE}请告诉负责维护它的人。`,
    'not-a-picture': `有一个文件不是我能用的图片。${NEVER_MADE}请选择 jpg、png、gif 或 webp。`,
    'too-large': `有一张图片太大了。${NEVER_MADE}请选小一点的文件。`,
    'too-many-pixels': `有一张图片太宽、太高或像素太多。${NEVER_MADE}请缩小后再试。`,
    animated: `有一张图片是动图，只能用静态图片。${NEVER_MADE}请选择其中一帧。`,
    'no-picture': `有一个链接里没有图片。${NEVER_MADE}请使用带图片的消息的链接。`,
  },
  forms,
  modals,
  steps,
  settings,
  dead,
  queues,
  install,
  home,
  shown,
  letter,
  lint,
  series,
  admin,
  emojiNames: {
    '🔄': '重新生成',
    '⬅️': '向左平移',
    '➡️': '向右平移',
    '⬆️': '向上平移',
    '⬇️': '向下平移',
    '❤️': '收藏',
    '1️⃣': '一',
    '2️⃣': '二',
    '3️⃣': '三',
    '4️⃣': '四',
    '5️⃣': '五',
  },
  painter,
};

function helpLine({ name, command, usage }: HelpEntry): string {
  const { does = '', example } = chinese.verbs[name] ?? {};
  const own = command === undefined ? '' : ` 或 \`${usage.replace(name, command)}\``;
  const typed = example === undefined || example === usage ? '' : `，例如 \`/mj ${example}\``;
  return `• \`/mj ${usage}\`${own} ${does}${typed}`;
}

const STATES: Readonly<Record<TaskWords['state'], string>> = {
  waiting: '排队中',
  running: '正在绘制',
  done: '已完成',
  failed: '失败',
  stopped: '已停止',
};

function taskLine(task: TaskWords, says = false): string {
  const { prompt, verb, link, when, by } = task;
  const what = prompt === '' ? `\`${verb}\`` : `“${prompt}”`;
  const who = says ? ` · ${by}` : '';
  const how = howFar(task);
  const where = link === undefined ? '' : ` · <${link}|打开>`;
  return `• ${what}${how}${who} · ${when}${where}`;
}

function howFar({ state, progress, pictures }: TaskWords): string {
  if (pictures !== undefined) return ` · ${counted(pictures.count, '张图片')}，已完成${counted(pictures.done, '张')}`;
  return state === 'done' ? '' : ` · ${STATES[state]}${progress === '' ? '' : `（${progress}）`}`;
}

function foundHeading(words: string, where: Where): string {
  const whose = where === 'mine' ? '你的图片' : '在这里生成的图片';
  return `*${whose}* ${words === '' ? '' : `提示词包含“${words}”`}，最新的在前`;
}
