import { orderVerb } from './verb.ts';

/** The face of the first picture goes into the second. */
export const faceswap = orderVerb({
  name: 'faceswap',
  command: '/faceswap',
  usage: 'faceswap',
  fields: [
    { kind: 'pictures', name: 'face', min: 1, max: 1 },
    { kind: 'pictures', name: 'target', min: 1, max: 1 },
  ],
  typed: () => ({ prompt: '', options: {} }),
  order: (given) => ({ verb: 'faceswap', prompt: '', pictures: [...given.pictures] }),
});
