import type { Step } from '../domain/step.ts';
import type { ListenerOptions } from './listener-options.ts';
import { updateModal } from './modals.ts';
import { openStepModal, showStepModal } from './step-views.ts';
import { noticeModal } from './views/notice-modal.ts';
import { hasPicture } from './views/step-view.ts';
import { words } from './words.ts';

/** Modals of steps, from wherever: everything that their submission needs stands in them. */
export interface Dialogs {
  /** @returns the view's id, undefined when it did not open: the trigger was too old or used. Never rejects */
  open(trigger: string, step: Step): Promise<string | undefined>;
  /** Shows the step anew in an open modal; what was typed stays. @returns false when it could not be changed, most often because it is closed. Never rejects */
  show(viewId: string, step: Step): Promise<boolean>;
  /** The step was finished elsewhere; an open modal says so. Never rejects */
  finish(viewId: string): Promise<void>;
}

/** @param needs `client`: the one for a person who waits */
export function createDialogs(needs: Pick<ListenerOptions, 'client' | 'messages' | 'log'>): Dialogs {
  return {
    async open(trigger, step) {
      const token = { step, place: {} };
      const follows = hasPicture(step);
      const viewId = await openStepModal(needs, trigger, { ...token, pictures: follows ? 'coming' : 'missing' });
      if (viewId !== undefined && follows) await showStepModal(needs, viewId, token);
      return viewId;
    },
    show: async (viewId, step) => await showStepModal(needs, viewId, { step, place: {} }),
    async finish(viewId) {
      await updateModal(needs, viewId, noticeModal(words(needs.messages, { say: 'on-its-way' }), needs.messages));
    },
  };
}
