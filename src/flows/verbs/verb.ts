import type { AdminView } from '../../domain/admin.ts';
import type { Offer } from '../../domain/draft.ts';
import { UserMistake } from '../../domain/errors.ts';
import { type Form, type Given, pictureCount } from '../../domain/form.ts';
import type { DeadDone, DeadLine } from '../../domain/messages.dead.ts';
import type { Said } from '../../domain/messages.ts';
import type { Mode } from '../../domain/prompt.ts';
import type { SettingsSheet } from '../../domain/settings.ts';
import type { ShownCard } from '../../domain/shown-card.ts';
import type { Step } from '../../domain/step.ts';
import type { Order, PictureRef } from '../../domain/submission.ts';
import type { ControlNeeds } from '../controls.ts';
import { consider, sentOf } from '../draft/consider.ts';
import type { Abilities, Overview, Seeds } from '../needs/gateway.ts';
import type { Settings } from '../needs/people.ts';
import type { PersonData } from '../needs/person.ts';
import type { PictureLinks } from '../needs/pictures.ts';
import type { Admins, Audit, TeamRulesStore, Usage } from '../needs/team.ts';
import type { Dead } from '../needs/work.ts';
import type { Place } from '../submit/take-in.ts';

export interface VerbNeeds extends ControlNeeds {
  abilities: Abilities;
  links: PictureLinks;
  seeds: Seeds;
  overview: Overview;
  dead: Dead;
  settings: Settings;
  admins: Admins;
  teamRules: TeamRulesStore;
  audit: Audit;
  usage: Usage;
  personData: PersonData;
}

/** What a person said to the bot: by slash command, mention or direct message. */
export interface Spoken {
  /** What follows the verb, unescaped. */
  text: string;
  /** Files that came along with a message. */
  pictures: readonly PictureRef[];
  place: Place;
  /** What must not happen twice: a trigger id, or the message's channel and time. */
  key: string;
}

/** The form of a verb, sent. */
export interface Sent {
  given: Given;
  place: Place;
  key: string;
}

/**
 * What the person is told, and nobody else; undefined when a card will tell.
 * - `tell`: a sentence; with `later`, a second one that takes its time
 * - `open`: the verb's form, filled in with what was given
 * - `choose`: which of these verbs the pictures are for; `unasked` where nobody wanted to know
 * - `step`: what a press asks for before it runs
 * - `offer`: what they asked for would not work, or makes several pictures; nothing is submitted until they say so
 * - `settings`: the person's or the channel's settings, to be changed
 * - `card`: a card once more, with what it came from
 * - `admin`: a page of the admins' modal
 * - `dead`: the jobs that failed for good, to be tried anew or dropped; `done` tells what the last press did
 */
export type Told =
  | undefined
  | { tell: Said; later?: Promise<Said> }
  | { open: Form; given: Given }
  | { choose: readonly Form[]; pictures: readonly PictureRef[]; unasked?: true }
  | { step: Step }
  | { offer: Offer }
  | { settings: SettingsSheet }
  | { card: ShownCard }
  | { admin: AdminView }
  | { dead: readonly DeadLine[]; done?: DeadDone };

/** Of a sent form. */
export type SentTold = Extract<Told, undefined | { offer: Offer } | { tell: Said }>;

/** A verb: something a person can ask for. Adding one is a file here, a line in `index.ts`, its words in `domain/messages.en.manifest.ts`, a test. */
export interface Verb {
  /** The word after `/mj` or a mention. */
  name: string;
  /** Its own slash command, when it has one. */
  command?: `/${string}`;
  /** How it is typed, for the help. */
  usage: string;
  /** Only for admins, who alone see it in the help. */
  admins?: true;
  /** What it asks for in a modal, when it makes a submission. */
  form?: Form;
  /**
   * @param verbs the whole registry
   * @throws UserMistake when it is refused at intake; Unreachable when it could not be stored
   */
  run(needs: VerbNeeds, spoken: Spoken, verbs: readonly Verb[]): Promise<Told>;
  /** Takes a sent form in, or asks about it first. @throws as `run`; a mistake in a field names it */
  send?(needs: VerbNeeds, sent: Sent): Promise<SentTold>;
  /** The prompt that a form would send, shown while it is filled in. Never throws. */
  preview?(given: Given): string;
}

interface OrderVerb {
  name: Form['verb'];
  command?: `/${string}`;
  usage: string;
  fields: Form['fields'];
  /** @throws UserMistake */
  order: (given: Given) => Exclude<Order, { verb: 'press' }>;
  /** The speed that was chosen, where the form asks for one. */
  mode?: (given: Given) => Mode | undefined;
  /** Reads options off what was typed behind the verb; by default all of it is the prompt. */
  typed?: (text: string) => Pick<Given, 'prompt' | 'options'>;
  preview?: (given: Given) => string;
}

/** A verb that makes a submission: run at once when enough was given, else its form opens, filled in with what there is. */
export function orderVerb({ name, command, usage, fields, order, mode, typed, preview }: OrderVerb): Verb {
  const form: Form = { verb: name, fields };
  const read = typed ?? ((text: string) => ({ prompt: text.trim(), options: {} }));

  async function send(needs: VerbNeeds, { given, place, key }: Sent): Promise<SentTold> {
    await offered(needs, name);
    const { min, max } = pictureCount(form);
    const count = { verb: name, min, max, given: given.pictures.length };
    // A link to a message may stand for several pictures; they are counted when they are read.
    const several = given.pictures.some((picture) => picture.kind === 'message');
    if (given.pictures.length < min && !several) throw new UserMistake('too-few-pictures', count);
    if (given.pictures.length > max) throw new UserMistake('too-many-pictures', count);
    return sentOf(await consider(needs, { order: order(given), mode: mode?.(given), given, place, key }));
  }

  return {
    name,
    ...(command === undefined ? {} : { command }),
    usage,
    form,
    ...(preview === undefined ? {} : { preview }),
    send,
    async run(needs, { text, pictures, place, key }) {
      await offered(needs, name);
      const found = needs.links.find(text);
      const given: Given = { ...read(found.text), pictures: [...pictures, ...found.pictures] };
      if (!isEnough(form, given)) return { open: form, given };
      return await send(needs, { given, place, key });
    },
  };
}

/** @throws UserMistake `not-offered` when the gateway is known to lack the verb */
async function offered(needs: VerbNeeds, verb: Form['verb']): Promise<void> {
  if ((await needs.abilities.lacking()).includes(verb)) throw new UserMistake('not-offered', { verb });
}

function isEnough(form: Form, given: Given): boolean {
  const wantsPrompt = form.fields.some((field) => field.kind === 'prompt' && field.required);
  const pictures = given.pictures.length >= pictureCount(form).min || given.pictures.some((p) => p.kind === 'message');
  return (!wantsPrompt || given.prompt !== '') && (pictures || pictureCount(form).min === 0);
}
