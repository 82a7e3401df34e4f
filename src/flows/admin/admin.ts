import {
  type AdminButton,
  type AdminDeed,
  type AdminGiven,
  type AdminRef,
  type AdminView,
} from '../../domain/admin.ts';
import { assertNever, UserMistake } from '../../domain/errors.ts';
import { mayManage } from '../admins.ts';
import type { Languages } from '../needs/people.ts';
import type { PersonJobs } from '../needs/person.ts';
import type { Admins, Exports } from '../needs/team.ts';
import type { Log } from '../needs/world.ts';
import { soonPaid, type WaitNeeds } from '../show/slack-calls.ts';
import { idsIn, textIn } from './fields.ts';
import { type PageNeeds, pageOf } from './pages.ts';
import { dropOwnLimits, dropWords, type Manager, resume, type SaveNeeds, saveForm } from './save.ts';
import { auditTable, usageTable } from './tables.ts';

export interface AdminNeeds extends PageNeeds, SaveNeeds, WaitNeeds {
  admins: Admins;
  exports: Exports;
  languages: Languages;
  jobs: PersonJobs;
  log: Log;
}

/** All of the audit trail that is kept. */
const ALL_ENTRIES = 20_000;

/**
 * Whatever is done in the admins' modal; the answer is the page to show next. Everybody but admins is refused, except for the deletion of their
 * own data.
 *
 * @throws UserMistake `admins-only`, or one that names its field; then nothing was changed
 * @throws Unreachable, Busy
 */
export function adminStory(needs: AdminNeeds) {
  return async ({ team, user, deed }: Manager & { deed: AdminDeed }): Promise<AdminView> => {
    const manager = { team, user };
    const { ref } = deed;
    const isOwnData = ref.page === 'forget' && ref.person === user && deed.do !== 'press';
    if (!isOwnData) await mayManage(needs, manager);
    switch (deed.do) {
      case 'look':
        return await pageOf(needs, manager, ref);
      case 'send':
        return await send(needs, manager, ref, deed.given);
      case 'press':
        return await press(needs, manager, ref, deed.button, deed.value);
      default:
        return assertNever(deed, 'deed');
    }
  };
}

/** Lists stay on their page, so that the next line can be added; other forms lead back. */
async function send(needs: AdminNeeds, manager: Manager, ref: AdminRef, given: AdminGiven): Promise<AdminView> {
  const { page } = ref;
  switch (page) {
    case 'channels':
    case 'limits':
    case 'pause':
      await saveForm(needs, manager, page, given);
      return { ...(await pageOf(needs, manager, { page: 'home' })), done: page === 'pause' ? 'paused' : 'saved' };
    case 'own':
    case 'words':
      await saveForm(needs, manager, page, given);
      // The new line is the last.
      return { ...(await pageOf(needs, manager, { page, from: Number.MAX_SAFE_INTEGER })), done: 'saved' };
    case 'forget':
      return await forget(needs, manager, ref, given);
    default:
      return await pageOf(needs, manager, ref);
  }
}

async function press(
  needs: AdminNeeds,
  manager: Manager,
  ref: AdminRef,
  button: AdminButton,
  value: string,
): Promise<AdminView> {
  switch (button) {
    case 'drop-own':
      await dropOwnLimits(needs, manager, value);
      return { ...(await pageOf(needs, manager, ref)), done: 'saved' };
    case 'drop-words':
      await dropWords(needs, manager, value);
      return { ...(await pageOf(needs, manager, ref)), done: 'saved' };
    case 'resume':
      await resume(needs, manager);
      return { ...(await pageOf(needs, manager, { page: 'home' })), done: 'resumed' };
    case 'export-usage':
    case 'export-audit':
      await exportTable(needs, manager, button === 'export-usage' ? 'usage' : 'audit', ref);
      return { ...(await pageOf(needs, manager, ref)), done: 'sent' };
    default:
      return assertNever(button, 'button');
  }
}

async function exportTable(
  needs: AdminNeeds,
  { team, user }: Manager,
  what: 'usage' | 'audit',
  { days = 1 }: AdminRef,
): Promise<void> {
  const { audit, usage, exports, languages, world } = needs;
  const day = new Date(world.now()).toISOString().slice(0, 10);
  const table =
    what === 'usage'
      ? { what, name: `usage-${days}d-${day}`, csv: usageTable(await usage.lines(team, days)) }
      : { what, name: `audit-${day}`, csv: auditTable(await audit.latest(team, ALL_ENTRIES)) };
  await audit.add(team, { at: world.now(), by: user, what: 'export', of: table.name });
  const who = `table-${user}`;
  // A 429 would not tell which of both it was for.
  await Promise.all([soonPaid(needs, team, 'upload', { who }), soonPaid(needs, team, 'post', { who, channel: user })]);
  await exports.send(user, table, await languages.of(team, user));
}

/** Chosen, then confirmed; then a job does it. It is noted before it begins. */
async function forget(needs: AdminNeeds, manager: Manager, ref: AdminRef, given: AdminGiven): Promise<AdminView> {
  const { team, user } = manager;
  const person = ref.person ?? textIn(given, 'person');
  if (person === undefined) throw new UserMistake('nothing-chosen', {}, 'person');
  if (ref.cards === undefined) {
    const cards = idsIn(given, 'cards').includes('yes');
    return await pageOf(needs, manager, { page: 'forget', person, cards });
  }
  const { cards } = ref;
  const at = needs.world.now();
  await needs.audit.add(team, { at, by: user, what: 'forget', of: person, is: cards ? 'cards' : '' });
  await needs.jobs.forget({ team, user: person, by: user, until: at, cards });
  needs.log.info({ user, person, cards }, 'the data of a person is being deleted');
  return { page: 'forget', own: person === user, step: 'begun', person, cards };
}
