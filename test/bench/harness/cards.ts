import type { Message, MessageVersion } from '../../../src/sandbox/slack/index.ts';

/** One version of a card, as somebody in the channel sees it. */
export interface CardVersion {
  at: number;
  /** The percentage that it shows; undefined when it shows words alone. */
  percent: number | undefined;
  /** Slack's file id of the picture that it shows. */
  picture: string | undefined;
  /** Buttons of any kind. */
  buttons: number;
}

export interface SeenCard {
  channel: string;
  ts: string;
  /** The submission that its metadata names; empty on a card that is not ours. */
  submission: string;
  /** What was asked for. */
  prompt: string;
  /** Oldest first. */
  versions: readonly CardVersion[];
}

interface Block {
  type: string;
  text?: { text?: string };
  elements?: readonly { type: string }[];
  slack_file?: { id?: string };
}

/** A message as a card. `prompt` is what stands in its code block. */
export function cardOf(message: Message): SeenCard {
  const payload = message.metadata?.['event_payload'] as { submission?: string } | undefined;
  const [first] = message.versions;
  return {
    channel: message.channel,
    ts: message.ts,
    submission: payload?.submission ?? '',
    prompt: texts(first).find(isCode)?.replaceAll('```', '').trim() ?? '',
    versions: message.versions.map(versionOf),
  };
}

function versionOf(version: MessageVersion): CardVersion {
  const blocks = version.blocks as unknown as readonly Block[];
  const words = [...texts(version).filter((text) => !isCode(text)), ...(blocks.length === 0 ? [version.text] : [])];
  const [, percent] = /(\d{1,3})\s?%/.exec(words.join('\n')) ?? [];
  return {
    at: version.at,
    percent: percent === undefined ? undefined : Number(percent),
    picture: blocks.find(({ type }) => type === 'image')?.slack_file?.id,
    buttons: blocks.flatMap(({ elements = [] }) => elements).filter(({ type }) => type === 'button').length,
  };
}

function texts(version: MessageVersion | undefined): string[] {
  const blocks = (version?.blocks ?? []) as unknown as readonly Block[];
  return blocks.filter(({ type }) => type === 'section').map(({ text }) => text?.text ?? '');
}

function isCode(text: string): boolean {
  return text.startsWith('```');
}
