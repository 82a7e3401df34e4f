import { UserMistake } from '../../domain/errors.ts';
import { answered, awaitsAnswer, told } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { changedBy } from '../changed-by.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Settings } from '../needs/people.ts';
import type { Cards, Dialogs } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { coolAfter, urgent } from '../show/slack-calls.ts';
import { type StepNeeds, type StepTarget, stepOf, stepOfSubmission } from './step.ts';

export interface AskedNeeds extends StepNeeds {
  settings: Pick<Settings, 'of'>;
  dialogs: Pick<Dialogs, 'open'>;
  cards: Pick<Cards, 'reply'>;
  budget: Budget;
  jobs: Jobs;
  world: World;
  log: Log;
}

/** A click's trigger lives for 3 s from the click (slack.md section 2), and it took a while to come here. */
const TRIGGER_MS = 2500;

/**
 * The gateway asks for more before it runs a press, however that was found out. Where the person's setting says so it is answered at once;
 * else the modal opens, as long as the click's trigger lives, and the card offers *Continue*. Where it did not open, it is said in the thread
 * too (an edit tells nobody), at most once: the mark is stored first, so a kill in between means that only the card tells.
 *
 * @returns the record as it is now: with an answer, when the setting gave it
 */
export function askedStory(needs: AskedNeeds) {
  return async (record: Submission): Promise<Submission | undefined | Again> => {
    if (!awaitsAnswer(record) || record.asked === undefined) return record;
    const target = await stepOfSubmission(needs.records, record);
    const byItself = await answerOfSetting(needs, target);
    if (byItself !== undefined) return byItself;

    const opened = await openModal(needs, target);
    const aloud = !opened && record.card.mark === 'announced';
    const wait = aloud && record.asked.told !== true ? await mayReply(needs, record) : 0;
    if (wait > 0) return { againInMs: wait };
    const { now, mine } = await changedBy(needs.records, record.id, told());
    if (mine && aloud) await reply(needs, target);
    await needs.jobs.show(record.id, 'end');
    return now;
  };
}

/** *off*: answered with what nobody changed. What only a person can know (a mask, how far to zoom) is asked all the same. */
async function answerOfSetting(
  needs: AskedNeeds,
  { kind, record, prompt }: StepTarget,
): Promise<Submission | undefined> {
  if (kind === 'zoom' || kind === 'region' || prompt === '') return undefined;
  const { remix } = await needs.settings.of(record.team, record.asker);
  if (remix !== 'off') return undefined;
  return await needs.records.change(record.id, answered({ prompt, by: record.asker }));
}

/** A trigger opens one modal; of a second run Slack refuses it. Whatever goes wrong, the card still offers *Continue*. */
async function openModal(needs: AskedNeeds, target: StepTarget): Promise<boolean> {
  const { trigger, asker: user, responseUrl, language, id } = target.record;
  if (trigger === undefined || needs.world.now() - trigger.at >= TRIGGER_MS) return false;
  try {
    const step = await stepOf(needs, target, { user, responseUrl });
    const viewId = await needs.dialogs.open(trigger.id, step, language);
    needs.log.info({ submission: id, opened: viewId !== undefined }, 'the gateway asks, the modal was opened');
    if (viewId !== undefined && step.painter !== undefined) await needs.paints.seat(step.painter.id, viewId);
    return viewId !== undefined;
  } catch (error) {
    needs.log.info(
      { submission: id, ...(error instanceof UserMistake ? { mistake: error.code } : { err: error }) },
      'the gateway asks, and no modal could be opened',
    );
    return false;
  }
}

async function mayReply({ budget }: AskedNeeds, record: Submission): Promise<number> {
  return await budget.take(record.team, 'post', urgent(record));
}

async function reply(needs: AskedNeeds, { record, button }: StepTarget): Promise<void> {
  try {
    await needs.cards.reply(record, { say: 'needs-input', mention: record.asker, button });
  } catch (error) {
    needs.log.info({ submission: record.id, err: error }, 'could not say in the thread that the gateway asks');
    await coolAfter(needs.budget, record, 'post', error);
  }
}
