import { UserMistake } from '../../domain/errors.ts';
import type { Language } from '../../domain/language.ts';
import { awaitsAnswer } from '../../domain/life/index.ts';
import type { PaintVisit } from '../../domain/paint-visit.ts';
import { parsePrompt } from '../../domain/prompt.ts';
import type { Step } from '../../domain/step.ts';
import type { Dialogs, Files } from '../needs/slack.ts';
import type { Log } from '../needs/world.ts';
import { soon } from '../show/slack-calls.ts';
import { inThreadOf, mayAskIn, mayPress, type Place } from '../submit/take-in.ts';
import { ofTheMask, pictureOf, readPicture } from './mask.ts';
import { plainStep, type SendStepNeeds, type StepTarget, sendStep, targetOf } from './step.ts';

export interface PainterNeeds extends SendStepNeeds {
  files: Files;
  dialogs: Pick<Dialogs, 'show' | 'finish'>;
  log: Log;
}

/** What the page shows: the prompt to start from, the button's name, the picture's size in pixels, and whether a modal takes a mask back. */
export interface PaintPage {
  prompt: string;
  button: string;
  width: number;
  height: number;
  canReturn: boolean;
}

/** What the page sends. */
export interface Painted {
  mask: Buffer;
  prompt: string;
  /** Whether it was changed there; unknown of a page of an earlier version. */
  reworded?: boolean | undefined;
  /** `redraw`: the whole step is done; `return`: the mask goes back into the open modal. */
  then: 'redraw' | 'return';
}

/** `closed`: the modal is no longer open; nothing was used up. */
export type PaintOutcome = 'taken' | 'used' | 'gone' | 'closed';

export interface PainterStories {
  /** In which the page speaks: that of the person for whom the link was made; undefined when the link is no longer known. */
  language(id: string): Promise<Language | undefined>;
  page(id: string): Promise<PaintPage | 'used' | 'gone'>;
  picture(id: string): Promise<{ bytes: Buffer; type: string } | undefined>;
  preview(id: string): Promise<{ bytes: Buffer; type: string } | undefined>;
  /** @throws UserMistake, Unreachable, Busy: nothing was used up */
  accept(id: string, painted: Painted): Promise<PaintOutcome>;
}

/**
 * The page on which a mask is painted. Its link is a visit: it acts as the person for whom it was made, and the first accepted mask uses it
 * up; a look, a reload and whatever is refused do not. What an accepted mask does is stored before the link is used up, under a key of the
 * link's own, so that a kill in between makes nothing twice.
 */
export function painterStory(needs: PainterNeeds): PainterStories {
  const { paints, masks, records } = needs;

  /** What the link is for; undefined when there is nothing left to paint. */
  async function targetFor({ ref }: PaintVisit): Promise<StepTarget | undefined> {
    try {
      return await targetOf(records, ref);
    } catch (error) {
      if (error instanceof UserMistake) return undefined;
      throw error;
    }
  }

  async function lookAt({ team, user }: PaintVisit, { pictured }: StepTarget): ReturnType<typeof readPicture> {
    const picture = pictureOf(pictured);
    return await soon(needs, team, 'file-look', user, () => readPicture(needs, picture));
  }

  /** The picture that is painted on; undefined when Slack has it no more. */
  async function paintedOn(visit: PaintVisit): Promise<Awaited<ReturnType<typeof readPicture>> | undefined> {
    const target = await targetFor(visit);
    if (target === undefined) return undefined;
    try {
      return await lookAt(visit, target);
    } catch (error) {
      if (error instanceof UserMistake) return undefined;
      throw error;
    }
  }

  const languageOfVisit = ({ team, user }: PaintVisit) => needs.languages.of(team, user);

  return {
    async language(id) {
      const visit = await paints.get(id);
      return visit === undefined ? undefined : await languageOfVisit(visit);
    },

    async page(id) {
      const visit = await paints.get(id);
      if (visit === undefined) return 'gone';
      if (visit.used === true) return 'used';
      const target = await targetFor(visit);
      if (target === undefined || isOver(target)) return 'gone';
      const picture = await paintedOn(visit);
      if (picture === undefined) return 'gone';
      return { prompt: visit.prompt, button: target.button, ...picture.size, canReturn: visit.viewId !== undefined };
    },

    async picture(id) {
      const visit = await paints.get(id);
      const picture = visit === undefined ? undefined : await paintedOn(visit);
      return picture === undefined ? undefined : { bytes: picture.bytes, type: typeOf(picture.bytes) };
    },

    async preview(id) {
      const visit = await paints.get(id);
      if (visit?.mask === undefined) return undefined;
      const [picture, mask] = await Promise.all([paintedOn(visit), paints.mask(visit.mask)]);
      return picture === undefined || mask === undefined ? undefined : await masks.preview(picture.bytes, mask);
    },

    async accept(id, painted) {
      const visit = await paints.get(id);
      if (visit === undefined) return 'gone';
      if (visit.used === true) return 'used';
      const target = await targetOf(records, visit.ref);
      const place = placeOf(visit, target);
      await mayPress(needs, target.record, visit.user);
      mayAskIn(needs.rules, place);
      // What was typed in the modal after the page had been opened is newer than what the page was given.
      const reworded = painted.reworded ?? painted.prompt !== visit.prompt;
      const prompt = reworded ? painted.prompt : visit.prompt;
      parsePrompt(prompt);
      const { size } = await lookAt(visit, target);
      const mask = await ofTheMask(async () => await masks.ofPainter(painted.mask, size));
      const maskId = await paints.keep(id, mask);
      if (painted.then === 'return')
        return await giveBack(id, visit, target, { prompt, reworded }, { id: maskId, mask });

      const given = { prompt, mask: { kind: 'painted', id: maskId } as const };
      const outcome = await sendStep(needs, { ref: visit.ref, given, key: `paint-${id}`, place });
      await paints.use(id);
      if (visit.viewId !== undefined) await needs.dialogs.finish(visit.viewId, await languageOfVisit(visit));
      return outcome === 'known' ? 'used' : 'taken';
    },
  };

  /** Into the modal, with a link to paint anew. The new link is made first: a modal that is closed leaves it to itself. */
  async function giveBack(
    id: string,
    visit: PaintVisit,
    target: StepTarget,
    { prompt, reworded }: { prompt: string; reworded: boolean },
    kept: { id: string; mask: Buffer },
  ): Promise<PaintOutcome> {
    const { viewId } = visit;
    const links = needs.painterLinks;
    if (viewId === undefined || links === undefined) return 'closed';
    if (isOver(target)) throw new UserMistake('step-over');
    const { used: _, ...open } = visit;
    const next = await paints.open({ ...open, prompt, mask: kept.id });
    const shown: Step = {
      ...plainStep(target),
      prompt,
      painter: { id: next, url: links.page(next) },
      painted: {
        id: kept.id,
        share: await masks.share(kept.mask),
        preview: links.preview(next),
        ...(reworded ? { reworded } : {}),
      },
    };
    if (!(await needs.dialogs.show(viewId, shown, await languageOfVisit(visit)))) return 'closed';
    return (await paints.use(id)) ? 'taken' : 'used';
  }
}

/** The submission that waited no longer does. */
function isOver({ ref, record }: StepTarget): boolean {
  return ref.of === 'submission' && !awaitsAnswer(record);
}

function placeOf({ team, user, channel, responseUrl }: PaintVisit, { record }: StepTarget): Place {
  return inThreadOf(record, { team, user, channel, isDm: channel.startsWith('D'), responseUrl });
}

/** By its first bytes; Slack was given nothing else. */
function typeOf(bytes: Buffer): string {
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return 'image/png';
  if (bytes.subarray(0, 3).toString('latin1') === 'GIF') return 'image/gif';
  if (bytes.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
  return 'image/jpeg';
}
