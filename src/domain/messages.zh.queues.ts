import type { QueuesMessages } from './messages.queues.ts';

export const queues: QueuesMessages = {
  title: '队列',
  intro: '这个页面供维护机器人的人使用。口令是机器人环境变量 ADMIN_TOKEN 的值。',
  token: '口令',
  open: '打开',
  wrong: '口令不对。请从机器人的环境变量里重新复制。',
};
