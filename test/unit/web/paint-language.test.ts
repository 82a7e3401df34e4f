import { expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { chinese } from '../../../src/domain/messages.zh.ts';
import { good, painting, words } from './painting.ts';

const CHINESE = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };

test('the page speaks as the person for whom the link was made, whatever their browser says', async () => {
  const { get, page } = await painting({ language: async () => 'zh' });

  const text = await (await get(page, { 'accept-language': 'en' })).text();
  expect(text).toContain('<html lang="zh-Hans">');
  expect(text).toContain(chinese.painter.heading);
  expect(text).not.toContain(words.heading);
});

test('what is refused is in their language, too', async () => {
  const { post, page, get } = await painting({
    language: async () => 'zh',
    page: async () => 'used',
    accept: async () => {
      throw new UserMistake('mask-empty');
    },
  });

  expect(await (await post(good)).json()).toMatchObject({ error: chinese.mistakes['mask-empty']({}) });
  expect(await (await get(page)).text()).toContain(chinese.painter.notices.used.title);
});

test('where the link leads to nobody, the page speaks as the browser', async () => {
  const { get } = await painting();

  const forged = await get('/paint/nothing', CHINESE);
  expect(forged.status).toBe(404);
  expect(await forged.text()).toContain(chinese.painter.notices.unknown.title);
  expect(await (await get('/paint/nothing')).text()).toContain(words.notices.unknown.title);
});

test('where the visit is over, the page speaks as the browser', async () => {
  const { get, page } = await painting({ language: async () => undefined, page: async () => 'gone' });

  expect(await (await get(page, CHINESE)).text()).toContain(chinese.painter.notices.over.title);
});
