import type { LintMessages, SeriesMessages } from './messages.lint.ts';
import { counted, NEVER_MADE, number } from './messages.zh.words.ts';

/** `在版本 7 里`, `在 Niji 6 里`; where the prompt names none, what holds for all that are usual. */
function inVersion(version: string): string {
  if (version === '') return '在目前的版本里';
  return /^\d/.test(version) ? `在版本 ${version} 里` : `在 ${version.replace('niji', 'Niji')} 里`;
}

/** What is said of a prompt before it costs anything. */
export const lint: LintMessages = {
  findings: {
    unknown: ({ flag }) => `我不认识 \`${flag}\` 这个参数，会原样传过去。`,
    misspelt: ({ flag, meant }) => `\`${flag}\` 好像写错了，你是想写 \`${meant}\` 吗？`,
    retired: ({ flag, instead }) =>
      `Midjourney 已经不再使用 \`${flag}\` 了${instead === '' ? '。' : `，请改用 \`--${instead}\``}`,
    dashes: ({ flag }) => `两个连字符要紧挨着参数名： \`${flag}\``,
    space: ({ flag }) => `\`${flag}\` 的前后要有空格。`,
    punctuation: ({ flag }) => `\`${flag}\` 和它的值后面不要加标点。`,
    'value-missing': ({ flag }) => `\`${flag}\` 后面要有一个值。`,
    'value-needless': ({ flag, value }) => `\`${flag}\` 单独使用，后面不需要 \`${value}\` 这样的值。`,
    'not-a-number': ({ flag, value, min, max }) =>
      `\`${flag}\` 要填 ${min} 到 ${max} 之间的数字，而 \`${value}\` 不是数字。`,
    'not-whole': ({ flag, value }) => `\`${flag}\` 要填整数，而 \`${value}\` 不是整数。`,
    ratio: ({ flag, value }) => `\`${flag}\` 要填用冒号隔开的两个整数，例如 \`16:9\` ，而这里写的是 \`${value}\``,
    choice: ({ flag, value, choices }) => `\`${flag}\` 只能填这些值之一：${choices}。而这里写的是 \`${value}\``,
    range: ({ flag, value, min, max }) => `\`${flag}\` 的范围是 ${min} 到 ${max}，${value} 超出了范围。`,
    'range-in-version': ({ flag, value, min, max, version }) =>
      `\`${flag}\` ${inVersion(version)}的范围是 ${min} 到 ${max}，${value} 超出了范围。`,
    'ratio-in-version': ({ flag, value, max, version }) =>
      `\`${flag} ${value}\` 太长了，${inVersion(version)}最多是 ${max}:1。`,
    doubled: ({ flag }) => `\`${flag}\` 出现了不止一次，只有一个能生效。`,
    clash: ({ flag, other }) => `\`${flag}\` 和 \`${other}\` 不能一起使用。`,
    'not-in-version': ({ flag, version }) => `\`${flag}\` ${inVersion(version)}不起作用。`,
    replaced: ({ flag, other, version }) => `\`${flag}\` ${inVersion(version)}已经由 \`${other}\` 取代。`,
    needs: ({ flag, other }) => `没有 \`${other}\` 时， \`${flag}\` 不起作用。`,
    'needs-picture': ({ flag }) => `提示词开头没有图片时， \`${flag}\` 不起作用。`,
    'text-behind': ({ text }) => `文字要写在参数前面，而“${text}”写在了参数后面。`,
    weights: ({ version }) => `用 \`::\` 写的权重${inVersion(version)}不起作用，最后支持它的是版本 6.1。`,
    'shorten-refuses': ({ what }) => `\`shorten\` 不接受带有 \`${what}\` 的提示词。`,
    'not-for-films': ({ flag }) => `\`${flag}\` 对视频不起作用。`,
    'only-films': ({ flag }) => `\`${flag}\` 只用于视频，在这里不起作用。`,
    'only-imagine': ({ what }) => `只有用 \`/imagine\` 时， \`${what}\` 才会生成几张图片。`,
    'other-bot': ({ flag }) => `Niji 有自己的版本，所以 \`${flag}\` 在这里不起作用。`,
  },
  more: (count) => `……还有${counted(count, '处')}。`,
  onCard: (sentence) => `:warning: ${sentence}`,
  titles: { correct: '检查提示词', several: '几张图片' },
  refused: `*这样的提示词行不通。* ${NEVER_MADE}`,
  corrected: (count) => (count === 1 ? '改正后：' : `改正后，共${counted(count, '张图片')}：`),
  notCorrected: '请修改后再试。',
  several: (count) => `*这会生成${counted(count, '张图片')}* ，各有一张卡片，都在一个消息列里：`,
  room: (left, why, limit) =>
    `${why === 'daily' ? '你今天' : '你现在同时'}还能生成${counted(left, '张')}（上限${counted(limit, '张')}）：只生成前${counted(left, '张')}，其余的不生成。`,
  others: (count) => `……还有${counted(count, '张')}。`,
  make: (count) => `生成${counted(count, '张图片')}`,
  drop: '取消',
};

/** The message that heads the thread of a series. */
export const series: SeriesMessages = {
  asked: (asker, count) => `${asker} 用一条提示词请求了${counted(count, '张图片')}`,
  running: (done, count) => `*已完成 ${number(done)}/${number(count)}* 图片会出现在这个消息列里。`,
  finished: (done, failed) =>
    failed === 0
      ? `*${counted(done, '张')}全部完成*`
      : `*完成${counted(done, '张')}，${counted(failed, '张')}没有图片* 原因见这个消息列里的卡片。`,
  cutShort: (wanted) => `一共请求了${counted(wanted, '张')}，后来达到了上限。`,
  line: (place, prompt, state, link) => {
    const mark = { running: '◦', done: '✓', failed: '✗', removed: '–' }[state];
    return `${mark} *${place}* ${link === undefined ? prompt : `<${link}|${prompt}>`}`;
  },
  sheetAlt: (count, prompt) => `${counted(count, '张图片')}并排在一起，各有编号，提示词：${prompt}`,
  summary: (head, prompt, state) => `${head}：${prompt}。${state.replace(/\*/g, '')}`,
};
