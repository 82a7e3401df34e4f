import { Refused } from '../../domain/errors.ts';
import type { Person } from '../../domain/gallery.ts';
import type { Home, HomePlace, Usage } from '../../domain/home.ts';
import { SERIES_MAX } from '../../domain/permutations.ts';
import { isSeries } from '../../domain/series.ts';
import { isOpen, type Submission } from '../../domain/submission.ts';
import { limitsFor } from '../../domain/team-rules.ts';
import { type Page, pageOf, type ShelfNeeds, search } from '../gallery/pages.ts';
import type { Homes, HomeTab } from '../needs/homes.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Languages } from '../needs/people.ts';
import type { Intake } from '../needs/records.ts';
import type { TeamRulesStore } from '../needs/team.ts';
import type { Again } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { type AsOneNeeds, seriesAsOne } from '../series/as-one.ts';
import { granted, notDone, type WaitNeeds } from '../show/slack-calls.ts';

export interface HomeNeeds extends ShelfNeeds, AsOneNeeds, WaitNeeds {
  homes: Homes;
  homeTab: HomeTab;
  intake: Intake;
  teamRules: Pick<TeamRulesStore, 'of'>;
  languages: Languages;
  budget: Budget;
  world: World;
  log: Log;
}

/** Pictures on a page: a screen or two. */
const PAGE = 6;
/** Running ones that are listed; more are counted. */
const RUNNING = 8;
/** Found ones that can be paged through. */
const FOUND = 60;
/** Whoever asked so lately is waiting for it; what comes later by itself may take its time. */
const WAITING_MS = 30_000;
/** How old a percentage may become. A look that finds the same as before costs no call. */
const LIVE_MS = 10_000;

/**
 * Shows a person their home as it is now, if they look at it and it is otherwise than before. The one place that publishes: a job, one at a time
 * for each person, so nothing older can land on top. While something runs the job comes back by itself, so nothing that only moves has to wake it. What Slack could not take comes again as long as the visit lasts; what it refuses is dropped, and the next visit
 * makes another.
 */
export function homeStory(needs: HomeNeeds) {
  return async (by: Person): Promise<void | Again> => {
    const visit = await needs.homes.visited(by);
    if (visit === undefined) return;
    const home = await homeOf(needs, by, visit.place);
    const language = await needs.languages.of(by.team, by.user);
    const face = needs.homeTab.face(by.user, home, language);
    const live = home.running.length > 0 ? { againInMs: LIVE_MS } : undefined;
    if (face === visit.face) return live;
    const urgency = needs.world.now() - visit.askedAt < WAITING_MS ? 'end' : 'progress';
    const wait = await needs.budget.take(by.team, 'home', { urgency, who: by.user });
    if (wait > 0) return { againInMs: wait };
    let seen = face;
    try {
      await needs.homeTab.publish(by.user, home, language, 'shown').catch(async (error: unknown) => {
        if (!(error instanceof Refused && error.code === 'picture-refused')) throw error;
        // One file that is gone or not ready; the words are worth more than nothing, and a call more.
        await granted(needs, by.team, 'home', { urgency: 'end', who: by.user });
        await needs.homeTab.publish(by.user, home, language, 'none');
        // Whatever wakes it next, such as the picture that stands on its card at last, tries once more.
        seen = `${face} without pictures`;
      });
    } catch (error) {
      return await notShown(needs, by, error);
    }
    await needs.homes.shown(by, seen);
    return live;
  };
}

async function notShown({ budget, log }: HomeNeeds, by: Person, error: unknown): Promise<void | Again> {
  if (!(error instanceof Refused)) return await notDone(budget, { team: by.team }, 'home', error);
  log.warn({ err: error }, 'Slack refused a home');
}

async function homeOf(needs: HomeNeeds, by: Person, place: HomePlace): Promise<Home> {
  const [latest, usage, page] = await Promise.all([
    needs.records.recent(by.team, by.user, RUNNING + SERIES_MAX),
    usageOf(needs, by),
    listOf(needs, by, place),
  ]);
  const lines = await seriesAsOne(needs, latest.filter(isOpen));
  const running = lines.slice(0, RUNNING);
  const listed = running.flatMap((line) => (isSeries(line) ? line.children.filter(isOpen) : [line])).length;
  const kept = await needs.gallery.kept(
    by,
    page.records.map(({ id }) => id),
  );
  return {
    place: { ...place, page: page.page },
    usage,
    running,
    more: lines.length > RUNNING ? Math.max(1, usage.running - listed) : 0,
    pictures: page.records.map((record) => ({ record, kept: kept.has(record.id) })),
    total: page.total,
    pages: page.pages,
  };
}

/** Of what the environment and the team's admins allow. A home is no conversation, so no channel's limits are in it. */
async function usageOf({ intake, teamRules }: HomeNeeds, by: Person): Promise<Usage> {
  const limits = limitsFor(await teamRules.of(by.team), { user: by.user, channel: '', isDm: true });
  return await intake.usage(by, limits.person);
}

async function listOf(needs: HomeNeeds, { team, user }: Person, { list, page, words }: HomePlace): Promise<Page> {
  if (list === 'favourites') return await pageOf(needs, { team, owner: user, kind: 'kept' }, page, PAGE);
  const made = { team, owner: user, kind: 'made' } as const;
  return list === 'found' ? cut(await search(needs, made, words, FOUND), page) : await pageOf(needs, made, page, PAGE);
}

function cut(all: readonly Submission[], wanted: number): Page {
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(wanted, pages - 1);
  return { records: all.slice(page * PAGE, (page + 1) * PAGE), page, pages, total: all.length };
}
