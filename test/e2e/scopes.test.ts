import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ALICE, ART, BRUNO, buttonsOf, done, MANIFEST, type Stage, setStage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage.strike());

const manifest = parse(MANIFEST) as {
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
};
test('the manifest asks for every scope and event that the bot uses, and for no other', async () => {
  stage = await setStage({ rateScale: 0, gateway: { drawMs: 300 } });
  const { slack } = stage;
  const granted = manifest.oauth_config.scopes.bot;

  // A post whose answer is lost makes the bot look for its card, in every kind of conversation.
  const places = [ART, 'G0PRIVATE', 'G0GROUP', 'D0ALICE'];
  await slack.act.inviteBot({ user: ALICE, channel: 'G0PRIVATE' });
  const lift = slack.faults.add({
    method: 'chat.postMessage',
    times: places.length,
    effect: { kind: 'status', status: 500, when: 'after' },
  });
  for (const channel of places) await stage.imagine('a lost and found fox', { channel });
  for (const channel of places) await stage.card(done, `the picture in ${channel}`, { channel, timeoutMs: 40_000 });
  lift();
  await stage.imagine('a visiting fox', { channel: 'C0NOBOT' });
  await stage.card(done, 'the picture where the bot is no member', { channel: 'C0NOBOT' });
  await slack.act.message({ user: BRUNO, channel: ART, text: '@midjourney imagine a second fox' });
  await stage.card(done, 'the picture after a mention', { n: 1 });
  await slack.act.message({ user: ALICE, channel: 'D0ALICE', text: 'what can you do?' });
  await slack.waitFor((w) => w.ephemerals.find((e) => e.channel === 'D0ALICE'), {
    what: 'an answer in the direct message',
  });
  const [first] = stage.cards();
  expect(buttonsOf(first ?? { blocks: [] }).length).toBeGreaterThan(0);

  const on = { user: BRUNO, channel: ART, ts: first?.ts ?? '', name: 'star' };
  await slack.act.react(on);
  await slack.act.react({ ...on, remove: true });
  await slack.act.openHome({ user: BRUNO });
  await slack.waitFor((w) => w.homes[BRUNO], { what: 'the home' });
  await slack.waitFor(() => slack.deliveries.every(({ acked }) => acked), { what: 'the acks' });

  const used = new Set([...slack.calls, ...slack.deliveries].flatMap((c) => c.needs));
  expect(slack.calls.filter((c) => c.error === 'missing_scope')).toEqual([]);
  expect([...used].filter((scope) => !granted.includes(scope))).toEqual([]);
  expect(granted.filter((scope) => !used.has(scope))).toEqual([]);

  // A message is subscribed to by where it is said, as its scope is.
  const heard = new Set(
    slack.deliveries
      .filter((d) => d.kind === 'event')
      .map(({ name, needs }) => (name === 'message' ? `message.${needs[0]?.replace(':history', '')}` : name)),
  );
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual([...heard].toSorted());
});
