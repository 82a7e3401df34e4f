import { parsePrompt } from '../../domain/prompt.ts';
import { orderVerb } from './verb.ts';

/** A picture is drawn anew by a prompt; a mask (black = keep, white = repaint) says where. */
export const edit = orderVerb({
  name: 'edit',
  command: '/edit',
  usage: 'edit <prompt>',
  fields: [
    { kind: 'pictures', name: 'picture', min: 1, max: 1 },
    { kind: 'prompt', name: 'prompt', required: true },
    { kind: 'pictures', name: 'mask', min: 0, max: 1 },
  ],
  order: (given) => ({ verb: 'edit', prompt: parsePrompt(given.prompt), pictures: [...given.pictures] }),
});
