import { isObject } from '../json.ts';
import { limits } from '../limits.ts';
import type { JsonObject } from '../types.ts';
import { blockOn } from './blocks.ts';
import { plainText } from './elements.ts';
import { array, boolean, type Context, object, oneOf, type Rule, refuse, type Surface, string } from './rules.ts';

/** Each returns what is wrong with a picture's source in the words of Slack, or undefined. */
export type PictureChecks = Pick<Context, 'slackFile' | 'imageUrl'>;

/** What Slack would list in `response_metadata.messages` for the blocks of a message; empty when they are fine. */
export function messageBlockErrors(blocks: unknown, pictures: PictureChecks): string[] {
  const context = contextFor('message', pictures);
  array(blockOn('message'), limits.message.blocks, 0)(blocks, '/blocks', context);
  const markdown = Array.isArray(blocks)
    ? blocks.filter((block) => isObject(block) && block['type'] === 'markdown')
    : [];
  const length = markdown.reduce((sum: number, block) => sum + String(block['text'] ?? '').length, 0);
  if (length > limits.message.markdown)
    refuse(context, `markdown must be less than ${limits.message.markdown + 1} characters in all`, '/blocks');
  const tables = Array.isArray(blocks) ? blocks.filter((block) => isObject(block) && block['type'] === 'table') : [];
  if (tables.length > 1) refuse(context, 'only one table is allowed', '/blocks');
  return context.errors;
}

/** As `messageBlockErrors`, for a modal or a home view; pointers start at `/view`. */
export function viewErrors(view: JsonObject, pictures: PictureChecks): string[] {
  const isModal = view['type'] === 'modal';
  const context = contextFor(isModal ? 'modal' : 'home', pictures);
  const common: { [field: string]: Rule } = {
    private_metadata: string(limits.view.privateMetadata),
    callback_id: string(limits.view.callbackId),
    external_id: string(limits.view.externalId),
  };
  const modal: { [field: string]: Rule } = {
    submit: plainText(limits.view.title),
    close: plainText(limits.view.title),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  };
  const required: { [field: string]: Rule } = {
    type: oneOf('modal', 'home'),
    blocks: array(blockOn(context.surface), limits.view.blocks, 0),
  };
  if (isModal)
    object({ ...required, title: plainText(limits.view.title) }, { ...common, ...modal })(view, '/view', context);
  else object(required, common)(view, '/view', context);
  const blocks = Array.isArray(view['blocks']) ? view['blocks'] : [];
  if (isModal && !view['submit'] && blocks.some((block) => isObject(block) && block['type'] === 'input'))
    refuse(context, 'missing required field: submit', '/view');
  return context.errors;
}

function contextFor(surface: Surface, pictures: PictureChecks): Context {
  return { surface, errors: [], blockIds: new Set(), focused: 0, ...pictures };
}
