import { type Call, field, jsonReply, type Reply } from '../call.ts';
import { hashOf } from '../dice.ts';
import { aspectOf, clipOf, gridFor, type Picture, singleOf } from '../pictures/picture.ts';
import { reframed, sceneOf } from '../pictures/scene.ts';
import { toJson } from '../view.ts';
import type { World } from '../world.ts';
import { invalid, words } from './answers.ts';
import { submit } from './create.ts';
import { arePictures, pictureFrom, picturesFrom } from './images.ts';
import { descriptionsFor, shortenedFor } from './texts.ts';

export async function imagine(world: World, call: Call): Promise<Reply> {
  const prompt = field(call.body, 'prompt').trim();
  if (prompt === '') return invalid('prompt不能为空');
  if (!(await arePictures(call.body['base64Array'] ?? [], world.settings.dialect === 'trueai')))
    return invalid('base64格式错误');
  return submit(world, call, {
    kind: 'imagine',
    action: 'IMAGINE',
    prompt,
    describe: () => `/imagine ${prompt}`,
    goal: (seed) => ({
      picture: gridFor(prompt, seed, world.settings.pictureSize),
      buttons: { of: 'grid' },
      text: null,
    }),
  });
}

const ASPECTS = new Map([
  ['PORTRAIT', 2 / 3],
  ['SQUARE', 1],
  ['LANDSCAPE', 3 / 2],
]);

export async function blend(world: World, call: Call): Promise<Reply> {
  const pictures = await picturesFrom(call.body['base64Array']);
  if (pictures === null) return invalid('base64格式错误');
  if (pictures.length < 2 || pictures.length > 5) return invalid('base64List参数错误');
  const aspect = call.body['dimensions'] === undefined ? 1 : ASPECTS.get(field(call.body, 'dimensions'));
  if (aspect === undefined) return invalid('dimensions参数错误');
  const mixed = hashOf(...pictures.map(({ bytes }) => hashOf(bytes.toString('latin1'))));
  return submit(world, call, {
    kind: 'blend',
    action: 'BLEND',
    prompt: null,
    describe: (id) => `/blend ${id} ${pictures.length}`,
    goal: () => ({
      picture: gridFor(`blend ${mixed}`, mixed, world.settings.pictureSize, aspect),
      buttons: { of: 'grid' },
      text: null,
    }),
  });
}

export async function describe(world: World, call: Call): Promise<Reply> {
  const link = world.settings.dialect === 'trueai' ? field(call.body, 'link') : '';
  const base64 = field(call.body, 'base64');
  if (base64 === '' && link === '') return invalid('base64不能为空');
  const picture = link === '' ? await pictureFrom(base64) : null;
  if (link === '' && picture === null) return invalid('base64格式错误');
  const text = descriptionsFor(hashOf(link || base64), picture);
  return submit(world, call, {
    kind: 'describe',
    action: 'DESCRIBE',
    prompt: null,
    describe: (id) => `/describe ${id}.png`,
    goal: () => ({ picture, buttons: { of: 'descriptions' }, text }),
  });
}

export function shorten(world: World, call: Call): Reply {
  const prompt = field(call.body, 'prompt').trim();
  if (prompt === '') return invalid('prompt不能为空');
  return submit(world, call, {
    kind: 'shorten',
    action: 'SHORTEN',
    prompt,
    describe: () => `/shorten ${prompt}`,
    goal: () => ({ picture: null, buttons: { of: 'shortened' }, text: shortenedFor(prompt) }),
  });
}

export async function edits(world: World, call: Call): Promise<Reply> {
  const prompt = field(call.body, 'prompt').trim();
  const image = field(call.body, 'image');
  if (prompt === '') return invalid('prompt不能为空');
  const picture = await pictureFrom(image);
  if (picture === null && !/^https?:\/\//.test(image)) return invalid('image不能为空');
  const aspect = picture === null ? aspectOf(prompt) : picture.width / picture.height;
  return submit(world, call, {
    kind: 'edits',
    action: 'EDIT',
    prompt,
    describe: () => words(world, 'done'),
    goal: (seed) => ({
      picture: gridFor(prompt, seed, world.settings.pictureSize, aspect),
      buttons: { of: 'grid' },
      text: null,
    }),
  });
}

export function video(world: World, call: Call): Reply {
  const prompt = field(call.body, 'prompt').trim();
  if (prompt === '') return invalid('prompt不能为空');
  const motion = call.body['motion'] ?? 'low';
  if (motion !== 'low' && motion !== 'high') return invalid('motion参数错误');
  const count = Number(call.body['batchSize'] ?? 4);
  if (![1, 2, 4].includes(count)) return invalid('batchSize参数错误');
  const size = world.settings.pictureSize;
  return submit(world, call, {
    kind: 'video',
    action: 'VIDEO',
    prompt,
    describe: () => words(world, 'done'),
    goal: (seed) => ({
      picture: clipOf(sceneOf(prompt, seed, aspectOf(prompt)), count, seed, size),
      buttons: { of: 'clips', count },
      text: null,
    }),
  });
}

export async function swap(world: World, call: Call): Promise<Reply> {
  const source = await pictureFrom(call.body['sourceBase64']);
  const target = await pictureFrom(call.body['targetBase64']);
  if (source === null || target === null) return invalid('base64格式错误');
  const size = world.settings.pictureSize;
  return submit(world, call, {
    kind: 'swap',
    action: 'SWAP_FACE',
    prompt: null,
    describe: () => words(world, 'done'),
    goal: (seed) => {
      const scene = reframed(sceneOf('cat portrait', seed, 1), target.width / target.height);
      return { picture: singleOf(scene, size), buttons: { of: 'nothing' }, text: null };
    },
  });
}

/** Answers the links of what was sent, an array as a rule (gateway.md 1.5). */
export async function upload(world: World, call: Call): Promise<Reply> {
  const pictures = await picturesFrom(call.body['base64Array']);
  if (pictures === null || pictures.length === 0) return invalid('base64格式错误');
  const links = pictures.map((picture, at) => {
    const name = world.newId();
    return world.cdn.publish(name, picture, { as: 'final' }, `${name}_${at}.${extensionOf(picture)}`);
  });
  const result = world.settings.uploadResult === 'array' ? links : (links[0] ?? '');
  const answer = toJson({ code: 1, description: words(world, 'success'), result });
  return { ...jsonReply(answer), taken: { taskId: '', code: 1 } };
}

function extensionOf(picture: Extract<Picture, { shape: 'upload' }>): string {
  return picture.type.replace('image/', '').replace('jpeg', 'jpg');
}
