import type { AdminMessages } from './messages.admin.ts';
import { counted, number } from './messages.zh.words.ts';
import type { Limits } from './team-rules.ts';
import type { UsageCounts } from './usage.ts';

const NO_LIMIT = '留空或填 0 表示不限。';

function limits({ daily, concurrent }: Limits): string {
  const parts = [
    ...(daily === 0 ? [] : [`每天${counted(daily, '张')}`]),
    ...(concurrent === 0 ? [] : [`同时${counted(concurrent, '张')}`]),
  ];
  return parts.length === 0 ? '不限' : parts.join('，');
}

function counts({ accepted, done, failed, cancelled }: UsageCounts): string {
  return `请求 ${number(accepted)} · 完成 ${number(done)} · 失败 ${number(failed)} · 取消 ${number(cancelled)}`;
}

/** 管理员的窗口。 */
export const admin: AdminMessages = {
  title: 'Midjourney 管理',
  ownTitle: '你的数据',
  save: '保存',
  add: '添加',
  back: '返回',
  remove: '移除',
  previous: '上一页',
  next: '下一页',
  goOn: '下一步',
  deleteForGood: '永久删除',
  resume: '恢复',
  table: '把表格发给我（CSV）',
  offer: '点一下就能打开。',
  open: '打开',
  done: {
    saved: '✅ 已保存，两秒内生效。',
    paused: '✅ 已暂停。已经在进行的会继续。',
    resumed: '✅ 大家又可以请求了。',
    sent: '✅ 表格已发到你和我的私信里。',
  },
  pages: {
    channels: { title: '频道', button: '修改' },
    limits: { title: '限额', button: '修改' },
    own: { title: '单独的限额', button: '修改' },
    words: { title: '拒绝的词', button: '修改' },
    pause: { title: '暂停', button: '修改' },
    usage: { title: '用量', button: '查看' },
    audit: { title: '操作记录', button: '查看' },
    dead: { title: '失败的作业', button: '查看' },
    forget: { title: '删除数据', button: '选择' },
  },
  fields: {
    channels: { label: '可以在哪些频道向我请求', hint: '一个都不选表示全部允许。给我发私信总是可以的。' },
    personDaily: { label: '每个人：每天的图片数', hint: `按 UTC 日期计算。${NO_LIMIT}` },
    personConcurrent: { label: '每个人：同时进行的图片数', hint: NO_LIMIT },
    channelDaily: { label: '每个频道：每天的图片数', hint: `按 UTC 日期计算。${NO_LIMIT}` },
    channelConcurrent: { label: '每个频道：同时进行的图片数', hint: NO_LIMIT },
    person: { label: '某个人' },
    place: { label: '或某个频道' },
    daily: { label: '每天的图片数', hint: NO_LIMIT },
    concurrent: { label: '同时进行的图片数', hint: NO_LIMIT },
    words: { label: '词或短语', hint: '按整个词拒绝，不分大小写。' },
    reason: { label: '原因', hint: '使用这个词的人会看到。' },
    message: { label: '消息', hint: '暂停期间提出请求的人会看到。' },
    cards: { label: '卡片', choices: { yes: '同时删除频道里的卡片和图片' } },
    whom: { label: '谁的数据？' },
  },
  home: {
    pause: (by, when, message) => `*已暂停* ，由 ${by} 于 ${when} 设置\n${message}`,
    notPaused: () => '*暂停*\n没有暂停：大家可以请求。',
    channels: (channels) => `*频道*\n${channels === '' ? '安装时允许的全部频道。' : channels}`,
    limits: (person, channel) => `*限额*\n每个人：${person}。每个频道：${channel}。`,
    own: (count) => `*单独的限额*\n${count === 0 ? '没有。' : `${counted(count, '个')}人或频道有单独的限额。`}`,
    words: (count) => `*拒绝的词*\n${count === 0 ? '没有。' : `${counted(count, '个')}词或短语。`}`,
    usage: (today) => `*用量*\n今天（UTC）：${counts(today)}`,
    audit: () => '*操作记录*\n这些规则的修改，以及对别人的请求所做的操作。',
    dead: (count) => `*失败的作业*\n${count === 0 ? '没有。' : `${counted(count, '个')}作业彻底失败。`}`,
    forget: () => '*个人数据*\n删除我保存的某个人的数据。',
  },
  limits,
  intro: {
    channels: (bound) => (bound === '' ? '安装时允许所有频道。' : `安装时只允许这些频道： ${bound}`),
    limits: (bound) => `安装时为每个人设置：${limits(bound)}。以较低的为准。点击按钮和新图片一样计数。`,
    own: (total) =>
      total === 0 ? '某个人或某个频道的限额，代替对所有人的限额。' : '*单独的限额* ，代替对所有人的限额：',
    words: (total) => (total === 0 ? '含有这些词的提示词会被拒绝，什么都不会发送。' : '*含有这些词的提示词会被拒绝：*'),
    pause: () => '暂停期间不接受新的请求，大家会看到你的消息。已经在进行的会继续。',
    paused: (by, when, message) => `*已暂停* ，由 ${by} 于 ${when} 设置\n${message}`,
  },
  ownLine: (who, figures) => `${who} ：${figures}`,
  wordsLine: (words, reason) => `*${words}*\n${reason}`,
  place: (from, to, total) => `第 ${number(from)} 到 ${number(to)} 条，共 ${number(total)} 条`,
  usage: {
    days: { 1: '今天', 7: '7 天', 30: '30 天' },
    by: { person: '按人', channel: '按频道', verb: '按命令' },
    all: (all) => `*合计：* ${counts(all)}`,
    row: (name, row) => `${name} ：${counts(row)}`,
    none: () => '这段时间没有请求。',
    more: (count) => `……另有${counted(count, '条')}，在表格里。`,
    given: '你要的用量表格。',
  },
  audit: {
    none: () => '还没有任何操作。',
    deeds: {
      channels: '修改了频道',
      limits: '修改了限额',
      'own-limits': '修改了单独的限额',
      words: '修改了拒绝的词',
      pause: '暂停了',
      resume: '结束了暂停',
      replay: '重新执行了作业',
      drop: '放弃了作业',
      'delete-card': '删除了卡片',
      cancel: '替别人取消了',
      forget: '要求删除数据',
      forgotten: '数据已删除',
      'forget-failed': '数据没能删除',
      export: '取走了表格',
    },
    line: ({ when, by, deed, of, was, is }) =>
      `${when} · ${by} ：${deed}${of === '' ? '' : `（ ${of} ）`}${was === '' && is === '' ? '' : ` · ${was === '' ? '–' : was} → ${is === '' ? '–' : is}`}`,
    given: '操作记录的表格。',
  },
  forget: {
    choose: (person) =>
      [
        `我保存的${person === undefined ? '某个人' : ` ${person} `}的一切都可以删除：请求过的内容、设置、用量里的份额。`,
        '还在进行的会被取消。频道里的卡片会保留，除非你另行选择；上面的按钮不再有效。操作记录会在管理员的列表里保留到期。',
      ].join('\n'),
    sure: (person, submissions, cards) =>
      `*要删除我保存的关于 ${person} 的一切吗？*\n${counted(submissions, '个请求')}和其他所有数据。${cards ? '频道里的卡片和图片也会删除。' : '频道里的卡片会保留。'}\n*无法撤销。*`,
    begun: (person, cards) =>
      `正在删除 ${person} 的数据。${cards ? '卡片会以 Slack 允许的速度删除。' : ''}可以关掉这个窗口，完成后操作记录里会写明。`,
  },
};
