import { orderVerb } from './verb.ts';

/** What prompt would have made this picture? Four answers, each with a button that draws it. */
export const describe = orderVerb({
  name: 'describe',
  command: '/describe',
  usage: 'describe',
  fields: [{ kind: 'pictures', name: 'picture', min: 1, max: 1 }],
  typed: () => ({ prompt: '', options: {} }),
  order: (given) => ({ verb: 'describe', prompt: '', pictures: [...given.pictures] }),
});
