import { type ControlUse, controlStories } from '../flows/controls.ts';
import { deadStory } from '../flows/dead.ts';
import { command, forms, heard, send, verbs } from '../flows/index.ts';
import type { Files, Inbox } from '../flows/needs.ts';
import { pressStory } from '../flows/press.ts';
import { settingsStory } from '../flows/settings.ts';
import { grown, seated, sendStep } from '../flows/step.ts';
import type { Place } from '../flows/take-in.ts';
import type { VerbNeeds } from '../flows/verb.ts';
import type { ControlReply, Desk, Handlers } from '../slack/index.ts';

/** What Slack's listeners call, told as stories. */
export function slackHandlers(needs: VerbNeeds & { inbox: Inbox; files: Files }): Handlers {
  const press = pressStory(needs);
  const controls = controlStories(needs);
  return {
    command: async ({ name, text, key, ...place }) => await command(needs, name, { text, pictures: [], key, place }),
    said: async ({ text, pictures, key, ...place }) => await heard(needs, { text, pictures, key, place }),
    press: async ({ submission, hash, key, triggerId, ...scene }) =>
      await press({ submission, hash, key, trigger: triggerId, place: placeOf(scene) }),
    async control({ control, submission, key, triggerId, ...scene }): Promise<ControlReply> {
      const use: ControlUse = { submission, key, place: placeOf(scene), trigger: triggerId };
      switch (control) {
        case 'show-prompt':
          return { show: 'prompt', ...(await controls[control](use)) };
        case 'seed':
        case 'try-again':
        case 'continue':
          return await controls[control](use);
        case 'edit-again': {
          const { verb, given } = await controls[control](use);
          const form = forms.find((one) => one.verb === verb);
          return form === undefined ? undefined : { open: form, given };
        }
        default:
          await controls[control](use);
          return undefined;
      }
    },
    form: async ({ verb, given, key, ...place }) => await send(needs, verb, { given, key, place }),
    async step({ ref, given, key, ...scene }) {
      await sendStep(needs, { ref, given, key, place: placeOf(scene) });
    },
    settings: settingsStory(needs),
    dead: deadStory(needs),
    seated: async (step, viewId) => await seated(needs, step, viewId),
    grown: async (step) => await grown(needs, step),
    async check(pictures, by) {
      await needs.inbox.read(pictures, by);
    },
  };
}

/** What can be filled in: the forms of the registry. */
export const desk: Desk = {
  forms,
  preview: (verb, given) => verbs.find((one) => one.name === verb)?.preview?.(given),
};

/** A click stands on a card, and whoever sees a card may be there. */
function placeOf({ team, channel, user }: Pick<Place, 'team' | 'channel' | 'user'>): Place {
  return { team, channel, user, isDm: channel.startsWith('D') };
}
