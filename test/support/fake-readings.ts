import type { SubmissionId } from '../../src/domain/ids.ts';
import type { Due } from '../../src/domain/reading.ts';
import { windowAt } from '../../src/domain/rhythm.ts';
import type { Durations, Readings, Watch } from '../../src/flows/needs/reading.ts';

/**
 * The watch and the reading's shared state, in memory, with the same meaning as in Redis: `test/integration/queue/readings.test.ts` holds the two
 * against each other.
 *
 * @param changed told when something becomes due earlier than everything else
 */
export function fakeReadings(now: () => number, changed: () => void = () => {}) {
  const due = new Map<SubmissionId, number>();
  const notes = new Map<SubmissionId, { readAt: number; note: string }>();
  const heard = new Map<SubmissionId, { at: number; turnAt: number }>();
  const took = new Map<string, number[]>();
  const state = { failures: 0, until: 0, known: '', phaseMs: 0, unitMs: 0, tokens: Number.NaN, at: 0 };

  const inOrder = (from: number, to: number) =>
    [...due].filter(([, at]) => at >= from && at <= to).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  const earliest = () => {
    let first: number | undefined;
    for (const at of due.values()) if (first === undefined || at < first) first = at;
    return first;
  };

  function move(id: SubmissionId, dueMs: number): void {
    due.set(id, dueMs);
    if (earliest() === dueMs) changed();
  }

  function dueOf(id: SubmissionId, dueMs: number): Due {
    const noted = notes.get(id);
    const said = heard.get(id);
    return { id, dueMs, ...(noted === undefined ? {} : { noted }), ...(said === undefined ? {} : { heard: said }) };
  }

  const watch: Watch = {
    at: async (id, dueMs) => {
      const onGrid = state.unitMs > 0 && dueMs > now();
      notes.delete(id);
      const said = heard.get(id);
      if (said !== undefined) heard.set(id, { ...said, turnAt: 0 });
      move(id, onGrid ? Math.ceil(windowAt(Math.round(dueMs), state.phaseMs, state.unitMs)) : Math.round(dueMs));
    },
    now: async (id) => {
      const before = due.get(id);
      if (before === undefined) return;
      if (before <= now()) return void due.set(id, Math.max(now(), before + 1));
      const shared = inOrder(now(), now() + 250)[0];
      const wake = shared?.[1] ?? now() + 250;
      if (before > wake) move(id, wake);
      else due.set(id, before - 1);
    },
    due: async (byMs, limit) =>
      inOrder(0, byMs)
        .slice(0, limit)
        .map(([id]) => id),
    remove: async (ids) => {
      for (const id of ids) for (const kept of [due, notes, heard]) kept.delete(id);
    },
    next: async () => earliest(),
  };

  const readings: Readings = {
    async take({ limit, batch, restMs, aheadMs }) {
      const { failures, until: shutUntil, known } = state;
      const standing = { failures, shutUntil, load: due.size, ...(known === '' ? {} : { known }) };
      if (shutUntil > now()) return { ...standing, due: [] };
      const taken = inOrder(0, now()).slice(0, limit);
      const next = taken.length === 0 ? [] : inOrder(now() + 1, now() + restMs);
      for (const [id, at] of next.slice(0, limit - taken.length)) {
        const isFull = taken.length <= batch || taken.length % batch === 0;
        if (at > now() + aheadMs && isFull) break;
        if ((notes.get(id)?.readAt ?? 0) + restMs <= now()) taken.push([id, at]);
      }
      return { ...standing, due: taken.map(([id, at]) => dueOf(id, at)) };
    },
    async keep(read) {
      for (const { id, from, dueMs, readAt, note } of read) {
        if (due.get(id) !== from) continue;
        due.set(id, Math.round(dueMs));
        notes.set(id, { readAt: Math.round(readAt), note });
      }
    },
    async heard(id, turn) {
      const dueMs = due.get(id);
      if (dueMs === undefined) return undefined;
      const before = { ...dueOf(id, dueMs), phaseMs: state.phaseMs, unitMs: state.unitMs };
      heard.set(id, { at: now(), turnAt: turn ? now() : (heard.get(id)?.turnAt ?? 0) });
      return before;
    },
    async sooner(id, dueMs) {
      if ((due.get(id) ?? 0) > Math.round(dueMs)) move(id, Math.round(dueMs));
    },
    shut: async (failures, until) => void Object.assign(state, { failures, until: Math.round(until) }),
    open: async () => void Object.assign(state, { failures: 0, until: 0 }),
    learn: async (known, { phaseMs, unitMs }) => void Object.assign(state, { known, phaseMs, unitMs }),
    async singles(wanted, perMinute) {
      const rate = perMinute / 60_000;
      const burst = Math.max(1, perMinute / 6);
      const kept = Number.isNaN(state.tokens) ? burst : state.tokens;
      const tokens = Math.min(burst, kept + (now() - (state.at || now())) * rate);
      const granted = Math.min(wanted, Math.floor(tokens));
      Object.assign(state, { tokens: tokens - granted, at: now() });
      return { granted, againInMs: Math.max(0, Math.ceil((1 - tokens + granted) / rate)) };
    },
  };

  const durations: Durations = {
    add: async (kind, ms) => void took.set(kind, [Math.round(ms), ...(took.get(kind) ?? [])].slice(0, 50)),
    recent: async (kind) => took.get(kind) ?? [],
  };

  return { watch, readings, durations, due, earliest, state };
}
