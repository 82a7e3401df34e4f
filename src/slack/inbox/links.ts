import type { PictureRef } from '../../domain/submission.ts';

/** Finds links to Slack's files and messages in what was typed. Knows no network: a link becomes the ids that it holds. */
export interface PictureLinks {
  /** The text without them, and what they lead to, in their order. Text without such links comes back as it was. Never throws. */
  find(text: string): { text: string; pictures: PictureRef[] };
  /** The message that the first link to a message leads to. Never throws. */
  message(text: string): { channel: string; ts: string } | undefined;
}

const ADDRESS = /https:\/\/[^\s<>"|]+/giu;
/** What ends a sentence or a bracket around a link, not the link. */
const AFTER_LINK: ReadonlySet<string> = new Set(".,;:!?)]}'’”");
/** Puts no space before itself. */
const CLOSES = /^[.,;:!?)\]}]/u;

const FILE_HOST = 'files.slack.com';
/** A workspace, or an organisation (`acme.enterprise.slack.com`). */
const TEAM_HOST = /^[a-z0-9-]+(?:\.enterprise)?\.slack\.com$/;

/** `/files-pri/T…-F…/fox.png`, also with `/download`; thumbnails are `/files-tmb/T…-F…-<hash>/fox_720.png`. */
const PRIVATE_FILE = /^\/files-(?:pri|tmb)\/T[A-Z0-9]+-(F[A-Z0-9]{8,})(?:-[^/]*)?\/(?:download\/)?([^/]*)/;
/** `/files/U…/F…/fox.png`, the permalink. */
const FILE = /^\/files\/[UW][A-Z0-9]+\/(F[A-Z0-9]{8,})(?:\/([^/]*))?/;
/** `/archives/C…/p1763712000000100`; the dot of the time is left out. */
const MESSAGE = /^\/archives\/([CDG][A-Z0-9]+)\/p(\d{10})(\d{6})\/?$/;
const TIME = /^\d{10}\.\d{6}$/;

export const pictureLinks: PictureLinks = {
  find(text) {
    const pictures: PictureRef[] = [];
    const kept: string[] = [];
    let from = 0;
    for (const { address, index } of addresses(text)) {
      const picture = leadsTo(address);
      if (picture === undefined) continue;
      pictures.push(picture);
      kept.push(text.slice(from, index));
      from = index + address.length;
    }
    return { text: [...kept, text.slice(from)].reduce(closeGap), pictures };
  },

  message(text) {
    for (const { address } of addresses(text)) {
      const found = leadsTo(address);
      if (found?.kind === 'message') return { channel: found.channel, ts: found.ts };
    }
    return undefined;
  },
};

function addresses(text: string): { address: string; index: number }[] {
  return [...text.matchAll(ADDRESS)].map(({ 0: run, index }) => ({ address: withoutEnding(run), index }));
}

/** By hand: a pattern at the end of a text is tried from every sign of a long run. */
function withoutEnding(run: string): string {
  let end = run.length;
  while (end > 0 && AFTER_LINK.has(run.charAt(end - 1))) end -= 1;
  return run.slice(0, end);
}

function closeGap(before: string, after: string): string {
  const [left, right] = [before.trimEnd(), after.trimStart()];
  return left === '' || right === '' || CLOSES.test(right) ? left + right : `${left} ${right}`;
}

function leadsTo(address: string): PictureRef | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, searchParams } = new URL(address);
  if (host === FILE_HOST) return fileRef(PRIVATE_FILE.exec(pathname));
  if (!TEAM_HOST.test(host)) return undefined;
  return fileRef(FILE.exec(pathname)) ?? messageRef(MESSAGE.exec(pathname), searchParams.get('thread_ts'));
}

function fileRef(found: RegExpExecArray | null): PictureRef | undefined {
  const [, id, slug = ''] = found ?? [];
  if (id === undefined) return undefined;
  const name = readable(slug);
  return { kind: 'file', id, ...(name === '' ? {} : { name }) };
}

function messageRef(found: RegExpExecArray | null, thread: string | null): PictureRef | undefined {
  const [, channel, seconds, micros] = found ?? [];
  if (channel === undefined) return undefined;
  const threadTs = thread !== null && TIME.test(thread) ? { threadTs: thread } : {};
  return { kind: 'message', channel, ts: `${seconds}.${micros}`, ...threadTs };
}

/** A name as a person reads it; as it stands in the link where that cannot be undone. */
function readable(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
