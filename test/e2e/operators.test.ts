import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUEUES } from '../../src/queue/job-map.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CollectedSpan, type Collector, startCollector } from '../support/collector.ts';
import { press, stepModal } from '../support/presses.ts';
import { ALICE, ART, BRUNO, buttonsOf, gatewayButtons, pictureOf, type Stage, setStage } from '../support/stage.ts';

const ADMIN_TOKEN = 'at-opens-queues-0123456789abcdef012';
const PROMPT = 'a quokka in a cerulean scarf';

let collector: Collector;
let stage: Stage;
let browser: Browser | undefined;
beforeAll(async () => {
  collector = await startCollector();
  stage = await setStage({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ADMIN_TOKEN, PRESS_BY: 'requester' } });
  const { slack } = stage;
  await stage.imagine(PROMPT);
  const running = await stage.card(() => true, 'the card');
  await slack.act.click({ user: BRUNO, on: { channel: ART, ts: running.ts }, element: { label: 'Cancel' } });
  await stage.card((card) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0, 'the picture');
  await stage.bot.logged(({ msg }) => msg === 'delivered', 'the end of the story');
});
afterAll(async () => {
  await browser?.close();
  await stage.strike();
  await collector.close();
});

async function metrics(): Promise<Record<string, number>> {
  const text = await (await fetch(`${stage.address}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

test('GET /metrics tells the story in figures', async () => {
  const told = await metrics();

  expect(told).toMatchObject({
    'mj_ack_seconds_count{kind="command"}': 1,
    'mj_ack_seconds_count{kind="press"}': 1,
    'mj_mistakes_total{mistake="not-yours-to-cancel"}': 1,
    'mj_submissions_accepted_total{verb="imagine"}': 1,
    'mj_submissions_ended_total{verb="imagine",end="done",cause=""}': 1,
    'mj_submission_seconds_count{verb="imagine"}': 1,
    'mj_gateway_request_seconds_count{method="imagine",outcome="ok"}': 1,
    'mj_slack_call_seconds_count{call="cards.post",outcome="ok"}': 1,
    'mj_slack_call_seconds_count{call="files.upload",outcome="ok"}': 1,
    'mj_picture_seconds_count{outcome="ok"}': 1,
    'mj_job_seconds_count{job="submit",outcome="done"}': 1,
    'mj_queue_jobs{queue="submit",state="failed"}': 0,
    mj_watched_submissions: 0,
    mj_redis_up: 1,
    mj_slack_connections: 2,
  });
  expect(told['mj_tasks_read_total']).toBe(told['mj_gateway_request_seconds_count{method="list",outcome="ok"}']);
  expect(told['mj_end_age_seconds_count']).toBe(1);
  expect(told['mj_picture_bytes_sum']).toBeGreaterThan(10_000);
  expect(
    Object.keys(told).filter((name) => name.includes(ALICE) || name.includes(ART) || name.includes('quokka')),
  ).toEqual([]);
});

/** What concerns no single submission, by its message; of requests to the gateway, the readings and the harmless looks. */
const OF_NOBODY =
  /^(Slack knows the bot|the gateway answers|.*(embedded Redis|is under a second|trial of the key|accepts the key|asked for a speed).*)$/;
const SHARED_ROUTE = /^\/task\/(list|list-by-condition|0\/fetch)$/;

/** A picture that fails, and a press that the gateway asks about and somebody answers. */
async function failAndConfirm(): Promise<void> {
  const { gateway, slack } = stage;
  await stage.imagine('a heron that is not drawn');
  const { taskId } = await gateway.waitFor(() => gateway.submits[1], { what: 'the second submit' });
  gateway.fail(taskId, 'Internal error');
  await stage.card((card) => buttonsOf(card).some(({ label }) => label === 'Try again'), 'the failure', { n: 1 });

  gateway.remix(true);
  const [grid] = stage.cards();
  if (grid !== undefined) await press(stage, grid, 'V3');
  await stepModal(stage, 2);
  await slack.act.submitView({ user: ALICE, values: { prompt: 'a quokka in a vermilion scarf' } });
  await stage.card((card) => pictureOf(card) !== undefined, 'the variation', { n: 2, timeoutMs: 40_000 });
}

test('every line of the log that concerns a submission says which', async () => {
  await failAndConfirm();
  const { log } = stage.bot;
  const silent = log.filter(
    ({ submission, msg = '', route }) =>
      submission === undefined && msg !== '' && !OF_NOBODY.test(msg) && !SHARED_ROUTE.test(String(route)),
  );
  const about = new Set(log.flatMap(({ submission }) => (submission === undefined ? [] : [submission])));

  expect(silent).toEqual([]);
  expect(about.size).toBe(3);
  // Also where whoever wrote the line knows of no submission: a room that sends a request, a listener that words a refusal.
  const unknowing = ({ msg, route }: { msg?: string; route?: unknown }) =>
    String(route).startsWith('/submit/') || msg === 'refused at intake';
  // Two imagines, the press and its confirmation, and the refused click.
  expect(log.filter(unknowing)).toHaveLength(5);
});

test('the queues can be looked at in a browser by whoever has the token, and hold no prompt', async () => {
  expect((await fetch(`${stage.address}/admin/queues`)).status).toBe(401);
  browser = await launchBrowser();
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('requestfailed', (request) => wrong.push(request.url()));

  await page.goto(`${stage.address}/admin/queues`);
  await page.getByLabel('Token').fill('not it');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Token').fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Open' }).click();
  for (const queue of Object.keys(QUEUES)) await page.getByRole('link', { name: queue }).first().waitFor();

  // Its fonts are elsewhere, and stay there.
  expect(wrong.filter((one) => !one.startsWith('https://fonts.googleapis.com/'))).toEqual([]);
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const queues = await (await fetch(`${stage.address}/admin/queues/api/queues?activeQueue=read`, { headers })).text();
  expect(queues).toContain('"readOnlyMode":true');
  expect(queues).not.toContain('quokka');
});

/** From a span up to the root of its trace, by name. */
function path(span: CollectedSpan): string[] {
  const parent = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span.name] : [...path(parent), span.name];
}

test('one trace leads from the command to the picture', async () => {
  // What was not sent yet is sent with the end.
  await stage.bot.stop();
  const { spans } = collector;
  const root = spans.find(({ name }) => name === 'slack command');
  const story = spans.filter(({ traceId }) => traceId === root?.traceId);
  const paths = story.map((span) => path(span).join(' > '));
  const taken = 'slack command > take in';

  expect(root?.parentSpanId ?? '').toBe('');
  for (const stagePath of [
    `${taken} > process submit > slack cards.post > POST`,
    `${taken} > process submit > gateway imagine > POST`,
    new RegExp(`^${taken} > (read > )*read > add deliver.deliver > process deliver > fetch picture > GET$`),
    /process deliver > slack files\.upload > POST$/,
    /process end > slack cards\.update > POST$/,
  ])
    expect(paths).toContainEqual(typeof stagePath === 'string' ? stagePath : expect.stringMatching(stagePath));
  expect(paths.every((one) => one.startsWith('slack command'))).toBe(true);

  // A reading is of many tasks: it has a trace of its own, to which what it found links.
  const reading = spans.filter(({ name }) => name === 'gateway list');
  expect(reading.length).toBeGreaterThan(0);
  expect(reading.map(({ traceId }) => traceId)).not.toContain(root?.traceId);
  const found = story.filter(({ name }) => name === 'read');
  const linked = found.flatMap(({ links = [] }) => links.map(({ spanId }) => spanId));
  expect(linked.length).toBe(found.length);
  for (const id of linked) expect(spans.find(({ spanId }) => spanId === id)?.name).toBe('process read');
});

test('no prompt, token, person or link leaves with a trace', () => {
  const { received } = collector;

  expect(received).toContain('mj.submission');
  for (const secret of ['quokka', ALICE, ART, ADMIN_TOKEN, stage.gateway.key, stage.env['SLACK_BOT_TOKEN'] ?? '-'])
    expect(received).not.toContain(secret);
  expect(received).not.toMatch(/https?:\/\//);
});
