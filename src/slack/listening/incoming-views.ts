/** The parts of what Slack says of modals: a form that was sent, an element that was used. Source: @slack/types, and slack.md section 3. */
import { z } from 'zod';
import { FormState } from '../views/form-state.ts';

const View = z.object({
  id: z.string(),
  hash: z.string(),
  callback_id: z.string().default(''),
  private_metadata: z.string(),
  state: z.object({ values: FormState }),
});

const ViewSent = z.object({
  user: z.object({ id: z.string() }),
  view: View,
  /** Of a conversation that was chosen in the form. */
  response_urls: z.array(z.object({ response_url: z.string(), channel_id: z.string() })).default([]),
});

const ViewClick = z.object({
  user: z.object({ id: z.string() }),
  view: View,
  trigger_id: z.string(),
});
const Element = z.object({
  action_id: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

interface OnView {
  user: string;
  viewId: string;
  /** Which version of the view it was. */
  hash: string;
  metadata: string;
  state: FormState;
}

export interface ViewSent extends OnView {
  callbackId: string;
  /** By channel. */
  responseUrls: ReadonlyMap<string, string>;
}

export interface ViewClick extends OnView {
  actionId: string;
  /** Of a button, of the chosen entry of a menu, or what was typed into a line. */
  value: string;
  /** From which another modal may be opened within 3 s. */
  triggerId: string;
}

/** @throws ZodError for another shape than Slack documents */
export function viewSentOf(body: object): ViewSent {
  const sent = ViewSent.parse(body);
  return {
    ...onView(sent),
    callbackId: sent.view.callback_id,
    responseUrls: new Map(sent.response_urls.map((one) => [one.channel_id, one.response_url])),
  };
}

/** @returns undefined for what did not happen in a modal or a home, or has another shape than Slack documents */
export function viewClickOf(body: object, action: object): ViewClick | undefined {
  const click = ViewClick.safeParse(body).data;
  const element = Element.safeParse(action).data;
  if (click === undefined || element === undefined) return undefined;
  return {
    ...onView(click),
    actionId: element.action_id,
    value: element.selected_option?.value ?? element.value ?? '',
    triggerId: click.trigger_id,
  };
}

function onView({ user, view }: Pick<z.infer<typeof ViewClick>, 'user' | 'view'>): OnView {
  return { user: user.id, viewId: view.id, hash: view.hash, metadata: view.private_metadata, state: view.state.values };
}
