import { limits } from '../limits.ts';
import {
  anyText,
  element,
  imageBlockShape,
  imageElement,
  menus,
  mrkdwn,
  pickers,
  plainText,
  textInputs,
} from './elements.ts';
import { richText } from './rich-text.ts';
import {
  array,
  boolean,
  type Context,
  integer,
  number,
  object,
  oneOf,
  type Rule,
  refuse,
  type Shape,
  type Surface,
  string,
  typed,
  unique,
} from './rules.ts';

/** Every block by its type, with the surfaces that take it (slack.md sections 2 and 6). */

interface BlockRule {
  surfaces: readonly Surface[];
  rule: Rule;
}

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const inMessages: readonly Surface[] = ['message'];

const blockId: Rule = (value, at, context) => {
  string(limits.block.id, 1)(value, at, context);
  if (typeof value !== 'string') return;
  if (context.blockIds.has(value)) refuse(context, '`block_id` already exists', at);
  context.blockIds.add(value);
};

function block(
  surfaces: readonly Surface[],
  required: Shape,
  optional: Shape = {},
  extra?: (value: { [key: string]: unknown }, at: string, context: Context) => void,
): BlockRule {
  return { surfaces, rule: object({ type: () => {}, ...required }, { ...optional, block_id: blockId }, extra) };
}

const uniqueActionIds = (value: { [key: string]: unknown }, at: string, context: Context): void =>
  unique(value['elements'], 'action_id', `${at}/elements`, context);

const cell = typed(() => ({
  raw_text: object({ type: () => {}, text: string(limits.text) }),
  raw_number: object({ type: () => {}, value: number, text: string(limits.text) }),
  rich_text: richText,
}));

const tableRows = array(array(cell, limits.block.tableColumns), limits.block.tableRows);

const card = block(
  ['message', 'modal'],
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwn(limits.block.cardTitle),
    subtitle: mrkdwn(limits.block.cardTitle),
    body: mrkdwn(limits.block.cardBody),
    actions: array(element('button'), limits.block.actions),
  },
  (value, at, context) => {
    if (!value['hero_image'] && !value['title'] && !value['actions'] && !value['body'])
      refuse(context, 'must have at least one of: hero_image, title, actions, body', at);
  },
);

const taskCard = block(
  inMessages,
  {
    task_id: string(255, 1),
    title: string(255, 1),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  {
    details: richText,
    output: richText,
    sources: array(object({ type: oneOf('url'), url: string(3000, 1), text: string(3000, 1) }), 20),
  },
);

const child = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const blocks: { [type: string]: BlockRule } = {
  actions: block(
    everywhere,
    {
      elements: array(
        element(
          'button',
          'checkboxes',
          ...pickers,
          ...menus,
          'overflow',
          'radio_buttons',
          'workflow_button',
          'rich_text_input',
        ),
        limits.block.actions,
      ),
    },
    {},
    uniqueActionIds,
  ),
  alert: block(
    ['modal'],
    { text: anyText(limits.block.alert) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: block(inMessages, {
    elements: array(
      typed(() => ({ card: card.rule })),
      limits.block.carousel,
    ),
  }),
  container: block(
    inMessages,
    {
      child_blocks: array(
        typed(() => rulesOf(child)),
        limits.block.containerChildren,
      ),
    },
    {
      title: plainText(limits.block.cardTitle),
      rich_text_title: richText,
      subtitle: anyText(limits.block.cardTitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    (value, at, context) => {
      if (!value['title'] && !value['rich_text_title']) refuse(context, 'missing required field: title', at);
    },
  ),
  context: block(everywhere, {
    elements: array(
      typed(() => ({ image: imageElement, plain_text: plainText(), mrkdwn: mrkdwn() })),
      limits.block.contextElements,
    ),
  }),
  context_actions: block(
    inMessages,
    { elements: array(element('feedback_buttons', 'icon_button'), limits.block.contextActions) },
    {},
    uniqueActionIds,
  ),
  data_table: block(
    inMessages,
    { rows: tableRows, caption: string(limits.text, 1) },
    { page_size: integer(1, 100), row_header_column_index: integer(0, limits.block.tableColumns - 1) },
  ),
  divider: block(everywhere, {}),
  header: block(everywhere, { text: plainText(limits.block.header) }),
  image: block(everywhere, imageBlockShape.required, imageBlockShape.optional, imageBlockShape.extra),
  input: block(
    everywhere,
    {
      label: plainText(limits.block.label),
      element: element('checkboxes', ...pickers, ...menus, 'radio_buttons', ...textInputs, 'file_input'),
    },
    { hint: plainText(limits.block.hint), optional: boolean, dispatch_action: boolean },
    (value, at, context) => {
      const inner = value['element'];
      const isFile = typeof inner === 'object' && inner !== null && 'type' in inner && inner.type === 'file_input';
      if (isFile && context.surface !== 'modal') refuse(context, 'unsupported type: file_input', `${at}/element/type`);
    },
  ),
  markdown: block(inMessages, { text: string(limits.message.markdown, 1) }),
  plan: block(
    inMessages,
    { title: string(255, 1) },
    {
      tasks: array(
        typed(() => ({ task_card: taskCard.rule })),
        50,
        0,
      ),
    },
  ),
  rich_text: { surfaces: everywhere, rule: richTextBlock() },
  section: block(
    everywhere,
    {},
    {
      text: anyText(limits.block.sectionText),
      fields: array(anyText(limits.block.fieldText), limits.block.fields),
      accessory: element(
        'button',
        'checkboxes',
        ...pickers,
        'image',
        ...menus,
        'overflow',
        'radio_buttons',
        'workflow_button',
      ),
      expand: boolean,
    },
    (value, at, context) => {
      if (!value['text'] && !value['fields']) refuse(context, 'missing required field: text or fields', at);
    },
  ),
  table: block(
    inMessages,
    { rows: tableRows },
    {
      column_settings: array(
        object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }),
        limits.block.tableColumns,
      ),
    },
  ),
  task_card: taskCard,
  // The video must be embeddable from an unfurl domain of the app, and no app here has one (slack.md section 3).
  video: {
    surfaces: everywhere,
    rule: (_value, at, context) =>
      refuse(context, 'video_url is not on an unfurl domain of the app', `${at}/video_url`),
  },
};

function richTextBlock(): Rule {
  return (value, at, context) => {
    richText(value, at, context);
    if (typeof value === 'object' && value !== null && 'block_id' in value)
      blockId(value.block_id, `${at}/block_id`, context);
  };
}

function rulesOf(types: readonly string[]): { [type: string]: Rule } {
  return Object.fromEntries(types.flatMap((name) => (blocks[name] ? [[name, blocks[name].rule]] : [])));
}

/** The rule for a block on this surface. */
export function blockOn(surface: Surface): Rule {
  const types = Object.keys(blocks).filter((name) => blocks[name]?.surfaces.includes(surface));
  return typed(() => rulesOf(types));
}
