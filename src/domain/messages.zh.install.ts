import type { InstallMessages } from './messages.install.ts';

const again = '重新开始';

export const install: InstallMessages = {
  start: {
    title: '在 Slack 里使用 Midjourney',
    intro:
      '输入 /imagine，图片就会出现在频道里，并带有可以继续操作的按钮。Slack 会请你同意应用的权限，然后带你回到这里。',
    go: '添加到 Slack',
    admin: '下一页可以选择工作区。有些工作区只允许管理员添加应用。',
  },
  done: {
    title: (name) => `Midjourney 已添加到 ${name}`,
    text: '在任意公开频道里输入 /imagine 就可以开始。私有频道需要先用 /invite 邀请应用。',
    go: '打开 Slack',
  },
  cancelled: { title: '没有添加', text: '你可以随时重新开始。', again },
  stale: {
    title: '这个返回链接已经失效',
    text: '它只能用一次，十分钟内有效，并且要在开始时的浏览器里打开。什么都没有添加。',
    again,
  },
  refused: { title: 'Slack 没有确认', text: '授权码已经用过或已经过期。什么都没有添加。', again },
  'not-allowed': {
    title: '这个工作区还没有开通',
    text: (id) => `可以使用的工作区由应用的维护者决定。请把这个 ID 发给他们，开通之后再添加一次：${id}`,
  },
  failed: {
    title: '没有成功',
    text: '现在无法添加应用。请过一分钟再试；如果一直这样，请告诉应用的维护者。',
    again,
  },
};
