import { adminStory } from '../flows/admin/admin.ts';
import { type ControlUse, controlStories } from '../flows/controls.ts';
import { draftStory } from '../flows/draft/answer.ts';
import { command, forms, heard, send, verbs } from '../flows/index.ts';
import type { PersonJobs } from '../flows/needs/person.ts';
import type { Files } from '../flows/needs/slack.ts';
import type { Exports } from '../flows/needs/team.ts';
import { grown } from '../flows/press/grid.ts';
import { pressStory } from '../flows/press/press.ts';
import { seated, sendStep, worded } from '../flows/press/step.ts';
import { keepStory } from '../flows/reactions/keep.ts';
import { reactionStory } from '../flows/reactions/reactions.ts';
import { settingsStory } from '../flows/settings/settings.ts';
import { offerShared } from '../flows/shares.ts';
import { type CheckNeeds, checkStory } from '../flows/submit/check.ts';
import { builder } from '../flows/submit/complete.ts';
import type { Place } from '../flows/submit/take-in.ts';
import { deadStory } from '../flows/verbs/dead.ts';
import type { VerbNeeds } from '../flows/verbs/verb.ts';
import type { ControlReply, Desk, Handlers } from '../slack/index.ts';

/** What Slack's listeners call, told as stories. */
export function slackHandlers(
  needs: VerbNeeds & CheckNeeds & { files: Files; exports: Exports; jobs: PersonJobs },
): Handlers {
  const press = pressStory(needs);
  const controls = controlStories(needs);
  return {
    language: (team, user) => needs.languages.of(team, user),
    command: async ({ name, text, key, ...place }) => await command(needs, name, { text, pictures: [], key, place }),
    said: async ({ text, pictures, key, ...place }) => await heard(needs, { text, pictures, key, place }),
    share: async ({ pictures, key, threadTs, ...scene }) =>
      await offerShared(needs, { pictures, key, place: { ...placeOf(scene), threadTs } }),
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
        case 'run-corrected':
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
    draft: draftStory(needs, forms),
    form: async ({ verb, given, key, ...place }) => await send(needs, verb, { given, key, place }),
    async step({ ref, given, key, ...scene }) {
      await sendStep(needs, { ref, given, key, place: placeOf(scene) });
    },
    settings: settingsStory(needs),
    builder: async ({ verb, given, ...place }) => await builder(needs, place, verb, desk.preview(verb, given)),
    dead: deadStory(needs),
    reacted: reactionStory(needs),
    home: async ({ place, ...by }) => await needs.homes.visit(by, place),
    keep: keepStory(needs),
    admin: adminStory(needs),
    seated: async (step, viewId) => await seated(needs, step, viewId),
    worded: async (step, prompt) => await worded(needs, step, prompt),
    grown: async (step) => await grown(needs, step),
    check: checkStory(needs),
  };
}

/** What can be filled in: the forms of the registry. */
export const desk: Desk = {
  forms,
  preview: (verb, given) => verbs.find((one) => one.name === verb)?.preview?.(given),
};

/** A click stands on a card, and whoever sees a card may be there; whether the bot may post there still is seen when it does. */
function placeOf({
  team,
  channel,
  user,
  responseUrl,
}: Pick<Place, 'team' | 'channel' | 'user' | 'responseUrl'>): Place {
  return { team, channel, user, isDm: channel.startsWith('D'), ...(responseUrl === undefined ? {} : { responseUrl }) };
}
