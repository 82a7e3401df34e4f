/**
 * What several Chinese sentences share, and how they are written.
 *
 * - People are `你`; Slack's own words are those of its Chinese interface (频道, 私信, 消息列).
 * - Verbs, commands and parameters stay as they are typed. A button is named in quotes, “继续”, rather than in bold: Slack sees `*bold*` and
 *   `code` only where blanks stand around them, and Chinese is written without. Where they are used, blanks are put there.
 * - Numbers with units are written by Intl: `5分钟`, so `3张图片` is written alike.
 */
export const SERVICE = 'Midjourney 服务';
export const NEVER_MADE = '没有提交任何内容。';

const NUMBERS = new Intl.NumberFormat('zh-CN');
const PERCENT = new Intl.NumberFormat('zh-CN', { style: 'percent' });
const LIST = new Intl.ListFormat('zh-CN');

/** `1,200` */
export function number(value: number): string {
  return NUMBERS.format(value);
}

/** `3张图片`, by the measure word that goes with what is counted. */
export function counted(count: number, what: string): string {
  return `${number(count)}${what}`;
}

/** `5分钟`, `30秒` */
export function lasting(count: number, unit: 'minute' | 'second' | 'millisecond'): string {
  return new Intl.NumberFormat('zh-CN', { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}

/** `20%`, of a whole number of per cent. */
export function percent(value: number): string {
  return PERCENT.format(value / 100);
}

/** `2、6和7` */
export function listed(items: readonly string[]): string {
  return LIST.format(items);
}

/** The name of a button in a sentence. */
export function named(button: string): string {
  return `“${button}”`;
}
