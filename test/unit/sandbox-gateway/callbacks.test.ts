import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { GatewayOptions } from '../../../src/sandbox/gateway/index.ts';
import { type Played, play, type Snapshot } from './client.ts';

test('each change is called back with the task as a fetch shows it', async () => {
  const { played, calls, run } = await hooked({ dialect: 'plus' });
  const id = await run([0, 31]);
  await arrived(played, 3);
  expect(calls.map(({ status, progress }) => `${status} ${progress}`)).toEqual([
    'SUBMITTED 0%',
    'IN_PROGRESS 31%',
    'SUCCESS 100%',
  ]);
  expect(calls.at(-1)).toEqual(await played.snapshot(id));
  expect(calls[0]?.properties).toMatchObject({ notifyHook: expect.stringContaining('/hook') });
});

test('duplicates come twice', async () => {
  const { played, calls, run } = await hooked({ dialect: 'plus', switches: { callbacks: { duplicate: true } } });
  await run([]);
  await arrived(played, 2);
  expect(calls.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS']);
});

test('reordered ones overtake each other', async () => {
  const { played, calls, run } = await hooked({ dialect: 'plus', switches: { callbacks: { reorder: true } } });
  await run([0, 31, 46]);
  await arrived(played, 4);
  expect(calls.map(({ progress }) => progress)).toEqual(['31%', '0%', '100%', '46%']);
});

test('a straggler comes after the end', async () => {
  const { played, calls, run } = await hooked({ dialect: 'plus', switches: { callbacks: { straggler: true } } });
  await run([31]);
  await arrived(played, 3);
  expect(calls.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'SUCCESS', 'IN_PROGRESS']);
});

test('late ones come when their time has come', async () => {
  const { played, calls, run } = await hooked({ dialect: 'plus', switches: { callbacks: { lateMs: 60 } } });
  await run([]);
  expect(calls).toHaveLength(0);
  await arrived(played, 1);
});

test('lost ones never leave, and new-api drops the hook unless told to pass it on', async () => {
  const lost = await hooked({ dialect: 'plus', switches: { callbacks: { lose: true } } });
  await lost.run([31]);
  const dropped = await hooked({ dialect: 'new-api' });
  await dropped.run([31]);
  const passed = await hooked({ dialect: 'new-api', switches: { passNotifyHook: true } });
  await passed.run([31]);
  await arrived(passed.played, 2);
  expect([lost.calls.length, dropped.calls.length, passed.calls.length]).toEqual([0, 0, 2]);
  expect(dropped.played.gateway.submits[0]?.body).toHaveProperty('notifyHook');
  expect(passed.calls.at(-1)?.imageUrl).toContain('/attachments/');
});

test('a hook that refuses or is not there is tried once', async () => {
  const { played, run } = await hooked({ dialect: 'plus' }, 500);
  await run([]);
  await played.gateway.waitFor(() => played.gateway.callbacks[0]?.status === 500, { what: 'the refusal' });
  const id = await played.submit('imagine', { prompt: 'cat', notifyHook: 'http://127.0.0.1:9/hook' });
  played.gateway.finish(id);
  await played.gateway.waitFor(() => played.gateway.callbacks.length === 2, { what: 'the attempt' });
  expect(played.gateway.callbacks[1]?.status).toBeNull();
});

interface Hooked {
  readonly played: Played;
  /** The bodies as they arrived. */
  readonly calls: Snapshot[];
  /** Takes one task through these steps to its end. */
  readonly run: (steps: readonly number[]) => Promise<string>;
}

async function hooked(options: GatewayOptions, status = 204): Promise<Hooked> {
  const played = await play(options);
  const calls: Snapshot[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    calls.push(JSON.parse(await text(request)));
    response.writeHead(status).end();
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    played,
    calls,
    run: async (steps) => {
      const id = await played.submit('imagine', { prompt: 'cat', notifyHook: `http://127.0.0.1:${port}/hook` });
      // One at a time: the proxies send in parallel, so order on arrival is promised by nobody.
      let sent = 0;
      const settled = () => played.gateway.callbacks.filter((call) => call.status !== null).length;
      const { callbacks } = options.switches ?? {};
      for (const step of steps) {
        played.gateway.step(id, step);
        sent += 1;
        if (callbacks === undefined && options.dialect === 'plus')
          await played.gateway.waitFor(() => settled() === sent, { what: `callback ${sent}` });
      }
      played.gateway.finish(id);
      return id;
    },
  };
}

function arrived({ gateway }: Played, count: number): Promise<true> {
  return gateway.waitFor(() => gateway.callbacks.filter(({ status }) => status !== null).length >= count, {
    what: `${count} callbacks`,
  });
}
