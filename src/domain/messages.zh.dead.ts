import type { DeadMessages } from './messages.dead.ts';
import { counted } from './messages.zh.words.ts';

export const dead: DeadMessages = {
  heading: (count) =>
    `*彻底失败的作业：${counted(count, '个')}* （最新的在前）。请先排除原因，再点击“重新执行”；点击“放弃”就不再处理。两者都很安全：不会向服务重复提交。`,
  none: () => '没有彻底失败的作业，不需要处理。',
  line: ({ job, submission, reason, tries, when }) =>
    `*${job}* ${submission === undefined ? '' : `（ \`${submission}\` ）`}· ${when} · 尝试了${counted(tries, '次')}\n${reason === '' ? '没有给出原因。' : reason}`,
  done: {
    replayed: '已重新执行。如果再次失败，它会回到这个列表。',
    dropped: '已放弃。它的卡片保持原样。',
    gone: '它已经不在列表里：有人比你先处理了。',
  },
  replay: '重新执行',
  drop: '放弃',
};
