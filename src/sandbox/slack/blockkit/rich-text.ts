import { limits } from '../limits.ts';
import { array, boolean, integer, number, object, oneOf, type Rule, string, typed } from './rules.ts';

/** rich_text: shapes from @slack/types 3.2.0; an empty text element is refused by Slack as any empty text is. */

const style = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const any: Rule = () => {};
const styled = { style };
const maxText = limits.message.blocksText;

const text = object({ type: any, text: string(maxText, 1) }, styled);
const link = object({ type: any, url: string(3000, 1) }, { ...styled, text: string(maxText), unsafe: boolean });

const inline = typed(() => ({
  text,
  link,
  broadcast: object({ type: any, range: oneOf('here', 'channel', 'everyone') }, styled),
  color: object({ type: any, value: string(20, 1) }, styled),
  channel: object({ type: any, channel_id: string(40, 1) }, styled),
  date: object(
    { type: any, timestamp: number, format: string(200, 1) },
    { ...styled, url: string(3000), fallback: string(3000) },
  ),
  emoji: object(
    { type: any, name: string(100, 1) },
    { ...styled, unicode: string(100), url: string(3000), skin_tone: integer(1, 6) },
  ),
  team: object({ type: any, team_id: string(40, 1) }, styled),
  user: object({ type: any, user_id: string(40, 1) }, styled),
  usergroup: object({ type: any, usergroup_id: string(40, 1) }, styled),
}));

const section = object({ type: any, elements: array(inline, 1000, 0) });
const bordered = { border: integer(0, 1) };

/** The block without its block_id, which its users check. */
export const richText: Rule = object(
  {
    type: oneOf('rich_text'),
    elements: array(
      typed(() => ({
        rich_text_section: section,
        rich_text_list: object(
          {
            type: any,
            style: oneOf('bullet', 'ordered'),
            elements: array(
              typed(() => ({ rich_text_section: section })),
              1000,
            ),
          },
          { ...bordered, indent: integer(0, 8), offset: integer(0, 1000) },
        ),
        rich_text_quote: object({ type: any, elements: array(inline, 1000) }, bordered),
        rich_text_preformatted: object(
          {
            type: any,
            elements: array(
              typed(() => ({ text, link })),
              1000,
            ),
          },
          { ...bordered, language: string(50) },
        ),
      })),
      1000,
    ),
  },
  { block_id: any },
);
