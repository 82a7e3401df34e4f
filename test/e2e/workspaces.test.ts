import { Redis } from 'ioredis';
import { describe, expect, test as plain } from 'vitest';
import { type BotProcess, startBot } from '../support/bot.ts';
import { everyKey } from '../support/every-key.ts';
import { onStage } from '../support/on-stage.ts';
import { startRedis } from '../support/redis.ts';
import { buttonsOf, done, gatewayButtons, pictureOf, type Stage, seen } from '../support/stage.ts';
import {
  back,
  begin,
  CHANNELS,
  COMPANY,
  cardIn,
  cardsIn,
  forge,
  install,
  KEY,
  NORTH,
  ORG,
  PEOPLE,
  placeOf,
  SCHOOL,
  SOUTH,
  severalEnv,
  severalOptions,
  startSeveral,
  type Team,
  type,
} from '../support/workspaces.ts';

const test = plain.extend(onStage);

const idOf = (card: { metadata?: { [key: string]: unknown } }) =>
  String((card.metadata?.['event_payload'] as { submission?: string } | undefined)?.submission);

function complaints(stage: Stage): string[] {
  const teams: Team[] = [COMPANY, SCHOOL, NORTH, SOUTH];
  return teams.flatMap((team) => placeOf(stage, team).violations);
}

/** What a workspace's person is told, and nobody else. */
async function told(stage: Stage, team: Team, text: string): Promise<string> {
  const before = placeOf(stage, team).world.ephemerals.length;
  await type(stage, team, '/mj', text);
  const one = await placeOf(stage, team).waitFor((world) => world.ephemerals[before], { what: `an answer to ${text}` });
  return `${one.text} ${JSON.stringify(one.blocks)}`;
}

describe.concurrent('one app in several workspaces', () => {
  test('two work at once, each with its own token, and nothing of one is seen in the other', async ({ setStage }) => {
    const redis = await startRedis();
    let worker: BotProcess | undefined;
    try {
      const stage = await setStage(severalOptions('http'));
      await startSeveral(stage, { REDIS_URL: redis.url, ROLE: 'web' });
      // Who works off jobs learns from Redis where the app is installed, and needs no address.
      const ofWorker = { REDIS_URL: redis.url, ROLE: 'worker', PUBLIC_URL: '', PORT: '0' };
      worker = await startBot({ env: { ...stage.env, ...severalEnv(stage), ...ofWorker } });
      for (const team of [COMPANY, SCHOOL] as const) {
        const { status, page } = await install(stage, team);
        expect({ status, page }).toMatchObject({ status: 200, page: expect.stringContaining('is now in') });
      }
      await Promise.all([
        type(stage, COMPANY, '/imagine', 'a vermilion quokka'),
        type(stage, SCHOOL, '/imagine', 'a cerulean numbat'),
      ]);
      const [mine, theirs] = await Promise.all([
        cardIn(stage, COMPANY, done, 'the picture'),
        cardIn(stage, SCHOOL, done, 'the picture'),
      ]);
      expect(seen(mine)).toContain('a vermilion quokka');
      expect(seen(theirs)).toContain('a cerulean numbat');
      expect([mine.channel, theirs.channel]).toEqual([CHANNELS[COMPANY], CHANNELS[SCHOOL]]);
      expect([mine.user, theirs.user]).toEqual([
        placeOf(stage, COMPANY).world.bot.userId,
        placeOf(stage, SCHOOL).world.bot.userId,
      ]);
      expect(pictureOf(mine)).not.toBe(pictureOf(theirs));
      const tokens = [COMPANY, SCHOOL].map((team) => stage.slack.tokenIn(team) ?? '');
      expect(new Set(tokens).size).toBe(2);

      // An id opens no door into another workspace, whatever it is typed into.
      const submits = stage.gateway.submits.length;
      const [button] = gatewayButtons(mine);
      for (const text of [
        `show ${idOf(mine)}`,
        `seed ${idOf(mine)}`,
        `cancel ${idOf(mine)}`,
        'search quokka',
        'gallery quokka',
        'tasks',
        'dead',
      ]) {
        const answer = await told(stage, SCHOOL, text);
        expect([text, /vermilion|U1/.exec(answer)?.[0]]).toEqual([text, undefined]);
        expect(answer).not.toContain(idOf(mine));
      }
      expect(await told(stage, SCHOOL, 'search numbat')).toContain('numbat');
      expect(await forge(stage, SCHOOL, button?.value ?? '', 'press:0')).toBe(200);
      expect(await forge(stage, SCHOOL, `v1.${idOf(mine)}.delete`, 'control:delete')).toBe(200);
      // A press of one's own comes after both, and is the only one that arrives.
      await placeOf(stage, COMPANY).act.click({
        user: PEOPLE[COMPANY],
        on: { channel: CHANNELS[COMPANY], ts: mine.ts },
        element: { label: 'U1' },
      });
      await cardIn(stage, COMPANY, done, 'the upscale', 1);
      expect(stage.gateway.submits).toHaveLength(submits + 1);
      expect(cardsIn(stage, SCHOOL)).toHaveLength(1);
      expect(cardsIn(stage, COMPANY)[0]?.deleted).toBe(false);

      const client = new Redis(redis.url);
      const keys = await everyKey(client);
      client.disconnect();
      expect(keys.length).toBeGreaterThan(10);
      const kept = keys.map(({ key, held }) => `${key} ${held}`).join('\n');
      const secrets = [...tokens, stage.slack.clientSecret, KEY, 's'.repeat(40)];
      for (const secret of secrets) {
        expect(kept).not.toContain(secret);
        expect(stage.bot.output + worker.output).not.toContain(secret);
      }
      expect(kept).not.toContain('xoxb-');
      expect(complaints(stage)).toEqual([]);
      expect(worker.log.filter(({ level }) => level === 'error')).toEqual([]);
    } finally {
      await worker?.stop();
      await redis.stop();
    }
  });

  test('one that removes the app in the middle of a drawing is left in peace, and may add it again', async ({
    setStage,
  }) => {
    const stage = await setStage({ ...severalOptions('socket'), gateway: { drawMs: 6000 } });
    await startSeveral(stage);
    await install(stage, COMPANY);
    await install(stage, SCHOOL);
    await type(stage, SCHOOL, '/imagine', 'a fox that is never seen');
    await cardIn(stage, SCHOOL, (card) => /\d%/.test(seen(card)), 'a card that draws');
    const before = stage.slack.tokenIn(SCHOOL);

    stage.slack.uninstall(SCHOOL);
    await stage.bot.logged(
      (line) => line.msg?.startsWith('the app was removed from a workspace') === true,
      'the removal',
    );
    await stage.bot.logged((line) => line.msg === 'a submission ended with its workspace', 'the end', 20_000);
    const calls = placeOf(stage, SCHOOL).calls.length;

    // The others notice nothing.
    await type(stage, COMPANY, '/imagine', 'a fox elsewhere');
    await cardIn(stage, COMPANY, done, 'the picture');
    expect(placeOf(stage, SCHOOL).calls).toHaveLength(calls);

    await install(stage, SCHOOL);
    expect(stage.slack.tokenIn(SCHOOL)).not.toBe(before);
    await type(stage, SCHOOL, '/imagine', 'a fox once more');
    await cardIn(stage, SCHOOL, done, 'the picture of the second installation', 1);

    const said = (start: string) => stage.bot.log.filter(({ msg }) => msg?.startsWith(start));
    expect(said('the app was removed')).toHaveLength(1);
    expect(said('a job is dead')).toEqual([]);
    expect(complaints(stage)).toEqual([]);
  });

  test('a token that was taken back without a word is found out by the next call', async ({ setStage }) => {
    const stage = await setStage({ ...severalOptions('socket'), gateway: { drawMs: 4000 } });
    await startSeveral(stage);
    await install(stage, SCHOOL);
    await type(stage, SCHOOL, '/imagine', 'a fox');
    await cardIn(stage, SCHOOL, (card) => /\d%/.test(seen(card)), 'a card that draws');

    // Slack's events do not arrive.
    stage.slack.sockets.drop('all');
    stage.slack.uninstall(SCHOOL, 'token_revoked');
    await stage.bot.logged((line) => line.msg === 'a submission ended with its workspace', 'the end', 30_000);
    // Nobody told the bot: neither event has reached it by now.
    const heard = placeOf(stage, SCHOOL).deliveries.filter(({ name }) =>
      /^(?:app_uninstalled|tokens_revoked)$/.test(name),
    );
    expect(heard.map(({ name, acked }) => [name, acked])).toEqual([
      ['tokens_revoked', false],
      ['app_uninstalled', false],
    ]);
    const said = (start: string) => stage.bot.log.filter(({ msg }) => msg?.startsWith(start));
    expect(said('the app was removed')).toHaveLength(1);
    expect(said('a job is dead')).toEqual([]);
  });

  test('an organisation that adds the app as one has it in all its workspaces', async ({ setStage }) => {
    const stage = await setStage(severalOptions('http'));
    await startSeveral(stage);
    expect((await install(stage, NORTH, { whole: true })).page).toContain('Compass');
    await Promise.all([
      type(stage, NORTH, '/imagine', 'a northern fox'),
      type(stage, SOUTH, '/imagine', 'a southern fox'),
    ]);
    const [north, south] = await Promise.all([
      cardIn(stage, NORTH, done, 'the picture'),
      cardIn(stage, SOUTH, done, 'the picture'),
    ]);
    expect([seen(north), seen(south)]).toEqual([
      expect.stringContaining('a northern fox'),
      expect.stringContaining('a southern fox'),
    ]);
    await placeOf(stage, SOUTH).act.click({
      user: PEOPLE[SOUTH],
      on: { channel: CHANNELS[SOUTH], ts: south.ts },
      element: { label: 'U2' },
    });
    const single = await cardIn(stage, SOUTH, done, 'the upscale', 1);

    // What is painted on is read with the token of the workspace where the link was made.
    const region = buttonsOf(single).find(({ label }) => label.includes('Vary (Region)'))?.label ?? '';
    const on = { channel: CHANNELS[SOUTH], ts: single.ts };
    await placeOf(stage, SOUTH).act.click({ user: PEOPLE[SOUTH], on, element: { label: region } });
    const painter = await placeOf(stage, SOUTH).waitFor(
      ({ modals }) =>
        modals[PEOPLE[SOUTH]]?.flatMap((view) => buttonsOf(view)).find(({ url }) => url?.includes('/paint/'))?.url,
      { what: 'the link to the painter' },
    );
    expect((await fetch(painter)).status).toBe(200);
    const picture = await fetch(`${painter}/picture`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);

    // Who runs one workspace of an organisation does not run all of it.
    expect(await told(stage, NORTH, 'dead')).toContain('Only an admin');
    await placeOf(stage, NORTH).act.openHome({ user: PEOPLE[NORTH] });
    await placeOf(stage, NORTH).waitFor((world) => world.homes[PEOPLE[NORTH]], { what: 'the home' });

    stage.slack.uninstall(NORTH);
    await stage.bot.logged(
      (line) => line.msg?.startsWith('the app was removed') === true && (line as { team?: string }).team === ORG,
      'the removal',
    );
    expect(complaints(stage)).toEqual([]);
  });

  test('nobody gets in by a way back that is forged, walked twice, late, or begun elsewhere', async ({ setStage }) => {
    const stage = await setStage({ ...severalOptions('http'), forgive: true });
    await startSeveral(stage, { ALLOWED_WORKSPACES: `${COMPANY},${ORG}` });
    const agree = { team: COMPANY, by: PEOPLE[COMPANY] };
    const nothing = 'Nothing was added';

    const one = await begin(stage);
    const other = await begin(stage);
    const way = stage.slack.consent({ address: one.link, ...agree });
    for (const cookie of ['', other.cookie, `${one.cookie}x`])
      expect(await back(way, cookie)).toMatchObject({ status: 400, page: expect.stringContaining(nothing) });
    const forged = new URL(way);
    forged.searchParams.set('state', `${forged.searchParams.get('state')}x`);
    expect((await back(forged.href, one.cookie)).status).toBe(400);
    expect(stage.slack.calls.filter(({ method }) => method === 'oauth.v2.access')).toEqual([]);

    expect((await back(way, one.cookie)).status).toBe(200);
    expect((await back(way, one.cookie)).status).toBe(400);
    expect(await install(stage, COMPANY, { agoMs: 11 * 60_000 })).toMatchObject({
      status: 400,
      page: expect.stringContaining('Slack did not confirm it'),
    });
    expect(await back(stage.slack.refuse(other.link), other.cookie)).toMatchObject({
      status: 200,
      page: expect.stringContaining(nothing),
    });
    expect(await install(stage, SCHOOL)).toMatchObject({ status: 403, page: expect.stringContaining(SCHOOL) });

    // Slack thinks that it is there, and it is not.
    const { body } = await type(stage, SCHOOL, '/imagine', 'a fox at school');
    expect(JSON.stringify(body)).toContain('not connected to your workspace');
    await type(stage, COMPANY, '/imagine', 'a fox at work');
    await cardIn(stage, COMPANY, done, 'the picture');
    expect(stage.gateway.submits).toHaveLength(1);
  });

  test('with another key nobody is served; with both all are, and then the old one may go', async ({ setStage }) => {
    const stage = await setStage(severalOptions('socket'));
    const NEW = 'n'.repeat(40);
    await startSeveral(stage);
    await install(stage, COMPANY);
    await stage.bot.stop();

    await startSeveral(stage, { ENCRYPTION_KEY: NEW });
    const { body } = await type(stage, COMPANY, '/imagine', 'a fox');
    expect(JSON.stringify(body)).toContain('not connected to your workspace');
    expect(stage.bot.log.filter(({ msg }) => msg?.startsWith('an installation cannot be opened'))).toHaveLength(1);
    expect(stage.gateway.submits).toEqual([]);
    await stage.bot.stop();

    await startSeveral(stage, { ENCRYPTION_KEY: `${NEW},${KEY}` });
    await type(stage, COMPANY, '/imagine', 'a first fox');
    await cardIn(stage, COMPANY, done, 'the picture');
    await stage.bot.stop();

    await startSeveral(stage, { ENCRYPTION_KEY: NEW });
    await type(stage, COMPANY, '/imagine', 'a second fox');
    await cardIn(stage, COMPANY, done, 'the picture', 1);
    expect(complaints(stage)).toEqual([]);
  });
});
