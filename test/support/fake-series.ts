import { Draft } from '../../src/domain/draft.ts';
import type { DraftId, SeriesId } from '../../src/domain/ids.ts';
import { childState, Series } from '../../src/domain/series.ts';
import type { Submission } from '../../src/domain/submission.ts';
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
  const messages = new Map<string, SeriesShown>();
  let posts = 0;
  const told: { id: SeriesId; line: Needs.Line }[] = [];
  /** The numbers on each sheet that was drawn. */
  const sheets: number[][] = [];
  const statesOf = (children: readonly (Submission | undefined)[]) => children.map(childState);

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
      get: async (id) => store.get(id),
      change: async (id, step) => {
        const before = store.get(id);
        if (before === undefined) return undefined;
        const after = step(before);
        if (after !== before) store.set(id, Series.parse(JSON.parse(JSON.stringify(after))));
        return after;
      },
    } satisfies Needs.SeriesStore,
    seriesMessages: {
      face: ({ sheet }, children) =>
        JSON.stringify([
          statesOf(children),
          children.map((child) => child?.card.ts),
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
        if (shown === undefined) throw new Error('no such message');
        if (series.sheet?.ready === true) meet('show sheet');
        Object.assign(shown, { series, states: statesOf(children), edits: shown.edits + 1 });
      },
      find: async ({ id, channel }) => {
        // No conversation that could be read.
        if (channel.startsWith('U')) return 'unreadable';
        const hit = [...messages].find(([, shown]) => shown.id === id);
        return hit === undefined ? 'absent' : { ts: hit[0] };
      },
      reply: async ({ id }, line) => void told.push({ id, line }),
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
  return { needs, drafts, store, messages, told, sheets };
}
