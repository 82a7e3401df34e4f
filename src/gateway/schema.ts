import { z } from 'zod';

/**
 * The wire's shapes, forgiving: only what is used is named, and a field of an unexpected type counts as absent. Numbers arrive as `readJson`
 * leaves them: a number that a double would bend is a string of its digits.
 */

/** A record holds what is read here, and writes it anew with each change: in UTF-16 units, and far beyond what anybody means. */
const MAX = { words: 20_000, name: 200, link: 8000, echo: 2000, entries: 200 } as const;

/** A string that says something, cut where it has no end; everything else is undefined. Go gateways write "" where others write null. */
function says(max: number) {
  return z
    .string()
    .transform((text) => text.trim().slice(0, max) || undefined)
    .optional()
    .catch(undefined);
}
const Words = says(MAX.words);
const Name = says(MAX.name);

/** A link, whole or not at all. */
const Link = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().min(1).max(MAX.link))
  .optional()
  .catch(undefined);

/** A string that is only echoed: not a letter is changed. */
const Echo = z.string().min(1).max(MAX.echo).optional().catch(undefined);

/** An id, whether written as string or number. */
const Id = z
  .union([z.string(), z.number()])
  .transform((id) => String(id).trim())
  .pipe(z.string().min(1).max(MAX.name))
  .optional()
  .catch(undefined);

const Whole = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .optional()
  .catch(undefined);

/** A list of those entries that fit, whatever else stands in it. */
function those<T extends z.ZodType>(entry: T) {
  return z
    .array(z.unknown())
    .transform((all) => all.slice(0, MAX.entries).flatMap((one) => entry.safeParse(one).data ?? []))
    .catch([]);
}

/** Answer to a submit, and the error bodies of all layers (gateway.md 1.5, 1.6). */
export const Said = z.object({
  code: Whole,
  description: Words,
  message: Words,
  title: Words,
  result: z.unknown().optional(),
  properties: z
    .object({
      numberOfQueues: Whole,
      finalPrompt: Words,
      remix: z.literal(true).optional().catch(undefined),
      status: Words,
      imageUrl: Link,
      bannedWord: Name,
    })
    .catch({}),
  /** OpenAI-style `{message}`, or plain words (CX, Spring). */
  error: z
    .union([z.object({ message: z.string() }).transform((error) => error.message), z.string()])
    .transform((text) => text.trim().slice(0, MAX.words) || undefined)
    .optional()
    .catch(undefined),
  /** Spring's own error page has the path that it could not find. */
  path: Words,
});
export type Said = z.infer<typeof Said>;

/** `account/list`: the accounts, bare or in an envelope. Their tokens stand beside it and are not taken along. */
const AccountList = z.array(z.object({ enable: z.boolean().catch(true) }));
export const Accounts = z.union([AccountList, z.object({ result: AccountList }).transform(({ result }) => result)]);

/** `/api/status` of One API and its descendants: one-api, controller/misc.go, GetStatus. */
export const Panel = z.object({ success: z.literal(true), data: z.object({ system_name: z.string().max(MAX.name) }) });

const Emoji = z
  .union([z.string(), z.object({ name: z.string() }).transform((emoji) => emoji.name)])
  .pipe(z.string().max(MAX.name))
  .catch('');

/** Discord's; grey where it is missing or none of those. */
const Style = Whole.pipe(z.number().int().min(1).max(5)).catch(2);

/** An entry of `buttons` (gateway.md 3.4): keys may be missing, `emoji` may be a string or an object. */
const Entry = z.object({
  customId: Echo,
  label: Name,
  emoji: Emoji,
  style: Style,
  url: Link,
});
export type Entry = z.infer<typeof Entry>;

/** `[{url}]`, or plain strings at some resellers. */
const Links = those(
  z
    .union([z.string(), z.object({ url: z.string() }).transform((link) => link.url)])
    .pipe(z.string().max(MAX.link).regex(/\S/)),
);

/** A task (gateway.md 4.1). */
export const Task = z.object({
  id: Id,
  action: Words,
  status: z.string().optional().catch(undefined),
  prompt: Words,
  promptEn: Words,
  description: Words,
  state: Echo,
  imageUrl: Link,
  imageUrls: Links,
  videoUrl: Link,
  videoUrls: Links,
  contentType: Name,
  progress: z
    .union([z.string().transform((text) => text.trim().slice(0, MAX.name)), z.number().transform((part) => `${part}%`)])
    .catch(''),
  failReason: Words,
  properties: z.object({ finalPrompt: Words }).catch({ finalPrompt: undefined }),
  buttons: those(Entry),
});
export type Task = z.infer<typeof Task>;

/**
 * The ids in a submit's `result`: a string, a number, several joined by commas (trueai's PicReader::all), a list, or nothing (gateway.md
 * 1.5). Ids are opaque; an empty one is none.
 */
export function resultIds(result: unknown): string[] {
  return (Array.isArray(result) ? result : [result])
    .filter((one: unknown) => typeof one === 'string' || typeof one === 'number')
    .flatMap((one) => String(one).split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '' && id.length <= 200);
}

/**
 * The links in the answer to an upload: a list, a single string, or several in one string, joined by commas (gateway.md 1.5). A comma inside of a
 * link stays; the query of a link is its signature, so that not a letter is changed.
 */
export function resultLinks(result: unknown): string[] {
  return Links.parse(Array.isArray(result) ? result : [result])
    .flatMap((one) => one.split(/[,\s]+(?=https?:\/\/)/i))
    .map((link) => link.trim())
    .filter((link) => /^https?:\/\//i.test(link) && URL.canParse(link));
}
