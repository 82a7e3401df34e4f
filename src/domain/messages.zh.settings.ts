import type { SettingsMessages } from './messages.settings.ts';
import { counted, SERVICE } from './messages.zh.words.ts';

const USE_PRESETS = '在提示词里写 `--preset 名称` 就能使用，也可以在 `/imagine` 的表单里选择。';

/** The words of the settings. */
export const settings: SettingsMessages = {
  title: { person: '设置', channel: '频道设置' },
  submit: '保存',
  groups: {
    defaults: '默认参数',
    presses: '按钮',
    results: '结果',
    presets: '预设',
    shares: '分享的图片',
  },
  defaultsIntro: {
    person: '提示词里没有写的，我会按这里补上。补了什么，卡片上会显示。',
    channel: '在这个频道里，提示词没有写的，我会按这里补上。个人设置优先。',
  },
  presetsIntro: {
    person: `给一组参数起个名称。${USE_PRESETS}`,
    channel: `给一组参数起个名称，频道里的人都能用。${USE_PRESETS}`,
  },
  channelIntro: (channel, changed) =>
    `对在 ${channel} 里请求图片的所有人有效，频道里的人都可以修改。${changed === undefined ? '' : `上次由 ${changed.by} 在 ${changed.when} 修改。`}`,
  usual: '默认',
  defaults: {
    ratio: { label: '宽高比', placeholder: '16:9' },
    version: { label: '版本' },
    stylize: { label: '风格化', hint: '0 到 1000。数值越大越好看，也越不拘泥于字面。', placeholder: '100' },
    raw: { label: '风格', choices: { yes: 'Raw：尽量忠于字面' } },
    mode: { label: '速度', choices: { fast: '快速', relax: '慢速：更慢，更省', turbo: '极速：最快，更贵' } },
    bot: { label: '模型', choices: { midjourney: 'Midjourney', niji: 'Niji，适合动漫' } },
  },
  remix: {
    label: 'Remix',
    hint: `做变体、平移或重新生成时，Remix 可以修改提示词。需要在 ${SERVICE}里开启。`,
    choices: { off: '关闭', ask: '可用时询问', on: '总是' },
    explained: {
      off: '我从不询问，提示词保持不变。',
      ask: '只要开启了 Remix，我就问你用什么提示词。',
      on: '在可能的情况下，我还会请服务开启 Remix。',
    },
  },
  pressBy: {
    label: '谁可以点你图片下面的按钮',
    choices: { anyone: '看得到图片的人', me: '只有你和管理员' },
  },
  results: {
    label: '你的图片显示在哪里',
    hint: '在消息列里请求的，始终留在那个消息列里。',
    choices: {
      thread: '在频道里，点按钮的结果在消息列里',
      channel: '在频道里，点按钮的结果也在频道里',
      dm: '在私信里，只有你能看到',
    },
    explained: {
      thread: '新图片显示在请求的地方，这是通常的方式。',
      channel: '点按钮的结果在消息列里，也发到频道。',
      dm: '新图片发到你和我的私信里，别人看不到。',
    },
  },
  mention: {
    label: '图片完成时提及你',
    choices: { long: '超过一分钟的才提及', always: '总是', never: '从不' },
  },
  shares: {
    label: '有人在这里分享图片而没有提及我时',
    hint: '我加入了频道才看得到，请用 /invite 邀请我。',
    choices: { ignored: '不理会', offered: '询问要用图片做什么' },
    explained: {
      ignored: '需要我的时候提及我，这是通常的方式。',
      offered: '只有分享图片的人看得到。',
    },
  },
  sharesOffered: '按照这个频道的设置，有人分享图片时我会问。输入 `/mj settings channel` 可以修改。',
  offer: {
    person: '点一下就能打开你的设置。',
    channel: '点一下就能打开这个频道的设置。',
  },
  open: '打开设置',
  openChannel: '这个频道的设置',
  presets: {
    newTitle: '新建预设',
    title: '预设',
    submit: '保存预设',
    name: { label: '名称', hint: '一个词，不区分大小写。', placeholder: '电影感' },
    parameters: {
      label: '参数',
      hint: '提示词里另有说明的，以提示词为准。',
      placeholder: '--ar 21:9 --style raw --s 250',
    },
    add: '新建预设',
    saveAs: '存为预设',
    change: '修改',
    drop: '删除',
    none: '还没有预设。可以先试试 `--ar 21:9 --style raw --s 250` 这组参数，名称就叫“电影感”。',
    line: (name, parameters, by) => `*${name}*${by === undefined ? '' : ` · 由 ${by} 添加`}\n${parameters}`,
    previous: '‹ 上一页',
    next: '下一页 ›',
    page: (page, of) => `第${page}页，共${counted(of, '页')}`,
  },
};
