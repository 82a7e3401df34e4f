import { readFileSync } from 'node:fs';
import { type Heard, hear } from '../../../src/gateway/body.ts';
import type { Asked } from '../../../src/gateway/question.ts';

export const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8');

export function heard(text: string, status = 200, headers: { retryAfter?: string; location?: string } = {}): Heard {
  return hear(
    { status, contentType: 'application/json', retryAfter: headers.retryAfter, location: headers.location, text },
    1_000_000,
  );
}

export const imagine: Asked = { ask: 'imagine' };
export const press: Asked = { ask: 'press', parent: '1741531578038123' };
export const confirm: Asked = { ask: 'confirm' };
const blend: Asked = { ask: 'blend', pictures: true };
export const upload: Asked = { ask: 'upload', pictures: true };
const video: Asked = { ask: 'video', pictures: true };

/** An answer that a row of the table decides: to what, and what that comes to as `outcome` writes it. */
export type Example = [row: string, asked: Asked, answer: Heard, expected: unknown];

/** For each row of the table. Those of presses alone and of what they ask are in `step-answer-examples.ts`. */
export const ROWS: Example[] = [
  ['key refused', imagine, heard('', 401), ['Misconfigured', 'key-refused', 'HTTP 401']],
  [
    'key refused',
    imagine,
    heard(fixture('new-api-unauthorized'), 401),
    ['Misconfigured', 'key-refused', '无效的令牌 (request id: 20250310001234567890)'],
  ],
  [
    'key refused',
    press,
    heard(fixture('new-api-model-forbidden'), 403),
    ['Misconfigured', 'key-refused', '该令牌无权访问模型  (request id: 20250310001234567890)'],
  ],
  [
    'rate limited',
    imagine,
    heard(fixture('new-api-saturated'), 429, { retryAfter: '7' }),
    ['Busy', '当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。', 7000],
  ],
  ['rate limited', imagine, heard('', 429), ['Busy', 'HTTP 429', undefined]],
  [
    'no channel, or overloaded',
    imagine,
    heard('{"error":{"message":"no channel","type":"new_api_error"}}', 503),
    ['Busy', 'no channel', undefined],
  ],
  [
    'redirect',
    imagine,
    heard('', 301, { location: 'https://gw.example/mj/submit/imagine?sig=secret' }),
    [
      'Misconfigured',
      'no-route',
      'The gateway redirects to https://gw.example/mj/submit/imagine; the base URL should be the final address.',
    ],
  ],
  [
    'uploaded',
    upload,
    heard(fixture('upload')),
    {
      kind: 'links',
      links: ['https://cdn.discordapp.com/attachments/1/2/a.png?ex=67cefb57&is=67cda9d7&hm=b87e6b24&'],
    },
  ],
  [
    'uploaded',
    upload,
    heard('{"code":1,"result":"https://a.example/1.png?x=1,2&"}'),
    { kind: 'links', links: ['https://a.example/1.png?x=1,2&'] },
  ],
  [
    'uploaded',
    upload,
    heard('{"code":1,"result":"https://a.example/1.png?hm=1&, https://a.example/2.png,http://b.example/3"}'),
    { kind: 'links', links: ['https://a.example/1.png?hm=1&', 'https://a.example/2.png', 'http://b.example/3'] },
  ],
  [
    'uploaded',
    upload,
    heard('{"code":1,"result":[{"url":"https://a.example/1.png"},null,"https://a.example/2.png"]}'),
    { kind: 'links', links: ['https://a.example/1.png', 'https://a.example/2.png'] },
  ],
  ['accepted', blend, heard(fixture('submit-ok')), { kind: 'accepted', task: '1741531578038123' }],
  ['accepted', imagine, heard(fixture('submit-ok')), { kind: 'accepted', task: '1741531578038123' }],
  ['accepted', imagine, heard(fixture('submit-ok-number')), { kind: 'accepted', task: '1320098173412546' }],
  ['accepted', imagine, heard(fixture('submit-ok-number-17-digits')), { kind: 'accepted', task: '14001934816969359' }],
  ['accepted', imagine, heard(fixture('submit-queued')), { kind: 'accepted', task: '1741531578038124', ahead: 2 }],
  [
    'accepted',
    imagine,
    heard(fixture('new-api-submit-queued')),
    { kind: 'accepted', task: '1741531578038124', ahead: 2 },
  ],
  [
    'accepted',
    press,
    heard(fixture('trueai-imagine-all')),
    {
      kind: 'accepted',
      task: '1741531700000001',
      others: ['1741531700000002', '1741531700000003', '1741531700000004'],
    },
  ],
  ['accepted', confirm, heard(fixture('new-api-press-exists')), { kind: 'accepted', task: '0741798445574458' }],
  ['accepted', press, heard('{"code":1,"result":"11,12, 13"}'), { kind: 'accepted', task: '11', others: ['12', '13'] }],
  ['accepted', press, heard('{"code":"1","result":["task_01ABC"]}'), { kind: 'accepted', task: 'task_01ABC' }],
  [
    'accepted',
    press,
    heard('{"code":1,"description":"Order confirmed","result":"9"}'),
    { kind: 'accepted', task: '9' },
  ],
  ['accepted', confirm, heard(fixture('new-api-remix')), { kind: 'accepted', task: '1741531600000456' }],
  [
    'accepted without a result',
    imagine,
    heard('{"code":1,"description":"提交成功","result":""}'),
    ['Refused', 'failed', 'No task id came with the answer "提交成功".'],
  ],
  [
    'accepted without a result',
    upload,
    heard('{"code":1,"description":"ok","result":["1741531578038123"]}'),
    ['Refused', 'failed', 'No link came with the answer "ok".'],
  ],
  [
    'no account',
    imagine,
    heard('{"code":3,"description":"无可用的账号实例"}'),
    ['Refused', 'failed', '无可用的账号实例'],
  ],
  [
    'no account',
    blend,
    heard('{"code":3,"description":"无可用的账号实例"}'),
    ['Refused', 'failed', '无可用的账号实例'],
  ],
  [
    'unknown verb or button',
    press,
    heard(fixture('trueai-unknown-action')),
    ['Refused', 'unsupported', '未知的 Action 类型'],
  ],
  [
    'unknown verb or button',
    press,
    heard(fixture('new-api-unknown-action'), 400),
    [
      'Refused',
      'unsupported',
      'Invalid request, unknown_action:MJ::Job::PicReader::1 (request id: 20250310001234567890)',
    ],
  ],
  [
    'unknown verb or button',
    press,
    heard(fixture('new-api-unknown-action-retry'), 400),
    ['Refused', 'unsupported', 'Invalid request, unknown_action:MJ::Picread::Retry (request id: 20250310001234567890)'],
  ],
  [
    'unknown verb or button',
    video,
    heard('{"error":{"message":"Invalid request, unknown_relay_action (request id: 1)","type":"new_api_error"}}', 400),
    ['Refused', 'unsupported', 'Invalid request, unknown_relay_action (request id: 1)'],
  ],
  [
    'unknown verb or button',
    video,
    heard('{"description":"invalid_request ","type":"upstream_error","code":4}', 400),
    ['Refused', 'unsupported', 'invalid_request'],
  ],
  [
    'too many at once',
    imagine,
    heard('{"code":4,"description":"并发数已达上限"}'),
    ['Busy', '并发数已达上限', undefined],
  ],
  ['invalid', imagine, heard(fixture('new-api-prompt-required'), 400), ['Refused', 'invalid', 'prompt_is_required']],
  [
    'invalid',
    imagine,
    heard('{"code":4,"description":"用户今日绘图次数已达上限"}'),
    ['Refused', 'invalid', '用户今日绘图次数已达上限'],
  ],
  ['queue full', imagine, heard(fixture('queue-full')), ['Busy', '队列已满，请稍后尝试', undefined]],
  ['queue full', imagine, heard(fixture('queue-full-with-result')), ['Busy', '队列已满，请稍后尝试', undefined]],
  ['queue full', imagine, heard(fixture('trueai-queue-full')), ['Busy', '提交失败，队列已满，请稍后重试', undefined]],
  ['queue full', imagine, heard('{"code":30,"description":"saturated"}'), ['Busy', 'saturated', undefined]],
  ['banned word', imagine, heard(fixture('banned-prompt')), ['Refused', 'banned-word', '可能包含敏感词']],
  [
    'failed',
    imagine,
    heard('{"code":9,"description":"提交失败，系统异常"}'),
    ['Refused', 'failed', '提交失败，系统异常'],
  ],
  [
    'failed',
    imagine,
    heard('{"description":"do_request_failed ","code":5}', 400),
    ['Refused', 'failed', 'do_request_failed'],
  ],
  ['invalid', upload, heard('{"code":4,"description":"禁止上传"}'), ['Refused', 'invalid', '禁止上传']],
  ['pictures too large', blend, heard('<html>', 413), ['Refused', 'input-unusable', 'too-large']],
  ['too large', imagine, heard('<html>', 413), ['Refused', 'invalid', 'HTTP 413']],
  [
    'verb without endpoint',
    press,
    heard('{"status":404,"error":"Not Found","path":"/mj/submit/action"}', 404),
    ['Refused', 'unsupported', 'Not Found'],
  ],
  ['verb without endpoint', video, heard('', 405), ['Refused', 'unsupported', 'HTTP 405']],
  ['verb without endpoint', video, heard('<!doctype html>'), ['Refused', 'unsupported', 'HTTP 200']],
  ['no endpoint', imagine, heard('404 page not found', 404), ['Misconfigured', 'no-route', '404 page not found']],
  ['edge without gateway', imagine, heard('<html>', 521), ['Unreachable', 'HTTP 521']],
  ['lost behind the gateway', imagine, heard('<html>', 502), ['InDoubt', 'HTTP 502']],
  ['lost behind the gateway', imagine, heard('', 504), ['InDoubt', 'HTTP 504']],
  [
    'lost behind the gateway',
    press,
    heard('{"timestamp":1,"status":500,"error":"Internal Server Error"}', 500),
    ['InDoubt', 'Internal Server Error'],
  ],
  ['lost behind the gateway', imagine, heard('{"code":1,"result":"77"}', 500), ['InDoubt', 'HTTP 500']],
  ['web page', imagine, heard('<!doctype html>'), ['Misconfigured', 'web-page', 'A web page came instead of JSON.']],
  ['other code', imagine, heard('{"code":25,"description":"no money"}'), ['Refused', 'other', 'no money']],
  [
    'refused',
    imagine,
    heard('{"error":{"message":"bad request","type":"new_api_error"}}', 400),
    ['Refused', 'invalid', 'bad request'],
  ],
  [
    'refused',
    video,
    heard('{"error":{"message":"image: too small","type":"invalid_request_error"}}', 400),
    ['Refused', 'invalid', 'image: too small'],
  ],
  ['cut in half', imagine, heard('{"code":1,"description":"提交成'), ['InDoubt', 'The answer ends in the middle.']],
  ['no body', imagine, heard('', 204), ['Misconfigured', 'no-answer-body', 'An empty answer to a submit (HTTP 204).']],
  ['no body', imagine, heard('null'), ['Misconfigured', 'no-answer-body', 'An empty answer to a submit (HTTP 200).']],
  ['error in a 200', imagine, heard('{"error":{"message":"nope"}}'), ['Refused', 'other', 'nope']],
  ['unreadable', imagine, heard('{"success":true}'), ['Misconfigured', 'unreadable', 'HTTP 200']],
  ['unreadable', imagine, heard('OK'), ['Misconfigured', 'unreadable', 'OK']],
];
