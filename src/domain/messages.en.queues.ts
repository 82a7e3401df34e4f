import type { QueuesMessages } from './messages.queues.ts';

export const queues: QueuesMessages = {
  title: 'Queues',
  intro: 'This page is for whoever runs the bot. The token is the value of ADMIN_TOKEN in the bot’s environment.',
  token: 'Token',
  open: 'Open',
  wrong: 'That is not the token. Copy it again from the bot’s environment.',
};
