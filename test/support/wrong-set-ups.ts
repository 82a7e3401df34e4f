import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { systemClock } from '../../src/sandbox/slack/clock.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import { type Surgery, slackEnv } from './doctor.ts';
import { freePort } from './redis.ts';
import { MANIFEST } from './stage.ts';

/** What differs from the right set-up; undefined: is not set. */
export type Change = Record<string, string | undefined>;

export interface Wrong {
  name: string;
  wrong: (surgery: Surgery) => Promise<Change> | Change;
  /** The one problem: what is wrong, and what to do. */
  what: RegExp;
  todo: RegExp;
  /** Values that `todo` names word for word; with them the bot works. */
  cure?: RegExp;
}

export const WRONG: readonly Wrong[] = [
  {
    name: 'a bot token that Slack does not know',
    wrong: () => ({ SLACK_BOT_TOKEN: 'xoxb-1-2-wrong' }),
    what: /^SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\)/,
    todo: /copy the Bot User OAuth Token .* under OAuth & Permissions/,
  },
  {
    name: 'a bot token that was revoked',
    wrong: async (surgery) => {
      const one = await surgery.slackWith();
      one.faults.add({ method: 'auth.test', effect: { kind: 'error', error: 'token_revoked' } });
      return slackEnv(one);
    },
    what: /^SLACK_BOT_TOKEN: .*\(token_revoked\): it was revoked/,
    todo: /Install to Workspace/,
  },
  {
    name: 'scopes that were not granted',
    wrong: async (surgery) =>
      slackEnv(await surgery.slackWith({ app: MANIFEST.replace(/^.*- (files:read|chat:write\.public) .*\n/gm, '') })),
    what: /^The app lacks 2 scopes$/,
    todo: /npm run manifest .*Reinstall to Workspace/,
  },
  {
    name: 'an app token that Slack does not know',
    wrong: () => ({ SLACK_APP_TOKEN: 'xapp-1-A0WRONG-1-wrong' }),
    what: /^SLACK_APP_TOKEN: Slack refuses it \(invalid_auth\)/,
    todo: /make an App-Level Token with connections:write/,
  },
  {
    name: 'an app token without its scope',
    wrong: async (surgery) => slackEnv(await surgery.slackWith({ appTokenScopes: ['authorizations:read'] })),
    what: /^SLACK_APP_TOKEN: it lacks the scope connections:write$/,
    todo: /make an App-Level Token with connections:write/,
  },
  {
    name: 'an app token of another app',
    wrong: async (surgery) => {
      const bot = { ...demoWorkspace.bot, appId: 'A0ANOTHER' };
      const app = MANIFEST.replace('      - commands', '      - users:read\n      - commands');
      return slackEnv(await surgery.slackWith({ bot, app }));
    },
    what: /^SLACK_APP_TOKEN: it is of another app \(A0MIDJOAPP\) than SLACK_BOT_TOKEN \(A0ANOTHER\)/,
    todo: /https:\/\/api\.slack\.com\/apps\/A0ANOTHER/,
  },
  {
    name: 'an app that is set to HTTP',
    wrong: async (surgery) => slackEnv(await surgery.slackWith({ mode: 'http' })),
    what: /^SLACK_APP_TOKEN: .*Socket Mode is switched off/,
    todo: /switch it on .* under Socket Mode/,
  },
  {
    name: 'tokens in each other’s place',
    wrong: (surgery) => ({ SLACK_BOT_TOKEN: surgery.slack.appToken, SLACK_APP_TOKEN: surgery.slack.botToken }),
    what: /^SLACK_BOT_TOKEN: and SLACK_APP_TOKEN are swapped$/,
    todo: /exchange the two values/,
  },
  {
    name: 'a Web API address with another path',
    wrong: (surgery) => ({ SLACK_API_URL: `${surgery.slack.url}/web/` }),
    what: /^SLACK_API_URL: what answers there is not Slack’s Web API$/,
    todo: /leave SLACK_API_URL out, which means https:\/\/slack\.com\/api\//,
  },
  {
    name: 'a Web API address where nothing listens',
    wrong: async () => ({ SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` }),
    what: /^SLACK_API_URL: nothing listens at 127\.0\.0\.1:\d+$/,
    todo: /leave SLACK_API_URL out/,
  },
  {
    name: 'a clock that is ten minutes ahead, where requests are signed',
    wrong: async (surgery) => {
      const clock = { ...systemClock, now: () => Date.now() - 600_000 };
      const one = await surgery.slackWith({ mode: 'http', clock });
      return { ...slackEnv(one), SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: one.signingSecret };
    },
    what: /^The clock of this machine is (599|600|601) s ahead of Slack’s; every request of Slack’s is refused/,
    todo: /NTP/,
  },
  {
    name: 'a gateway address where nothing listens',
    wrong: async () => ({ MJ_BASE_URL: `http://127.0.0.1:${await freePort()}` }),
    what: /^MJ_BASE_URL: nothing listens at 127\.0\.0\.1:\d+$/,
    todo: /start it, or correct the port/,
  },
  {
    name: 'a gateway address without a host',
    wrong: () => ({ MJ_BASE_URL: 'http://gateway.invalid' }),
    what: /^MJ_BASE_URL: there is no host gateway\.invalid$/,
    todo: /correct the name in MJ_BASE_URL/,
  },
  {
    name: 'a gateway address that goes too deep',
    wrong: (surgery) => ({ MJ_BASE_URL: `${surgery.gateway.url}/panel/api` }),
    what: /^MJ_BASE_URL: no gateway answers at .*\/panel\/api, but one does at http:\/\/127\.0\.0\.1:\d+$/,
    todo: /^set MJ_BASE_URL to http:\/\/127\.0\.0\.1:\d+$/,
    cure: /set (?<name>MJ_BASE_URL) to (?<value>\S+)/,
  },
  {
    name: 'https for a gateway without TLS',
    wrong: (surgery) => ({ MJ_BASE_URL: surgery.gateway.url.replace('http:', 'https:') }),
    what: /^MJ_BASE_URL: no gateway answers at https:.*, but one does at http:/,
    todo: /^set MJ_BASE_URL to http:\/\/127\.0\.0\.1:\d+$/,
    cure: /set (?<name>MJ_BASE_URL) to (?<value>\S+)/,
  },
  {
    name: 'a panel of One API in the gateway’s place',
    wrong: async (surgery) => ({
      MJ_BASE_URL: (await surgery.gatewayWith({ dialect: 'new-api', switches: { midjourney: false } })).url,
    }),
    what: /^MJ_BASE_URL: at http.* is the panel “One API”, .* and no midjourney-proxy$/,
    todo: /such as new-api with a Midjourney channel/,
  },
  {
    name: 'a web page in the gateway’s place',
    wrong: async (surgery) => {
      const page = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<!doctype html>'),
      );
      await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
      surgery.onClose(async () => page.close());
      const address = page.address();
      return { MJ_BASE_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
    },
    what: /^MJ_BASE_URL: what answers at .* is no midjourney-proxy \(A web page came instead of JSON\.\)$/,
    todo: /the address before \/mj\/submit\/imagine/,
  },
  {
    name: 'a gateway that sends elsewhere',
    wrong: async (surgery) => {
      const one = await surgery.gatewayWith();
      one.faults.add({
        path: /^/,
        then: { do: 'answer', status: 301, headers: { location: 'https://mj.example.com/mj/task/0/fetch' } },
      });
      return { MJ_BASE_URL: one.url };
    },
    what: /redirects to https:\/\/mj\.example\.com\/mj\/task\/0\/fetch/,
    todo: /set MJ_BASE_URL to/,
  },
  {
    name: 'a wrong key, in the words of new-api',
    wrong: async (surgery) => ({
      MJ_BASE_URL: (await surgery.gatewayWith({ dialect: 'new-api' })).url,
      MJ_API_KEY: 'sk-that-is-another-key',
    }),
    what: /^MJ_API_KEY: the gateway refuses the key in every form \(it says: 无效的令牌/,
    todo: /copy the key again .* list of models/,
  },
  {
    name: 'no key',
    wrong: () => ({ MJ_API_KEY: undefined }),
    what: /^MJ_API_KEY: the gateway asks for a key, and none is set/,
    todo: /set MJ_API_KEY/,
  },
  {
    name: 'the right key in the wrong form',
    wrong: () => ({ MJ_AUTH: 'raw' }),
    what: /^MJ_AUTH: it is raw, and the gateway wants the key otherwise \(in the header mj-api-secret\)$/,
    todo: /leave MJ_AUTH out, or set it to secret/,
    cure: /leave (?<name>MJ_AUTH) out, or set it to (?<value>\S+)/,
  },
  {
    name: 'a gateway whose accounts are switched off',
    wrong: async (surgery) => ({
      MJ_BASE_URL: (await surgery.gatewayWith({ switches: { accounts: [false, false] } })).url,
    }),
    what: /^None of its 2 accounts is enabled$/,
    todo: /look at the gateway why/,
  },
  {
    name: 'a mode path that the gateway does not have',
    wrong: () => ({ MJ_MODE_VIA: 'path', MJ_DEFAULT_MODE: 'relax' }),
    what: /^MJ_MODE_VIA: it is path, and the gateway does not answer under \/mj-fast$/,
    todo: /leave MJ_MODE_VIA out/,
  },
  {
    name: 'a Redis that evicts',
    wrong: async (surgery) => ({
      REDIS_URL: (await surgery.redisWith('--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru')).url,
    }),
    what: /^Its maxmemory-policy is allkeys-lru: .* submissions that are paid for$/,
    todo: /set maxmemory-policy to noeviction/,
  },
  {
    name: 'a Redis whose password is another',
    wrong: async (surgery) => ({
      REDIS_URL: (await surgery.redisWith('--requirepass', 'secret-of-redis')).url.replace('//', '//:not-that-one@'),
    }),
    what: /^REDIS_URL: the Redis at 127\.0\.0\.1:\d+ refuses the user or the password$/,
    todo: /correct them in the address/,
  },
  {
    name: 'a Redis that asks for a password',
    wrong: async (surgery) => ({ REDIS_URL: (await surgery.redisWith('--requirepass', 'secret-of-redis')).url }),
    what: /^REDIS_URL: the Redis at .* asks for a password, and none is given$/,
    todo: /write it into the address: redis:\/\/:PASSWORD@…/,
  },
  {
    name: 'a Redis where nothing listens',
    wrong: async () => ({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` }),
    what: /^REDIS_URL: nothing listens at 127\.0\.0\.1:\d+$/,
    todo: /start it, or correct the port/,
  },
  {
    name: 'a single Redis that is called a cluster',
    wrong: async (surgery) => ({ REDIS_URL: (await surgery.redisWith()).url.replace('redis:', 'redis+cluster:') }),
    what: /^REDIS_URL: .* answers, and is no Redis Cluster$/,
    todo: /begin REDIS_URL with redis:\/\//,
  },
  {
    name: 'a node of a cluster that is called a single Redis',
    wrong: async (surgery) => ({
      REDIS_URL: (await surgery.redisWith('--cluster-enabled', 'yes', '--dir', surgery.folder)).url,
    }),
    what: /^REDIS_URL: .* is a node of a Redis Cluster$/,
    todo: /begin REDIS_URL with redis\+cluster:\/\//,
  },
  {
    name: 'something else in the place of Redis',
    wrong: (surgery) => ({ REDIS_URL: surgery.gateway.url.replace('http:', 'redis:') }),
    what: /^REDIS_URL: what is at 127\.0\.0\.1:\d+ does not answer as a Redis$/,
    todo: /look whether it runs, and correct the address/,
  },
  {
    name: 'a data folder that is a file',
    wrong: async (surgery) => {
      await writeFile(path.join(surgery.folder, 'file'), '');
      return { DATA_DIR: path.join(surgery.folder, 'file', 'data') };
    },
    what: /^DATA_DIR: .* cannot be written to \(ENOTDIR\)$/,
    todo: /set DATA_DIR to another/,
  },
  {
    name: 'neither Redis nor a program to start one',
    wrong: (surgery) => ({ PATH: surgery.folder }),
    what: /^REDIS_URL: is missing and there is neither redis-server nor valkey-server on PATH$/,
    todo: /^install one \(.*\), or set REDIS_URL/,
  },
  {
    name: 'a port that is taken',
    wrong: (surgery) => ({ PORT: new URL(surgery.gateway.url).port }),
    what: /^PORT: another program listens on 127\.0\.0\.1:\d+$/,
    todo: /set PORT to a free one/,
  },
  {
    name: 'a public address that is this machine’s own',
    wrong: () => ({ PUBLIC_URL: 'http://localhost:3000' }),
    what: /^PUBLIC_URL: localhost is this machine itself/,
    todo: /set PUBLIC_URL to the address by which people and the gateway reach the bot/,
  },
];
