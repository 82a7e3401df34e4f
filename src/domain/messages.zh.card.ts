import type { OrderVerb } from './form.ts';
import type { CardMessages } from './messages.card.ts';
import { byPerson } from './messages.common.ts';
import { counted, lasting, NEVER_MADE, named, SERVICE } from './messages.zh.words.ts';
import type { StepKind } from './step.ts';

/** `2张图片`, `图片` when it is not known how many. */
function some(pictures: number | undefined): string {
  return pictures === undefined ? '图片' : counted(pictures, '张图片');
}

/** What follows the name of the person who asked. */
const ASKED: Readonly<Record<OrderVerb, (pictures: number | undefined) => string>> = {
  imagine: (pictures) => (pictures === 0 ? '请我画' : `请我参考${some(pictures)}来画`),
  blend: (pictures) => `请我把${some(pictures)}混成一张`,
  describe: () => '想知道什么样的提示词能画出这张图片',
  shorten: () => '请我精简提示词',
  faceswap: () => '请我把一张图片里的脸换到另一张上',
  video: (pictures) => (pictures === 0 ? '请我生成视频' : `请我用${some(pictures)}生成视频`),
  edit: (pictures) => `请我修改一张图片${pictures !== undefined && pictures > 1 ? '，带蒙版' : ''}`,
  upload: (pictures) => `请我给${some(pictures)}生成链接`,
};

/** What the service waits for, by the kind of the step. */
const ASKS: Readonly<Record<StepKind, string>> = {
  prompt: '用什么提示词',
  zoom: '画面缩小到多少',
  region: '重绘哪个部分',
  pick: '用什么提示词',
};

/** What follows the button of a press. */
const OF = { follows: '，原提示词', changed: '，并改了提示词', none: '' } as const;

/** Where an addition comes from; everybody in the channel reads it. */
const ADDED_FROM = { person: '（个人默认）', channel: '（频道默认）' } as const;

/** Who stopped it, where somebody did. */
function by(person: string | undefined): string {
  return person === undefined ? '已取消' : `已由 ${person} 取消`;
}

/** The words of a card. */
export const card: CardMessages = {
  asked: (asker, verb, pictures) => `${asker} ${ASKED[verb](pictures)}`,
  pressed: (asker, button, prompt) => `${asker} 点了${named(button)}${OF[prompt]}`,

  added: (parts) =>
    `已补充： ${parts.map(({ what, from, preset }) => `${what} ${from === 'preset' ? `（预设“${preset}”）` : ADDED_FROM[from]}`).join(' · ')}`,

  queued: (ahead) => (ahead === undefined || ahead <= 0 ? '排队中' : `排队中，前面还有${counted(ahead, '张图片')}`),
  queuedAs: (progress) => `排队中：${progress}`,
  busy: (reason) => `${SERVICE}正忙，我会继续尝试。${reason === '' ? '' : `它说：${reason}`}`,
  unreachable: () => `${SERVICE}没有响应。我会继续尝试，目前还没有提交任何内容。`,
  inDoubt: () => `${SERVICE}可能已经收下这个请求，但它的答复丢了。我正在核实，不会重复提交。`,
  answerInDoubt: () => `${SERVICE}可能已经收到你补充的内容，但它的答复丢了。我会留意它是否开始绘制，不会重复提交。`,
  drawing: (progress) => (progress === '' ? '正在绘制' : `正在绘制：${progress}`),
  needsInput: (kind, button, minutes) =>
    `需要你补充：${named(button)}${ASKS[kind]}？请在${lasting(minutes, 'minute')}内点击“继续”。`,
  expected: (time) => `预计 ${time} 左右完成。`,
  nextUpdate: (seconds) =>
    `大约${seconds < 60 ? lasting(seconds, 'second') : lasting(Math.round(seconds / 60), 'minute')}后更新。`,
  crowded: () => '现在同时在画的图片很多，这张卡片会在完成时再更新。',
  stalled: () => '已经有一阵没有进展了。它仍可能完成：可以继续等，也可以取消。',
  cancelling: (person) => `${person} 要求取消，正在停止……`,

  fetching: () => '已完成，正在把图片传到 Slack……',
  done: () => '已完成',
  inThread: () => '已完成，图片在消息列里。',
  filmsInThread: (films) => `已完成，${films === 1 ? '视频' : counted(films, '个视频')}在消息列里。`,
  tokens: () => '重要的词已加粗，多余的词已划掉：',
  shortPrompts: () => '效果相同的更短的提示词：',
  links: (count) =>
    `已完成。把${count === 1 ? '这个链接' : '其中一个链接'}放在提示词开头，就会参考这张图片来画；放在 \`--sref\` 后面，就会借用它的风格：`,
  textLeftOut: () => '还有一些内容，这里放不下。',
  missing: {
    'too-large': '已完成，但图片太大，我没法传到 Slack。请用链接打开。',
    gone: '已完成，但链接里的图片加载不了。请点击“重新获取”，或自己打开链接。',
    'not-a-picture': '已完成，但链接里的内容不是 Slack 能显示的图片。请用链接打开。',
    unreachable: '已完成，但图片暂时加载不了。请点击“重新获取”，或打开链接。',
    'upload-refused': '已完成，但 Slack 没有收下图片。请用链接打开，或点击“重新获取”。',
    none: `已完成，但 ${SERVICE}没有给出图片。它的按钮仍然可用。`,
  },
  failed: {
    moderation: '提示词或图片没有通过内容审核。请换个说法再试。',
    timeout: '用时太长，任务已被放弃。请过一会儿再试。',
    invalid: `${SERVICE}没有看懂这个请求。请检查 \`--\` 后面的参数，然后再试。`,
    busy: `${SERVICE}太忙了。请过几分钟再试。`,
    unreachable: `连接不上 ${SERVICE}。没有提交任何内容，请过几分钟再试。`,
    gone: `${SERVICE}已经不记得它所属的任务。“重试”会再点一次这个按钮；如果还是不行，请用 \`/imagine\` 重新开始。`,
    unsupported: `${SERVICE}不支持这个按钮。请换一个。`,
    picture: '有一张图片用不了。没有提交任何内容，请换一张再试。',
    mask: '蒙版用不了，所以什么也没画。点击“重试”可以换一个。',
    operator: '这不是你的问题：机器人没有配置好。请告诉负责维护它的人。',
    bug: `我自己出了故障，只好放弃。${NEVER_MADE}请重试；如果还是不行，请告诉负责维护我的人。`,
    other: `${SERVICE}没能完成。请重试，或换个说法。`,
  },
  unsupportedVerb: `${SERVICE}不支持这个功能，没有生成任何图片。 \`/mj help\` 会列出其他功能。`,
  answerNotTaken: {
    busy: `${SERVICE}太忙，没有收下补充的内容，所以什么也没画。点击“重试”会再点一次这个按钮。`,
    unreachable: `连接不上 ${SERVICE}，补充的内容没能送到，所以什么也没画。点击“重试”会再点一次这个按钮。`,
  },
  bannedWord: (word) => `它不接受“${word}”这个词。`,
  cancelledUnsent: (person) => `${person === undefined ? '已' : `已由 ${person} `}在发出前取消。${NEVER_MADE}`,
  cancelledTold: (person) => `${by(person)}，已通知 ${SERVICE}停止。`,
  cancelledUntold: (person) => `${by(person)}，但没能通知 ${SERVICE}停止，它仍可能画完。`,
  deadline: (minutes) => `${lasting(minutes, 'minute')}后仍未完成，我不再等了。它仍可能画完：请稍后点击“重新检查”。`,
  lost: () => `${SERVICE}已经不记得这张图片。点击“重新检查”再找一次，或点击“重试”重新开始。`,
  forgotten: (button) => `${SERVICE}已经不再等待${named(button)}的补充，所以什么也没画。点击“重试”会再点一次这个按钮。`,
  unknown: () => `结果未知：${SERVICE}可能已经收下这个请求，但它的答复丢了。点击“重试”会重新提交，这样可能会画两次。`,

  unanswered: (button) => `没有人及时回答${named(button)}的问题，所以什么也没画。点击“重试”会再点一次这个按钮。`,

  presses: (presses, more) => {
    const lines = byPerson(presses).map(([person, buttons]) => `${person} 点了${buttons.map(named).join('、')}`);
    return [...lines, ...(more > 0 ? [`另有${counted(more, '次')}`] : [])].join(' · ');
  },
  buttonsLeftOut: (count) => `还有${counted(count, '个按钮')}，这里放不下。`,
  pressedAloud: (name, leads) => `${name}，已点过${leads ? '：打开图片' : ''}`,
  summary: (head, prompt, state) => `${head}${prompt === '' ? '' : `“${prompt}”`}：${state}`,
  altText: (prompt, place, count) =>
    `${count > 1 ? `第${place}张图片，共${counted(count, '张')}` : '图片'}，${prompt === '' ? '由其他图片生成' : `提示词：${prompt}`}`,
};
