import type { KnownBlock, ModalView } from '@slack/types';
import type { AdminRef, AdminView } from '../../../domain/admin.ts';
import { assertNever } from '../../../domain/errors.ts';
import type { Messages } from '../../../domain/messages.ts';
import { LIMITS } from '../../limits.ts';
import { deadList } from '../dead.ts';
import { mrkdwn, plain } from '../elements.ts';
import { rowOf, toPage } from './admin-buttons.ts';
import { forgetBlocks } from './forget-page.ts';
import { homeBlocks } from './home-page.ts';
import { auditBlocks, usageBlocks } from './looks.ts';
import { channelsBlocks, limitsBlocks, ownBlocks, pauseBlocks, wordsBlocks } from './rules-pages.ts';

/** The `callback_id` of every page. */
export const ADMIN_CALLBACK = 'admin';

/** A page of the admins' modal. All pages take turns in one modal, so no page waits for a trigger. */
export function adminModal(view: AdminView, messages: Messages): ModalView {
  const { admin, modals } = messages;
  const submit = submitOf(view, messages);
  const own = view.page === 'forget' && view.own;
  const title = own ? admin.ownTitle : view.page === 'home' ? admin.title : admin.pages[view.page].title;
  const back = view.page === 'home' || own ? [] : [rowOf([toPage('back', { page: 'home' }, admin.back)])];
  return {
    type: 'modal',
    callback_id: ADMIN_CALLBACK,
    private_metadata: JSON.stringify(refOf(view)),
    title: plain(title, LIMITS.modalTitle),
    close: plain(modals.close, LIMITS.modalTitle),
    ...(submit === undefined ? {} : { submit: plain(submit, LIMITS.modalTitle) }),
    blocks: [...(view.done === undefined ? [] : [mrkdwn(admin.done[view.done])]), ...blocksOf(view, messages), ...back],
  };
}

/** What of which page the modal shows, to find it again. */
function refOf(view: AdminView): AdminRef {
  const { page } = view;
  switch (page) {
    case 'own':
    case 'words':
      return { page, from: view.from };
    case 'usage':
      return { page, days: view.days, by: view.by };
    case 'forget':
      if (view.step === 'choose') return { page, ...(view.person === undefined ? {} : { person: view.person }) };
      return { page, person: view.person, cards: view.cards };
    default:
      return { page };
  }
}

function blocksOf(view: AdminView, messages: Messages): KnownBlock[] {
  switch (view.page) {
    case 'home':
      return homeBlocks(view, messages);
    case 'channels':
      return channelsBlocks(view, messages);
    case 'limits':
      return limitsBlocks(view, messages);
    case 'own':
      return ownBlocks(view, messages);
    case 'words':
      return wordsBlocks(view, messages);
    case 'pause':
      return pauseBlocks(view, messages);
    case 'usage':
      return usageBlocks(view, messages);
    case 'audit':
      return auditBlocks(view, messages);
    case 'dead':
      return deadList(view.dead, view.used, messages).blocks ?? [];
    case 'forget':
      return forgetBlocks(view, messages);
    default:
      return assertNever(view, 'page');
  }
}

/** On the button that sends the form; undefined where there is none. */
function submitOf(view: AdminView, { admin }: Messages): string | undefined {
  switch (view.page) {
    case 'channels':
    case 'limits':
      return admin.save;
    case 'own':
    case 'words':
      return admin.add;
    case 'pause':
      return view.pause === undefined ? admin.pages.pause.title : undefined;
    case 'forget':
      return { choose: admin.goOn, sure: admin.deleteForGood, begun: undefined }[view.step];
    case 'home':
    case 'usage':
    case 'audit':
    case 'dead':
      return undefined;
    default:
      return assertNever(view, 'page');
  }
}
