import { parsePrompt } from '../../domain/prompt.ts';
import { orderVerb } from './verb.ts';

/** Which words of a prompt matter, and shorter prompts that do the same. */
export const shorten = orderVerb({
  name: 'shorten',
  command: '/shorten',
  usage: 'shorten <prompt>',
  fields: [{ kind: 'prompt', name: 'prompt', required: true }],
  order: (given) => ({ verb: 'shorten', prompt: parsePrompt(given.prompt), pictures: [] }),
});
