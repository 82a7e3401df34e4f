import type { Channel, Ephemeral, Message, SlackStandIn, View } from '../slack/index.ts';

/** What the page is told, key by key, so that only what changed need be sent: `team`, `people`, `message:<channel>:<ts>` … */
export type Entries = Map<string, unknown>;

/**
 * The workspace as one person sees it: their channels, the messages in them, what is visible only to them, their modals.
 *
 * @param since milliseconds; messages before count as read
 */
export function viewOf(slack: SlackStandIn, person: string, options: { homeTab: boolean; since: number }): Entries {
  const { world } = slack;
  const entries: Entries = new Map<string, unknown>([
    ['me', person],
    ['since', (options.since / 1000).toFixed(6)],
    ['team', world.team],
    ['bot', { ...world.bot, homeTab: options.homeTab }],
    ['commands', world.commands],
    ['shortcuts', world.shortcuts],
    ['people', peopleOf(slack)],
    ['files', filesOf(slack)],
    ['modals', (world.modals[person] ?? []).map(showView)],
  ]);
  const channels = Object.values(world.channels).filter((channel) => sees(channel, person));
  entries.set(
    'channels',
    channels.map((channel) => showChannel(slack, channel, person)),
  );
  const home = world.homes[person];
  if (home !== undefined) entries.set('home', showView(home));
  for (const channel of channels) {
    const all = (world.messages[channel.id] ?? []).filter((message) => !message.deleted);
    const threads = threadsOf(all);
    for (const message of all) {
      entries.set(`message:${message.channel}:${message.ts}`, showMessage(message, threads.get(message.ts)));
    }
  }
  for (const ephemeral of world.ephemerals) {
    if (ephemeral.user === person && !ephemeral.dismissed) {
      entries.set(`message:${ephemeral.channel}:${ephemeral.ts}`, showEphemeral(ephemeral, world.bot.userId));
    }
  }
  return entries;
}

function sees(channel: Channel, person: string): boolean {
  return channel.members.includes(person) || !(channel.isPrivate || channel.isIm || channel.isMpim);
}

/** A conversation is called after those with whom one has it; `with` is whose picture stands for it. */
function showChannel(slack: SlackStandIn, channel: Channel, person: string) {
  const { users, bot } = slack.world;
  const { id, botIn, topic, name } = channel;
  if (!channel.isIm && !channel.isMpim)
    return { id, kind: channel.isPrivate ? 'private' : 'public', botIn, topic, name };
  const people = channel.members.filter((member) => member !== person);
  const others = botIn ? [...people, bot.userId] : people;
  const names = others.map((other) => users[other]?.realName ?? other).join(', ');
  return { id, kind: channel.isMpim ? 'group' : 'im', botIn, topic, name: names, with: others[0] };
}

function peopleOf(slack: SlackStandIn) {
  return Object.fromEntries(
    Object.values(slack.world.users).map(({ id, name, realName, colour, isBot, isAdmin }) => [
      id,
      { id, handle: name, name: realName, colour, isBot, isAdmin },
    ]),
  );
}

function filesOf(slack: SlackStandIn) {
  return Object.fromEntries(
    Object.values(slack.world.files).map(
      ({ id, name, title, mimetype, filetype, size, width, height, altText, ready, deleted }) => [
        id,
        { name, title, mimetype, filetype, size, width, height, altText, ready, deleted },
      ],
    ),
  );
}

interface Replies {
  count: number;
  users: string[];
  last: string;
}

function threadsOf(messages: readonly Message[]): Map<string, Replies> {
  const threads = new Map<string, Replies>();
  for (const { ts, threadTs, user } of messages) {
    if (threadTs === undefined || threadTs === ts) continue;
    const { count, users }: Replies = threads.get(threadTs) ?? { count: 0, users: [], last: ts };
    threads.set(threadTs, { count: count + 1, users: users.includes(user) ? users : [...users, user], last: ts });
  }
  return threads;
}

function showMessage(message: Message, replies: Replies | undefined) {
  const { ts, channel, user, text, blocks, attachments, files, reactions, threadTs, broadcast, edited } = message;
  return {
    ts,
    channel,
    author: user,
    text,
    blocks,
    attachments,
    files,
    reactions,
    threadTs,
    broadcast,
    edited: edited !== undefined,
    replies,
  };
}

function showEphemeral({ ts, channel, text, blocks, attachments, threadTs }: Ephemeral, author: string) {
  return {
    ts,
    channel,
    author,
    text,
    blocks,
    attachments,
    files: [],
    reactions: [],
    threadTs,
    edited: false,
    ephemeral: true,
  };
}

function showView({ id, callbackId, title, submit, close, blocks, state, errors, busy, hash }: View) {
  return { id, callbackId, title, submit, close, blocks, state, errors, busy, hash };
}
