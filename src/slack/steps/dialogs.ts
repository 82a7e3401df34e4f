import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Step } from '../../domain/step.ts';
import type { ListenerOptions } from '../listening/listener-options.ts';
import { updateModal } from '../listening/modals.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { hasPicture } from '../views/step-view.ts';
import { words } from '../words.ts';
import { openStepModal, showStepModal } from './step-views.ts';

/** Modals of steps, from wherever: everything that their submission needs stands in them. `language`: of the one person who sees it. */
export interface Dialogs {
  /** @returns the view's id, undefined when it did not open: the trigger was too old or used. Never rejects */
  open(trigger: string, step: Step, language: string | undefined): Promise<string | undefined>;
  /** Shows the step anew in an open modal; what was typed stays. @returns false when it could not be changed, most often because it is closed. Never rejects */
  show(viewId: string, step: Step, language: string | undefined): Promise<boolean>;
  /** The step was finished elsewhere; an open modal says so. Never rejects */
  finish(viewId: string, language: string | undefined): Promise<void>;
}

/** @param needs `client`: the one for a person who waits */
export function createDialogs({
  catalogue,
  ...shared
}: Pick<ListenerOptions, 'client' | 'log'> & { catalogue: Catalogue }): Dialogs {
  const speaking = (language: string | undefined) => ({ ...shared, messages: messagesIn(language, catalogue) });
  return {
    async open(trigger, step, language) {
      const needs = speaking(language);
      const token = { step, place: {} };
      const follows = hasPicture(step);
      const opened = await openStepModal(needs, trigger, { ...token, pictures: follows ? 'coming' : 'missing' });
      // Nobody knows the id of one that was opened before, so the card offers the way to another.
      if (typeof opened !== 'object') return undefined;
      if (follows) await showStepModal(needs, opened.id, token);
      return opened.id;
    },
    show: async (viewId, step, language) => await showStepModal(speaking(language), viewId, { step, place: {} }),
    async finish(viewId, language) {
      const needs = speaking(language);
      await updateModal(needs, viewId, noticeModal(words(needs.messages, { say: 'on-its-way' }), needs.messages));
    },
  };
}
