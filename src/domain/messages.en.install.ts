import type { InstallMessages } from './messages.install.ts';

const again = 'Start again';

export const install: InstallMessages = {
  start: {
    title: 'Midjourney in Slack',
    intro:
      'Type /imagine and a picture appears in the channel, with buttons to go on from there. Slack asks you to agree to what the app may do, then brings you back here.',
    go: 'Add to Slack',
    admin: 'You choose the workspace on the next page. Some workspaces let only their admins add apps.',
  },
  done: {
    title: (name) => `Midjourney is now in ${name}`,
    text: 'Type /imagine in any public channel. In a private one, invite the app first: /invite and its name.',
    go: 'Open Slack',
  },
  cancelled: { title: 'Nothing was added', text: 'You can start again whenever you like.', again },
  stale: {
    title: 'This way back is no longer good',
    text: 'It works once, for ten minutes, in the browser in which you began. Nothing was added.',
    again,
  },
  refused: {
    title: 'Slack did not confirm it',
    text: 'Its code was used already or too old. Nothing was added.',
    again,
  },
  'not-allowed': {
    title: 'This workspace is not let in yet',
    text: (id) =>
      `Whoever runs the app chooses the workspaces that it works for. Send them this id, and add the app again once they have let it in: ${id}`,
  },
  failed: {
    title: 'It did not work',
    text: 'The app could not be added just now. Try again in a minute; if it stays so, tell whoever runs the app.',
    again,
  },
};
