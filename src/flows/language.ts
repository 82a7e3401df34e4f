import { Misconfigured } from '../domain/errors.ts';
import { DEFAULT_LANGUAGE, type Language, languageOf } from '../domain/language.ts';
import type { Budget } from './needs/outbox.ts';
import type { Languages, Memory, People } from './needs/people.ts';
import type { Log, World } from './needs/world.ts';
import { coolAfter } from './show/slack-calls.ts';

export interface LanguageNeeds {
  people: Pick<People, 'locale'>;
  memory: Memory;
  budget: Pick<Budget, 'take' | 'cool'>;
  world: World;
  log: Log;
  /** Resolves after so many milliseconds. */
  pause(this: void, ms: number): Promise<unknown>;
}

/** A person waits for an answer, and Slack for our ack; a Slack that is well answers in half of it. */
const PATIENCE_MS = 300;
/** A change of locale in Slack is followed after a day, in all processes. */
const REMEMBERED_MS = 24 * 60 * 60_000;
/** Here it is not even looked up so long. */
const AT_HAND_MS = 10 * 60_000;
/** After something went wrong: nobody is asked for, and nobody waits. */
const AGAIN_MS = 60_000;
/** A scope comes with a new installation, which needs no new start of the bot. */
const NO_SCOPE_MS = 60 * 60_000;
/** People whose language is at hand; whoever was learned longest ago is forgotten first. */
const AT_HAND = 5000;

interface Known {
  language: Language;
  /** Epoch ms. */
  until: number;
}

/**
 * In which language people read: by the locale that they chose in Slack. No delivery says it (a command, a click and an event name a person and
 * nothing else), so Slack is asked once a day for each person, and the answer is shared by all processes. Whoever is not known yet is waited for
 * a moment only, and answered in the default language until Slack has said. What went wrong costs nobody their language: the last that was
 * known stays.
 */
export function languageStory(needs: LanguageNeeds): Languages {
  const { people, memory, budget, world, log, pause } = needs;
  const atHand = new Map<string, Known>();
  const asking = new Map<string, Promise<Language>>();
  /** Nobody is asked for before, epoch ms. */
  let quietUntil = 0;
  let scopeMissed = false;

  function keep(key: string, language: Language, ms: number): Language {
    atHand.delete(key);
    atHand.set(key, { language, until: world.now() + ms });
    const [oldest] = atHand.keys();
    if (atHand.size > AT_HAND && oldest !== undefined) atHand.delete(oldest);
    return language;
  }

  async function learn(key: string, team: string, user: string): Promise<Language> {
    try {
      const name = `locale-${key}`;
      const remembered = await memory.get(name);
      if (remembered !== undefined) return keep(key, languageOf(remembered), AT_HAND_MS);
      const locale = await ask(team, user);
      if (locale === undefined) return keepLast(key);
      // At hand first: the next delivery may come before Redis has answered.
      const language = keep(key, languageOf(locale), AT_HAND_MS);
      await memory.set(name, locale, REMEMBERED_MS);
      return language;
    } catch (error) {
      log.info({ err: error }, 'the language of a person could not be looked up');
      return keepLast(key);
    }
  }

  function keepLast(key: string): Language {
    return keep(key, atHand.get(key)?.language ?? DEFAULT_LANGUAGE, AGAIN_MS);
  }

  /** @returns the locale, empty where Slack tells none; undefined where Slack is not to be asked now */
  async function ask(team: string, user: string): Promise<string | undefined> {
    if (world.now() < quietUntil) return undefined;
    if ((await budget.take(team, 'person', { urgency: 'end', who: user })) > 0) return undefined;
    try {
      return (await people.locale(user)) ?? '';
    } catch (error) {
      await coolAfter(budget, { team }, 'person', error);
      if (!(error instanceof Misconfigured && error.code === 'missing-scope')) throw error;
      quietUntil = world.now() + NO_SCOPE_MS;
      if (!scopeMissed)
        log.warn(
          {},
          'everybody is answered in English: install the app again with the scope users:read, as in manifest.yml, for their own languages',
        );
      scopeMissed = true;
      return undefined;
    }
  }

  return {
    async of(team, user) {
      const key = `${team}-${user}`;
      const known = atHand.get(key);
      if (known !== undefined && world.now() < known.until) return known.language;
      const learning = asking.get(key) ?? learn(key, team, user).finally(() => asking.delete(key));
      asking.set(key, learning);
      // One wait is enough for a delivery that asks twice, and for those that follow it.
      const late = pause(PATIENCE_MS).then(() => (asking.get(key) === learning ? keepLast(key) : DEFAULT_LANGUAGE));
      return await Promise.race([learning, late]);
    },
  };
}
