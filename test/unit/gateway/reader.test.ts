import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { type Canned, client, failure, memory, type Seen, serve } from './support.ts';

const task = (id: string) => ({ id, status: 'IN_PROGRESS', progress: '31%' });
const isList = (seen: Seen) => seen.path.endsWith('/list-by-condition');
const idsOf = (seen: Seen) => seen.body['ids'] as string[];
const fetched = (seen: Seen) => decodeURIComponent(/\/task\/([^/]+)\/fetch$/.exec(seen.path)?.[1] ?? '');
const lists = (seen: Seen): Canned => (isList(seen) ? { body: idsOf(seen).map(task).toReversed() } : { body: '' });
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `17415315780${i}`);

describe('a reading', () => {
  test('asks for at most a hundred tasks at once, each id once and as a string', async () => {
    const { url, seen } = await serve(lists);
    const ids = numbered(250);
    const found = await client(url).read([...ids, ...ids]);
    expect([...found.keys()].toSorted()).toEqual(ids.toSorted());
    expect(seen.map((one) => idsOf(one).length).toSorted((a, b) => a - b)).toEqual([50, 100, 100]);
    expect(seen.flatMap(idsOf).toSorted()).toEqual(ids.toSorted());
  });

  test('has at most four requests under way', async () => {
    let now = 0;
    let most = 0;
    const { url } = await serve(async (seen) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return lists(seen);
    });
    await client(url).read(numbered(1000));
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
  });

  test('of nothing asks nothing', async () => {
    const { url, seen } = await serve(lists);
    expect(await client(url).read([])).toEqual(new Map());
    expect(seen).toEqual([]);
  });

  test('asks singly, once, for those that a list leaves out; the unknown are absent', async () => {
    const { url, seen } = await serve((one) => {
      if (isList(one)) return { body: [task('1')] };
      return fetched(one) === '2'
        ? { body: task('2') }
        : { status: 400, body: { description: 'task_no_found ', code: 4 } };
    });
    const found = await client(url).read(['1', '2', '3']);
    expect([...found.keys()]).toEqual(['1', '2']);
    expect(
      seen
        .filter((one) => !isList(one))
        .map(fetched)
        .toSorted(),
    ).toEqual(['2', '3']);
  });

  test('ignores tasks that were not asked for', async () => {
    const { url } = await serve(() => ({ body: [task('1'), task('99')] }));
    expect([...(await client(url).read(['1'])).keys()]).toEqual(['1']);
  });

  test.each([
    ['a 404', { status: 404, body: '404 page not found' }],
    ['a 405', { status: 405 }],
    ['a web page', { body: '<!doctype html>' }],
  ])('where the list is answered with %s again, fetches singly and remembers, for all workers', async (_, answer) => {
    const kept = memory();
    const { url, seen } = await serve((one) => (isList(one) ? answer : { body: task(fetched(one)) }));
    const gateway = client(url, { memory: kept });
    for (const worker of [gateway, gateway, gateway, client(url, { memory: kept })]) {
      expect([...(await worker.read(['1', '2'])).keys()].toSorted()).toEqual(['1', '2']);
    }
    expect(seen.filter(isList)).toHaveLength(2);
  });

  test('where the list is answered with an error, fetches singly for this once', async () => {
    const { url, seen } = await serve((one) =>
      isList(one) ? { body: { id: 'not a list' } } : { body: task(fetched(one)) },
    );
    const gateway = client(url);
    for (let i = 0; i < 2; i++) expect((await gateway.read(['1'])).size).toBe(1);
    expect(seen.filter(isList)).toHaveLength(2);
  });

  test('at a wrong address alerts the operator, remembers nothing and loses no task', async () => {
    const kept = memory();
    const { url } = await serve(() => ({ body: '<html>' }));
    expect(await failure(client(url, { memory: kept }).read(['1']))).toMatchObject({
      name: 'Misconfigured',
      code: 'web-page',
    });
    expect(kept.kept.size).toBe(0);
  });

  test.each([
    ['a refused key', { status: 401 }, Misconfigured],
    ['a key that may not read', { status: 403, body: { error: { message: 'no' } } }, Misconfigured],
    ['a gateway that is busy', { status: 429 }, Busy],
    ['a gateway that fails', { status: 502, body: '<html>' }, Unreachable],
  ])('with %s rejects, so that nobody takes its tasks for unknown', async (_, answer, kind) => {
    const { url } = await serve((one) => (isList(one) && idsOf(one).includes('x') ? answer : lists(one)));
    expect(await failure(client(url).read([...numbered(100), 'x']))).toBeInstanceOf(kind);
  });

  test('in time, or rejects as unreachable', async () => {
    const { url } = await serve(() => undefined);
    expect(await failure(client(url, { timeouts: { read: 30 } }).read(['1']))).toBeInstanceOf(Unreachable);
  });

  test('is tried once more when the connection breaks', async () => {
    let broken = 0;
    const { url } = await serve((one, _, socket) => (broken++ === 0 ? void socket.destroy() : lists(one)));
    expect((await client(url).read(['1'])).size).toBe(1);
  });

  test('keeps an id beyond 2^53 that the list gives as a number, and encodes odd ones', async () => {
    const { url, seen } = await serve((one) =>
      isList(one)
        ? { body: '[{"id":14001934816969359,"status":"SUCCESS"}]' }
        : { body: { ...task('a/b'), id: 'other' } },
    );
    const found = await client(url).read(['14001934816969359', 'a/b']);
    expect(found.get('14001934816969359')?.status).toBe('done');
    expect(found.get('a/b')?.taskId).toBe('a/b');
    expect(seen.at(-1)?.path).toBe('/mj/task/a%2Fb/fetch');
  });
});

describe('one request', () => {
  test('lists those that are known, and nobody else', async () => {
    const { url, seen } = await serve(() => ({ body: [task('1'), task('99')] }));
    const found = await client(url).list(['1', '2']);
    expect([...(found?.keys() ?? [])]).toEqual(['1']);
    expect(seen).toHaveLength(1);
  });

  test('tells where there are no lists, and is remembered once that was so before and after a task was fetched', async () => {
    const kept = memory();
    const { url, seen } = await serve((one) => (isList(one) ? { status: 404 } : { body: task(fetched(one)) }));
    const gateway = client(url, { memory: kept });
    for (let i = 0; i < 2; i++) expect(await gateway.list(['1'])).toBeUndefined();
    expect((await gateway.fetch('1'))?.progress).toBe('31%');
    expect(kept.kept.size).toBe(0);
    for (let i = 0; i < 2; i++) expect(await gateway.list(['1'])).toBeUndefined();
    expect(seen.filter(isList)).toHaveLength(3);
  });

  test('lists on after a gateway that was away for a while behind pages of a proxy', async () => {
    let away = true;
    const kept = memory();
    const { url, seen } = await serve((one) => (away ? { status: 404, body: '<html>' } : lists(one)));
    const gateway = client(url, { memory: kept });
    expect(await gateway.list(['1'])).toBeUndefined();
    expect(await failure(gateway.fetch('1'))).toBeInstanceOf(Misconfigured);
    away = false;
    expect((await gateway.list(['1']))?.size).toBe(1);
    expect(await gateway.fetch('2')).toBeUndefined();
    expect((await gateway.list(['1']))?.size).toBe(1);
    expect(seen.filter(isList)).toHaveLength(3);
    expect(kept.kept.size).toBe(0);
  });

  test('lists on after one that a proxy did not let through in between', async () => {
    let stray = 1;
    const { url } = await serve((one) => (isList(one) && stray-- > 0 ? { status: 404 } : lists(one)));
    const gateway = client(url);
    expect(await gateway.list(['1'])).toBeUndefined();
    expect(await gateway.fetch('2')).toBeUndefined();
    expect((await gateway.list(['1']))?.size).toBe(1);
  });

  test('fetches a task, or tells that the gateway does not know it', async () => {
    const { url } = await serve((one) => (fetched(one) === '1' ? { body: task('1') } : { body: '' }));
    const gateway = client(url);
    expect((await gateway.fetch('1'))?.taskId).toBe('1');
    expect(await gateway.fetch('2')).toBeUndefined();
  });
});

describe('the latest tasks', () => {
  test('are told where the gateway has the list', async () => {
    const { url } = await serve(() => ({ body: [{ ...task('1'), state: 's1' }] }));
    expect(await client(url).latest()).toMatchObject([{ taskId: '1', state: 's1' }]);
  });

  test('are not, where new-api answers with its own page; once another read was answered it is not asked for them again', async () => {
    const { url, seen } = await serve((one) => (isList(one) ? lists(one) : { body: '<!doctype html>' }));
    const gateway = client(url);
    expect(await gateway.latest()).toBeUndefined();
    await gateway.list(['1']);
    for (let i = 0; i < 3; i++) expect(await gateway.latest()).toBeUndefined();
    expect(seen.filter((one) => one.path.endsWith('/task/list'))).toHaveLength(2);
  });

  test('are told again after a proxy in front had no route, now and then', async () => {
    let away = true;
    let now = 0;
    const kept = memory();
    const { url } = await serve(() => (away ? { status: 404 } : { body: [task('1')] }));
    const gateway = client(url, { memory: kept, now: () => now });
    for (let i = 0; i < 2; i++) expect(await gateway.latest()).toBeUndefined();
    away = false;
    await gateway.list(['1']);
    away = true;
    now += 3_600_000;
    expect(await gateway.latest()).toBeUndefined();
    away = false;
    expect(await gateway.latest()).toHaveLength(1);
    expect(kept.kept.size).toBe(0);
  });
});
