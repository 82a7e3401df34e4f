import { expect, test } from 'vitest';
import type { Config } from '../../../src/app/config.ts';
import type { Place } from '../../../src/app/places.ts';
import type { Surroundings } from '../../../src/app/surroundings.ts';
import { type Rooms, startWorkers } from '../../../src/app/workers.ts';
import { SubmissionId } from '../../../src/domain/ids.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import type { Records } from '../../../src/flows/needs/index.ts';
import type { Handlers } from '../../../src/queue/index.ts';
import { aWatched } from '../../support/records.ts';

const TEAMS = ['T1', 'T2', 'T3', 'T4'];
/** Deliveries of a workspace at a time. */
const EACH = 3;

/** The workers of a process that is in several workspaces, whose pictures come and never are there. */
async function atWork() {
  const store = new Map<SubmissionId, Submission>();
  for (const team of TEAMS)
    for (let n = 0; n < EACH; n += 1) {
      const id = SubmissionId.parse(`s${team}0${n}00000000000000000`.slice(0, 20).toLowerCase());
      const snapshot = { taskId: id, status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png', buttons: [] };
      store.set(id, { ...aWatched(1, { id, team }), mark: 'ended', end: { kind: 'done' }, snapshot } as Submission);
    }
  const records: Partial<Records> = {
    get: async (id) => store.get(id),
    async change(id, step) {
      const record = store.get(id);
      if (record !== undefined) store.set(id, step(record));
      return store.get(id);
    },
  };
  let handlers: Handlers | undefined;
  const coming: string[] = [];
  const patient = {
    records,
    memory: {},
    budget: { take: async () => 0, expect: async () => {} },
  };
  const queue = { patient, startWorkers: async (given: Handlers) => void (handlers = given) };
  const places = new Map(TEAMS.map((team): [string, Place] => [team, { team, tools: {} as Place['tools'] }]));
  const rooms = {
    queue,
    places: {
      only: undefined,
      at: async (team: string, work: (place: Place) => Promise<unknown>) => ({
        value: await work(places.get(team) as Place),
      }),
    },
    gateway: { id: 'g', probe: async () => ({}) },
    layer: {
      jobs: (inner: Handlers) => inner,
      pictures: () => ({
        fetch: (url: string) => {
          coming.push(url);
          return new Promise(() => {});
        },
      }),
    },
  };
  const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
  const config = { http: {}, gateway: { baseUrl: 'http://127.0.0.1:1', imageHosts: [], pollMs: 3000 } };
  const closing: (() => Promise<unknown>)[] = [];
  await startWorkers(
    config as unknown as Config,
    rooms as unknown as Rooms,
    { now: () => 1000, random: () => 0.5, log } as unknown as Surroundings,
    closing,
  );
  for (const close of closing) await close();
  return { store, handlers, coming };
}

test('the workspaces of a process share one room for pictures: two come at a time, whatever ends where', async () => {
  const { store, handlers, coming } = await atWork();

  const context = { signal: new AbortController().signal, log: { debug() {}, info() {}, warn() {}, error() {} } };
  for (const id of store.keys()) handlers?.deliver({ id }, context).catch(expect.unreachable);
  await new Promise(setImmediate);

  expect([...store.values()].filter(({ mark }) => mark === 'uploading')).toHaveLength(TEAMS.length * EACH);
  expect(coming).toHaveLength(2);
});
