import { UserMistake } from '../domain/errors.ts';
import { type Form, pictureCount } from '../domain/form.ts';
import { admin } from './verbs/admin.ts';
import { blend } from './verbs/blend.ts';
import { cancel } from './verbs/cancel.ts';
import { dead } from './verbs/dead.ts';
import { describe } from './verbs/describe.ts';
import { edit } from './verbs/edit.ts';
import { faceswap } from './verbs/faceswap.ts';
import { forget } from './verbs/forget.ts';
import { gallery } from './verbs/gallery.ts';
import { help } from './verbs/help.ts';
import { imagine } from './verbs/imagine.ts';
import { search } from './verbs/search.ts';
import { seed } from './verbs/seed.ts';
import { settings } from './verbs/settings.ts';
import { shorten } from './verbs/shorten.ts';
import { show } from './verbs/show.ts';
import { status } from './verbs/status.ts';
import { tasks } from './verbs/tasks.ts';
import { upload } from './verbs/upload.ts';
import type { Sent, SentTold, Spoken, Told, Verb, VerbNeeds } from './verbs/verb.ts';
import { video } from './verbs/video.ts';

/** Every verb, in the order of the help. A test holds this list, `manifest.yml` and the files of this folder against each other. */
export const verbs: readonly Verb[] = [
  imagine,
  blend,
  describe,
  shorten,
  faceswap,
  video,
  edit,
  upload,
  seed,
  tasks,
  show,
  search,
  gallery,
  cancel,
  settings,
  forget,
  status,
  admin,
  dead,
  help,
];

/** The forms of those that have one. */
export const forms: readonly Form[] = verbs.flatMap((verb) => verb.form ?? []);

/** The command under which every verb can be typed: `/mj imagine a fox`. */
export const UMBRELLA = 'mj';

const byName = new Map(verbs.map((verb) => [verb.name, verb]));

/**
 * Runs a slash command. `name` is without slash and prefix: `imagine`, or `mj` with the verb as the first word of the text.
 *
 * @throws UserMistake `unknown-verb` with the `verb`
 */
export async function command(needs: VerbNeeds, name: string, spoken: Spoken): Promise<Told> {
  if (name === UMBRELLA) return await said(needs, spoken);
  return await verbNamed(name).run(needs, spoken, verbs);
}

/** How long a redelivered message is remembered (Slack delivers again after 1 and 5 minutes). */
const HEARD_MS = 10 * 60_000;

/**
 * Runs a message to the bot, which Slack may deliver more than once: what it asks for is taken once by its key, and what there is to be said
 * is said once. That is noted only when it is known: a delivery that failed on the way comes again, and then has its sentence.
 */
export async function heard(needs: VerbNeeds, spoken: Spoken): Promise<Told> {
  // Said twice is better than never.
  const isFirst = async () => await firstHeard(needs, spoken.key).catch(() => true);
  let told: Told;
  try {
    told = await said(needs, spoken);
  } catch (error) {
    if (error instanceof UserMistake && !(await isFirst())) return undefined;
    throw error;
  }
  if (told === undefined || (await isFirst())) return told;
  // Nobody waits for the second sentence of what is not said.
  if ('later' in told) told.later?.catch(() => undefined);
  return undefined;
}

/** Whether a message is answered for the first time. @throws Unreachable */
export async function firstHeard({ intake }: Pick<VerbNeeds, 'intake'>, key: string): Promise<boolean> {
  return await intake.first(`heard-${key}`, HEARD_MS);
}

/**
 * Runs what was said after `/mj`, after a mention, or to the bot in a direct message. Pictures without a verb are a question: what with them?
 * Nothing at all is a call for help.
 */
export async function said(needs: VerbNeeds, spoken: Spoken): Promise<Told> {
  const [, name = '', text = ''] = /^\s*\/?(\S*)\s*([\s\S]*)$/u.exec(spoken.text) ?? [];
  const verb = byName.get(name.toLowerCase());
  if (verb !== undefined) return await verb.run(needs, { ...spoken, text }, verbs);
  const { pictures } = spoken;
  if (pictures.length > 0) return { choose: await formsFor(needs, pictures.length), pictures };
  if (name === '') return await help.run(needs, spoken, verbs);
  throw new UserMistake('unknown-verb', { verb: name.slice(0, 40) });
}

/** Takes a sent form in, or asks about it first. @throws UserMistake */
export async function send(needs: VerbNeeds, name: string, sent: Sent): Promise<SentTold> {
  const verb = verbNamed(name);
  if (verb.send === undefined) throw new UserMistake('unknown-verb', { verb: name });
  return await verb.send(needs, sent);
}

/** The forms that take so many pictures, of what the gateway has. */
export async function formsFor(needs: Pick<VerbNeeds, 'abilities'>, pictures: number): Promise<Form[]> {
  const lacking = await needs.abilities.lacking();
  return forms.filter((form) => {
    const { min, max } = pictureCount(form);
    return max > 0 && pictures <= max && pictures >= min - 1 && !lacking.includes(form.verb);
  });
}

function verbNamed(name: string): Verb {
  const verb = byName.get(name);
  if (verb === undefined) throw new UserMistake('unknown-verb', { verb: name.slice(0, 40) });
  return verb;
}
