import { of } from './messages.common.ts';
import type { Messages, MistakeParams } from './messages.ts';
import { counted, NEVER_MADE, number } from './messages.zh.words.ts';

/** Whose card it is, where that is known. */
function owner(params: MistakeParams): string {
  return of(params, 'owner', (v) => ` <@${v}> `) || '发起请求的人';
}

/** The verb in a sentence, with the blanks that its marks need. */
function verb(params: MistakeParams, otherwise: string): string {
  return of(params, 'verb', (v) => ` \`${v}\` `) || otherwise;
}

/** What we refuse at intake: one sentence or two that say what to do. */
export const mistakes: Messages['mistakes'] = {
  'empty-prompt': () => '请写下你想看到的画面，例如 `/imagine 雪地里的一只红狐狸 --ar 16:9`',
  'long-prompt': (p) =>
    `提示词太长了${of(p, 'length', (v) => `（${counted(Number(v), '个字符')}）`)}。请缩短到${counted(Number(p['max'] ?? 3000), '个字符')}以内。${NEVER_MADE}`,
  'too-many-of-one': (p) =>
    `这条提示词会生成${of(p, 'count', (v) => counted(Number(v), '张图片')) || '太多图片'}。${NEVER_MADE}一次最多能请求${counted(Number(p['max'] ?? 40), '张')}。`,
  'draft-gone': () => `我已经不记得那是关于什么的了。${NEVER_MADE}请重新请求。`,
  'bad-parameter': () => `有一个参数不对。${NEVER_MADE}请修改提示词，再发送一次。`,
  'unknown-verb': (p) => `我不认识${of(p, 'verb', (v) => `“${v}”`) || '这个词'}。输入 \`/mj help\` 看看我会做什么。`,
  'channel-not-allowed': () => '我不能在这个频道工作。请换一个频道，或给我发私信。',
  'daily-limit': (p) =>
    `你今天的次数已经用完了${of(p, 'limit', (v) => `（${counted(Number(v), '次')}）`)}。${NEVER_MADE}次数在 UTC 零点重新计算。`,
  'concurrent-limit': (p) =>
    `你同时进行的图片已经达到上限${of(p, 'limit', (v) => `（${counted(Number(v), '张')}）`)}。请等一张完成，或取消一张。`,
  'channel-daily-limit': (p) =>
    `这个频道今天的图片已经达到上限${of(p, 'limit', (v) => `（${counted(Number(v), '张')}）`)}。${NEVER_MADE}UTC 零点重新开始，在此之前请换一个频道。`,
  'channel-concurrent-limit': (p) =>
    `这个频道里同时进行的图片已经达到上限${of(p, 'limit', (v) => `（${counted(Number(v), '张')}）`)}。${NEVER_MADE}请等一张完成，或换一个频道。`,
  'words-refused': (p) =>
    `${of(p, 'words', (v) => `这里不允许使用“${v}”`) || '这里不允许这样的提示词'}${of(p, 'reason', (v) => `（“${v}”）`)}。${NEVER_MADE}请修改提示词再试。`,
  paused: (p) => `管理员已暂停所有图片${of(p, 'message', (v) => `（“${v}”）`)}。${NEVER_MADE}请稍后再试。`,
  'not-yours-to-press': (p) => `只有${owner(p)}${p['orAdmins'] === undefined ? '' : '或管理员'}可以点这些按钮。`,
  'not-yours-to-cancel': (p) => `只有${owner(p)}或管理员可以取消。`,
  'not-yours-to-delete': (p) => `只有${owner(p)}或管理员可以删除。`,
  'not-yours-to-see': () => '我只在生成它的对话里，或只给请求它的人看。请到那里再问。',
  'button-gone': () => `这个按钮已经不在了。${NEVER_MADE}请用卡片上现有的按钮。`,
  'submission-gone': () => `我已经不记得这张图片了。${NEVER_MADE}请用 \`/imagine\` 重新生成。`,
  'already-ended': () => '它已经结束，不需要取消。',
  'nothing-to-check': () => '不需要检查：卡片上已经是最终结果。',
  unavailable: () => `我现在没法接收请求。${NEVER_MADE}请过一分钟再试。`,
  'too-few-pictures': (p) =>
    `${verb(p, '这项功能')}${of(p, 'min', (v) => `至少需要${counted(Number(v), '张图片')}`) || '需要更多图片'}${of(p, 'given', (v) => `，现在只有${counted(Number(v), '张')}`)}。请补充图片后再试。`.trimStart(),
  'too-many-pictures': (p) =>
    `${verb(p, '这项功能')}${of(p, 'max', (v) => (v === '0' ? '用不到图片' : `最多能用${counted(Number(v), '张图片')}`)) || '用不了这么多图片'}${of(p, 'given', (v) => `，现在有${counted(Number(v), '张')}`)}。请去掉一些再试。`.trimStart(),
  'bad-ratio': () => '请把宽高比写成用冒号隔开的两个整数，例如 16:9。',
  'bad-number': (p) =>
    `请填写${number(Number(p['min'] ?? 0))}到${of(p, 'max', (v) => number(Number(v))) || '上限'}之间的数字。`,
  'not-offered': (p) =>
    `我使用的 Midjourney 服务没有${of(p, 'verb', (v) => ` \`${v}\` `)}这项功能。${NEVER_MADE}输入 \`/mj help\` 看看它会做什么。`,
  'which-task': () => '请告诉我是哪一个：在命令后面加上卡片的链接或编号。 `/mj tasks` 会列出你的图片和链接。',
  'unknown-task': () =>
    '用这个链接或编号找不到图片。如果是刚刚才请求的，请过一会儿再试； `/mj tasks` 会列出你的图片和链接。',
  'step-answered': (p) =>
    `这个问题已经${of(p, 'by', (v) => `由 <@${v}> `) || '有人'}回答了，所以你的回答没有发出。想再要一张，请再点一次按钮。`,
  'step-over': () => '它已经不再等待回答，所以你的回答没有发出。请看看卡片，或再点一次按钮。',
  'mask-missing': () => '请先选择要重绘的部分。',
  'mask-empty': () => '这个蒙版什么也没有选中。请选择要重绘的部分。',
  'mask-full': () => '这样会选中整张图片。请留出要保留的部分。',
  'mask-size': (p) =>
    `蒙版必须和图片一样大${of(p, 'wide', (v) => `（${v} × ${p['high'] ?? '?'} 像素）`)}${of(p, 'width', (v) => `，而这个是 ${v} × ${p['height'] ?? '?'} 像素`)}。请重新加载页面，再涂一次。`,
  'mask-not-png': () => '蒙版必须是 PNG 图片。请重新加载页面，再涂一次。',
  'mask-too-large': () => '这个蒙版太大了。请选小一点的文件。',
  'mask-unreadable': () => '这个蒙版不是我能读取的图片。请选一张静态的 jpg、png、gif 或 webp。',
  'picture-not-here': () =>
    `那张卡片的图片不在 Slack 里，没有东西可以涂。${NEVER_MADE}如果卡片上有“重新获取”，请点击它；否则请重新生成图片。`,
  'unknown-preset': (p) =>
    `${of(p, 'name', (v) => `我不认识预设“${v}”`) || '预设后面没有写名称'}。${of(p, 'known', (v) => (v === '' ? '' : `现有的预设：${v}。`))}输入 \`/mj settings\` 可以查看和新建预设。${NEVER_MADE}`,
  'preset-not-here': (p) => `预设只用来画图，${verb(p, '这项功能')}用不到。请去掉 \`--preset\` 再试。${NEVER_MADE}`,
  'preset-name': (p) =>
    `名称是一个词，可以用文字、数字、- 和 _，最多${counted(Number(p['max'] ?? 30), '个字符')}，例如“电影感”。`,
  'presets-full': (p) => `已经有${counted(Number(p['max'] ?? 20), '个预设')}，不能再多了。请先删除一个。`,
  'preset-taken': (p) => `已经有${of(p, 'name', (v) => `名为“${v}”的`) || '同名的'}预设。请换个名称，或修改那一个。`,
  'empty-preset': () => '请写下这个名称代表的参数，例如 `--ar 21:9 --style raw`',
  'preset-text': (p) =>
    `预设里只能有参数，每个都以两个短横线开头，就像 \`--ar 21:9\` 这样。${of(p, 'given', (v) => `“${v}”不是参数。`)}`,
  'preset-twice': (p) => `有两个参数重复或互相冲突${of(p, 'given', (v) => `，请看“${v}”`)}。请去掉其中一个。`,
  'preset-in-preset': () => '预设里不能再用预设。请直接写出它的参数。',
  'long-preset': (p) => `预设太长了，最多${counted(Number(p['max'] ?? 300), '个字符')}。`,
  'niji-version': () => 'Niji 有自己的版本。请选择其中一个，或把版本设为“默认”。',
  'no-channel-here': () =>
    '这里不是频道，没有频道的设置。请在频道里输入 `/mj settings channel` 再试，或输入 `/mj settings` 修改你自己的设置。',
  'admin-unknown': () => 'Slack 没有及时告诉我你是不是管理员，所以什么都没有做。请稍后再试一次。',
  'admins-only': () => '只有这个机器人的管理员可以这样做。请找一位管理员，或负责维护它的人。',
  'channel-out-of-bounds': (p) =>
    `安装时不允许${of(p, 'channel', (v) => `频道 ${v} `) || '其中一个频道'}。请去掉它，或请负责维护我的人允许它。`,
  'nothing-chosen': () => '请在这里选择或填写一项。',
  'too-many-rules': (p) => `这里最多${of(p, 'max', (v) => counted(Number(v), '项')) || '这么多'}。请先移除一项。`,
  'reason-missing': () => '请写下要让人看到的内容。',
};
