import type { HomeMessages, LetterMessages, PictureWords, ShownMessages } from './messages.home.ts';
import type { TaskWords } from './messages.ts';
import { counted, number } from './messages.zh.words.ts';

/** What each verb made, where there is no prompt to name it by. */
const MADE: Readonly<Record<TaskWords['verb'], string>> = {
  imagine: '一张图片',
  blend: '一张混合图片',
  describe: '一份描述',
  shorten: '精简的提示词',
  faceswap: '一次换脸',
  video: '一段视频',
  edit: '一张修改过的图片',
  upload: '图片链接',
  press: '一个变体',
};

function named({ prompt, verb }: Pick<PictureWords, 'prompt' | 'verb'>): string {
  return prompt === '' ? `*${MADE[verb]}*` : `*${prompt}*`;
}

/** `3 / 20`, or `3` where there is no limit. */
function outOf(count: number, limit: number): string {
  return limit === 0 ? number(count) : `${number(count)} / ${number(limit)}`;
}

export const home: HomeMessages = {
  title: '你的图片',
  usage: ({ today, running, daily, concurrent }) =>
    `今天： *${outOf(today, daily)}* ${daily === 0 ? '' : '（按 UTC 日期）'} · 正在进行： *${outOf(running, concurrent)}*`,
  imagine: '画图',
  settings: '设置',
  help: '帮助',
  running: '正在进行',
  run: ({ prompt, verb, state, progress, pictures, link, due }) => {
    const where = link === undefined ? '' : ` · <${link}|打开>`;
    const until = due === undefined ? '' : `，预计 ${due} 左右完成`;
    const so = state === 'running' ? `正在绘制${progress === '' ? '' : `（${progress}）`}` : '排队中';
    const far =
      pictures === undefined ? so : `${counted(pictures.count, '张图片')}，已完成${counted(pictures.done, '张')}`;
    return `⏳ ${named({ prompt, verb })}\n${far}${until}${where}`;
  },
  runningMore: (count) => `还有${counted(count, '个')}，输入 \`/mj tasks\` 可以查看。`,
  lists: { recent: '最近', favourites: '⭐ 收藏' },
  search: { label: '搜索你的提示词', placeholder: '输入几个词，然后按 Enter' },
  found: (words, total) =>
    total === 0
      ? `你的图片里没有提示词包含 *${words}* 的。`
      : `提示词包含 *${words}* 的有 *${counted(total, '张图片')}*`,
  showAll: '显示全部',
  empty: (list, words) => {
    if (list === 'favourites')
      return '你还没有收藏。给卡片加一个 ⭐ 回应，或点击这里图片下面的 *☆ 收藏* ：无论是谁生成的，都会留在这个列表里。撤回回应就会移除。';
    if (list === 'found') return `所有的词都要出现在提示词里，顺序和大小写不限。试试比“${words}”少几个词。`;
    return '这里还没有内容。点击 *画图* ，或在任意频道输入 `/imagine 雪地里的一只红狐狸` ：你的图片会汇集在这里，并附上通往按钮的链接。';
  },
  picture: (picture) => `${named(picture)}\n${picture.by === undefined ? '' : `${picture.by} · `}${picture.when}`,
  open: '打开',
  keep: '☆ 收藏',
  letGo: '⭐ 已收藏',
  again: '修改后重新生成',
  page: (page, pages, total) => `第${number(page)}页，共${counted(pages, '页')} · ${counted(total, '张图片')}`,
  previous: '‹ 上一页',
  next: '下一页 ›',
  reactions: '给卡片加回应：❌ 停止，完成之后则删除 · ✉️ 把图片、种子和编号发给你 · ⭐ 收藏到你的主页。',
};

export const shown: ShownMessages = {
  parent: (link, prompt) => `由 <${link}|${prompt === '' ? '这张卡片' : prompt}> 生成。`,
  series: (link, count) => `与其他图片一起请求的，共 <${link}|${counted(count, '张图片')}> 。`,
  children: (children) =>
    `由它生成的： ${children.map(({ button, link }) => (link === undefined ? button : `<${link}|${button}>`)).join(' · ')}`,
  gone: '它的卡片和图片已经被删除，可以重新生成。',
  open: '打开卡片',
  again: '修改后重新生成',
};

export const letter: LetterMessages = {
  heading: (link) => `✉️ 这是你要的${link === undefined ? '图片' : ` <${link}|图片>`} 。`,
  facts: ({ seed, task, id }) =>
    [
      ...(seed === undefined ? [] : [`种子 \`${seed}\``]),
      ...(task === undefined ? [] : [`任务 \`${task}\``]),
      `编号 \`${id}\``,
    ].join(' · '),
};
