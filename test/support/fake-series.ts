import { Draft } from '../../src/domain/draft.ts';
import { Misconfigured, Refused } from '../../src/domain/errors.ts';
import type { DraftId, SeriesId } from '../../src/domain/ids.ts';
import { type Child, childState, Series } from '../../src/domain/series.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import type { fakeTroubles } from './fake-troubles.ts';

/** What the channel shows of a series. */
export interface SeriesShown {
  id: SeriesId;
  series: Series;
  /** Where each of its submissions stands. */
  states: string[];
  edits: number;
}

/** Drafts, series, their messages and contact sheets: part of the fake world. */
export function fakeSeries({ meet, land }: Pick<ReturnType<typeof fakeTroubles>, 'meet' | 'land'>) {
  const drafts = new Map<DraftId, Draft>();
  const store = new Map<SeriesId, Series>();
  /** What a later version of the bot wrote. */
  const foreign = new Set<SeriesId>();
  function stored(id: SeriesId): Series | undefined {
    if (foreign.has(id)) throw new Misconfigured('redis', 'unreadable', `the series ${id} is of another version`);
    return store.get(id);
  }
  const messages = new Map<string, SeriesShown>();
  let posts = 0;
  const told: { id: SeriesId; line: Needs.Line }[] = [];
  /** The numbers on each sheet that was drawn. */
  const sheets: number[][] = [];
  const statesOf = (children: readonly Child[]) => children.map(childState);

  const needs = {
    drafts: {
      keep: async (id, draft) => void drafts.set(id, Draft.parse(JSON.parse(JSON.stringify(draft)))),
      get: async (id) => drafts.get(id),
    } satisfies Needs.Drafts,
    series: {
      create: async (series) => {
        meet('create series');
        if (!store.has(series.id)) store.set(series.id, Series.parse(JSON.parse(JSON.stringify(series))));
        meet('after create series');
      },
      get: async (id) => stored(id),
      change: async (id, step) => {
        const before = stored(id);
        if (before === undefined) return undefined;
        const after = step(before);
        if (after !== before) store.set(id, Series.parse(JSON.parse(JSON.stringify(after))));
        meet('after change series');
        return after;
      },
    } satisfies Needs.SeriesStore,
    seriesMessages: {
      face: ({ sheet }, children) =>
        JSON.stringify([
          statesOf(children),
          children.map((child) => (typeof child === 'object' ? child.card.ts : child)),
          sheet?.ready === true && sheet.fileId,
        ]),
      post: async (series, children) => {
        meet('before series post');
        posts += 1;
        const ts = `1690000000.${String(posts).padStart(6, '0')}`;
        land('series post', () => messages.set(ts, { id: series.id, series, states: statesOf(children), edits: 0 }));
        meet('after series post');
        return { ts, channel: series.channel.replace(/^U/, 'D') };
      },
      update: async (series, children) => {
        meet('before series update');
        const shown = messages.get(series.message.ts ?? '');
        if (shown === undefined) throw new Refused('slack', 'card-gone', 'message_not_found');
        if (series.sheet?.ready === true) meet('show sheet');
        Object.assign(shown, { series, states: statesOf(children), edits: shown.edits + 1 });
      },
      remove: async ({ message }) => {
        meet('remove series');
        messages.delete(message.ts ?? '');
        meet('after remove series');
      },
      find: async ({ id, channel }) => {
        // No conversation that could be read.
        if (channel.startsWith('U')) return 'unreadable';
        const hit = [...messages].find(([, shown]) => shown.id === id);
        return hit === undefined ? 'absent' : { ts: hit[0] };
      },
      reply: async ({ id }, line) => {
        meet('series reply');
        told.push({ id, line });
      },
    } satisfies Needs.SeriesMessages,
    sheets: {
      sheet: async (pictures) => {
        const numbers: number[] = [];
        for await (const { number } of pictures) numbers.push(number);
        sheets.push(numbers);
        return { bytes: Buffer.from(`sheet of ${numbers.join()}`), type: 'image/jpeg' };
      },
    } satisfies Needs.Sheets,
  };
  return { needs, drafts, store, foreign, messages, told, sheets };
}
