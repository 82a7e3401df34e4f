import { WebClient } from '@slack/web-api';
import { beforeEach, describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import type { Installation } from '../../../src/domain/installation.ts';
import { translate } from '../../../src/slack/connection/errors.ts';
import { openWorkspaces, type Workspace } from '../../../src/slack/connection/workspaces.ts';
import type { Tools } from '../../../src/slack/index.ts';

const FRESH_MS = 5000;

function at(id: string, token: string): Installation {
  return {
    v: 1,
    id,
    team: { id, name: 'Acme' },
    url: 'https://acme.slack.com/',
    token,
    botUserId: 'UBOT',
    botId: 'BBOT',
    appId: 'A1',
    scopes: [],
    by: 'U1',
    at: 1,
  };
}

/** A store in memory, and a Slack that knows some tokens. */
function place(allowed?: ReadonlySet<string>) {
  const stored = new Map<string, { installation: Installation; revision: string }>();
  const good = new Set<string>();
  const state = { now: 0, away: false, silent: false, reads: 0, opened: 0 };
  const lines: { fields: object; message: string }[] = [];
  const log = (fields: object, message: string) => void lines.push({ fields, message });
  const answer = (token: string) => {
    if (state.silent) throw new TypeError('fetch failed');
    return good.has(token)
      ? { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT', url: 'https://acme.slack.com/' }
      : { ok: false, error: 'account_inactive' };
  };
  const clientOf = (token: string) =>
    new WebClient(token, {
      retryConfig: { retries: 0 },
      fetch: async () => Response.json(answer(token)),
    });
  const workspaces = openWorkspaces({
    installations: {
      async get(id) {
        state.reads++;
        if (state.away) throw new Unreachable('redis', 'away');
        return stored.get(id);
      },
      async remove(id, revision) {
        if (stored.get(id)?.revision !== revision) return false;
        return stored.delete(id);
      },
    },
    allowed,
    open({ id, token, botUserId, botId, url }): Workspace {
      state.opened++;
      const identity = { team: id, botUserId, botId, teamUrl: url };
      return { identity, botToken: token, client: clientOf(token), tools: {} as Tools };
    },
    now: () => state.now,
    log: { debug: log, info: log, warn: log, error: log },
  });
  let revisions = 0;
  const put = (id: string, token: string) => {
    good.add(token);
    stored.set(id, { installation: at(id, token), revision: `r${revisions++}` });
  };
  const refused = async (token: string) =>
    translate(
      await clientOf(token)
        .auth.test()
        .catch((e: unknown) => e),
      'read',
    );
  const removals = () => lines.filter(({ message }) => message.startsWith('the app was removed'));
  return { workspaces, stored, good, state, put, refused, removals };
}

let it: ReturnType<typeof place>;
beforeEach(() => {
  it = place();
});

describe('a workspace', () => {
  test('is read once in a while, and its tools stay the same as long as its token does', async () => {
    it.put('T1', 'xoxb-1');
    const first = await it.workspaces.of('T1');
    expect(await it.workspaces.ofDelivery({ team_id: 'T1' })).toBe(first);
    expect(it.state.reads).toBe(1);

    it.state.now += FRESH_MS;
    expect(await it.workspaces.of('T1')).toBe(first);
    expect([it.state.reads, it.state.opened]).toEqual([2, 1]);

    it.put('T1', 'xoxb-2');
    it.state.now += FRESH_MS;
    expect((await it.workspaces.of('T1')).botToken).toBe('xoxb-2');
  });

  test('in which the app is not installed, or may not be, is none', async () => {
    it.put('T1', 'xoxb-1');
    expect(await it.workspaces.ofDelivery({ team_id: 'T2' })).toBeUndefined();
    await expect(it.workspaces.of('T2')).rejects.toMatchObject({ kind: 'misconfigured', code: 'not-installed' });

    const picky = place(new Set(['T2']));
    picky.put('T1', 'xoxb-1');
    expect(await picky.workspaces.ofDelivery({ team_id: 'T1' })).toBeUndefined();
    expect(picky.state.reads).toBe(0);
  });

  test('that was known stays while the store is away; another cannot be told', async () => {
    it.put('T1', 'xoxb-1');
    const known = await it.workspaces.of('T1');
    it.state.now += 10 * FRESH_MS;
    it.state.away = true;
    expect(await it.workspaces.of('T1')).toBe(known);
    await expect(it.workspaces.of('T2')).rejects.toBeInstanceOf(Unreachable);
  });

  test('that was installed anew is so at once where it was', async () => {
    it.put('T1', 'xoxb-1');
    await it.workspaces.of('T1');
    it.put('T1', 'xoxb-2');
    it.workspaces.forget('T1');
    expect((await it.workspaces.of('T1')).botToken).toBe('xoxb-2');
  });
});

describe('a token that opens nothing any more', () => {
  test('ends the installation, told once', async () => {
    it.put('T1', 'xoxb-1');
    const workspace = await it.workspaces.of('T1');
    it.good.clear();
    expect(await it.workspaces.lost(workspace, await it.refused('xoxb-1'))).toBe(true);
    expect(it.stored.size).toBe(0);
    await expect(it.workspaces.of('T1')).rejects.toMatchObject({ code: 'not-installed' });
    expect(await it.workspaces.lost(workspace, await it.refused('xoxb-1'))).toBe(true);
    expect(it.removals()).toHaveLength(1);
  });

  test('of before ends nothing where the app was installed again meanwhile, and the new one is used at once', async () => {
    it.put('T1', 'xoxb-1');
    const old = await it.workspaces.of('T1');
    const refusal = await it.refused('xoxb-gone');
    it.put('T1', 'xoxb-2');
    expect(await it.workspaces.lost(old, refusal)).toBe(false);
    expect((await it.workspaces.of('T1')).botToken).toBe('xoxb-2');
    expect(it.removals()).toEqual([]);
  });

  test('is taken back for certain only when Slack says so: not when it is away, nor for another failure', async () => {
    it.put('T1', 'xoxb-1');
    const workspace = await it.workspaces.of('T1');
    const refusal = await it.refused('xoxb-gone');
    it.good.clear();
    it.state.silent = true;
    expect(await it.workspaces.lost(workspace, refusal)).toBe(false);
    it.state.silent = false;
    expect(await it.workspaces.lost(workspace, new Error('a bug'))).toBe(false);
    expect(it.stored.size).toBe(1);
  });
});

describe('a removal that Slack tells of', () => {
  const removal = { type: 'event_callback', team_id: 'T1', event: { type: 'app_uninstalled' }, authorizations: [] };

  test('ends the installation', async () => {
    it.put('T1', 'xoxb-1');
    it.good.clear();
    expect(await it.workspaces.ofDelivery(removal)).toBeUndefined();
    expect(it.stored.size).toBe(0);
  });

  test('and that comes after the app was installed again ends nothing', async () => {
    it.put('T1', 'xoxb-2');
    expect(await it.workspaces.ofDelivery(removal)).toBeUndefined();
    expect(it.stored.size).toBe(1);
  });

  test('comes again where it could not be looked up', async () => {
    it.put('T1', 'xoxb-1');
    it.state.silent = true;
    await expect(it.workspaces.ofDelivery(removal)).rejects.toBeInstanceOf(Unreachable);
    expect(it.stored.size).toBe(1);
  });
});
