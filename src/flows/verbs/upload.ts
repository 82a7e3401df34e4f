import { orderVerb } from './verb.ts';

/** Pictures become links, ready to be used in a prompt or as `--sref`. */
export const upload = orderVerb({
  name: 'upload',
  usage: 'upload',
  fields: [{ kind: 'pictures', name: 'pictures', min: 1, max: 5 }],
  typed: () => ({ prompt: '', options: {} }),
  order: (given) => ({ verb: 'upload', prompt: '', pictures: [...given.pictures] }),
});
