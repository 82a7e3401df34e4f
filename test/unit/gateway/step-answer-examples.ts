import { confirm, type Example, fixture, heard, press } from './answer-examples.ts';

/** For the rows of presses, and of what they ask. */
export const STEP_ROWS: Example[] = [
  ['exists already', press, heard(fixture('press-exists')), { kind: 'exists', task: '0741798445574458' }],
  ['exists already', press, heard(fixture('press-exists-running')), { kind: 'exists', task: '0741798445574458' }],
  [
    'exists already',
    press,
    heard('{"code":21,"description":"任务已存在","result":"0741798445574458"}'),
    { kind: 'exists', task: '0741798445574458' },
  ],
  [
    'exists already, rewritten to 1',
    press,
    heard(fixture('new-api-press-exists')),
    { kind: 'exists', task: '0741798445574458' },
  ],
  [
    'confirmation',
    press,
    heard(fixture('modal-needed')),
    { kind: 'confirm', task: '1741531600000456', finalPrompt: 'cat --v 7' },
  ],
  ['confirmation', press, heard(fixture('modal-needed-bare')), { kind: 'confirm', task: '14001929738841620' }],
  ['confirmation', press, heard(fixture('modal-needed-inpaint')), { kind: 'confirm', task: '1741531600000456' }],
  ['confirmation', press, heard(fixture('modal-needed-empty')), { kind: 'confirm', task: '14001929738841620' }],
  [
    'confirmation',
    press,
    heard(fixture('modal-needed-zoom')),
    { kind: 'confirm', task: '1741531600000457', finalPrompt: 'a cat on a wall --v 7 --ar 3:2' },
  ],
  [
    'confirmation',
    press,
    heard('{"code":21,"description":"x","result":"7","properties":[]}'),
    { kind: 'confirm', task: '7' },
  ],
  [
    'confirmation',
    press,
    heard('{"code":21,"result":"7","properties":{"status":"NOT_START","imageUrl":null}}'),
    { kind: 'confirm', task: '7' },
  ],
  [
    'confirmation',
    press,
    heard(
      '{"code":21,"result":"7","properties":{"status":"MODAL","finalPrompt":"cat","imageUrl":"https://a.example/1.png"}}',
    ),
    { kind: 'confirm', task: '7', finalPrompt: 'cat' },
  ],
  ['confirmation', confirm, heard(fixture('modal-needed-bare')), { kind: 'confirm', task: '14001929738841620' }],
  [
    'confirmation rewritten to 1',
    press,
    heard(fixture('new-api-remix')),
    { kind: 'confirm', task: '1741531600000456', finalPrompt: 'cat --v 7' },
  ],
  [
    'confirmation rewritten to 1',
    press,
    heard(fixture('new-api-remix-bare')),
    { kind: 'confirm', task: '14001929738841620' },
  ],
  [
    'confirmation rewritten to 1',
    press,
    heard('{"code":1,"description":"提交成功","result":"7","properties":{"remix":true}}'),
    { kind: 'confirm', task: '7' },
  ],
  [
    'nothing new',
    press,
    heard('{"code":1,"description":"成功","result":"1741531578038123"}'),
    { kind: 'exists', task: '1741531578038123' },
  ],
  [
    'parent gone',
    { ask: 'change', parent: '1' },
    heard(fixture('parent-not-found')),
    ['Refused', 'parent-gone', '关联任务不存在或已失效', 'momentary'],
  ],
  [
    'parent gone',
    press,
    heard(fixture('parent-not-found'), 404),
    ['Refused', 'parent-gone', '关联任务不存在或已失效', 'momentary'],
  ],
  [
    'parent gone',
    press,
    heard('{"description":"task_not_found ","type":"upstream_error","code":4}', 400),
    ['Refused', 'parent-gone', 'task_not_found', 'momentary'],
  ],
  // The child of a confirmation does not come back a moment later.
  ['parent gone', confirm, heard(fixture('parent-not-found')), ['Refused', 'parent-gone', '关联任务不存在或已失效']],
  [
    'parent gone',
    confirm,
    heard(fixture('parent-not-found'), 404),
    ['Refused', 'parent-gone', '关联任务不存在或已失效'],
  ],
  [
    'parent gone',
    confirm,
    heard('{"description":"task_not_found ","type":"upstream_error","code":4}', 400),
    ['Refused', 'parent-gone', 'task_not_found'],
  ],
  [
    'parent not ready',
    press,
    heard('{"code":4,"description":"关联任务状态错误"}'),
    ['Refused', 'invalid', '关联任务状态错误', 'momentary'],
  ],
  [
    'no Remix',
    press,
    heard(fixture('trueai-remix-refused')),
    ['Refused', 'invalid', '当前账号不支持 remix，请开启 remix 功能'],
  ],
];
