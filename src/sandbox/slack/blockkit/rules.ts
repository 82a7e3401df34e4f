import { isObject } from '../json.ts';
import type { JsonObject } from '../types.ts';

/** The building bricks of the schema: each checks one value and says what is wrong in Slack's words. */

export type Surface = 'message' | 'modal' | 'home';

export interface Context {
  surface: Surface;
  errors: string[];
  blockIds: Set<string>;
  /** Elements that ask for the focus: one at most. */
  focused: number;
  /** @returns what is wrong with a `slack_file`, or undefined. */
  slackFile(file: JsonObject): string | undefined;
  /** @returns what is wrong with an `image_url`, or undefined. */
  imageUrl(url: string): string | undefined;
}

export type Rule = (value: unknown, at: string, context: Context) => void;

export type Shape = { [field: string]: Rule };

/** Notes an error as Slack words it: `[ERROR] missing required field: text [json-pointer:/blocks/0]`. */
export function refuse(context: Context, what: string, at: string): void {
  context.errors.push(`[ERROR] ${what} [json-pointer:${at}]`);
}

export function string(max: number, min = 0): Rule {
  return (value, at, context) => {
    if (typeof value !== 'string') refuse(context, 'must be a string', at);
    else if (value.length > max) refuse(context, `must be less than ${max + 1} characters`, at);
    else if (value.length < min) refuse(context, `must be more than ${min - 1} characters`, at);
  };
}

export const boolean: Rule = (value, at, context) => {
  if (typeof value !== 'boolean') refuse(context, 'must be a boolean', at);
};

export function integer(min: number, max: number): Rule {
  return (value, at, context) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) refuse(context, 'must be an integer', at);
    else if (value < min || value > max) refuse(context, `must be between ${min} and ${max}`, at);
  };
}

export const number: Rule = (value, at, context) => {
  if (typeof value !== 'number') refuse(context, 'must be a number', at);
};

export function oneOf(...allowed: string[]): Rule {
  return (value, at, context) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      refuse(context, `value must be one of: ${allowed.join(', ')}`, at);
  };
}

export function pattern(expression: RegExp, what: string): Rule {
  return (value, at, context) => {
    if (typeof value !== 'string' || !expression.test(value)) refuse(context, `must be ${what}`, at);
  };
}

export function array(item: Rule, max: number, min = 1): Rule {
  return (value, at, context) => {
    if (!Array.isArray(value)) {
      refuse(context, 'must be an array', at);
      return;
    }
    if (value.length > max) refuse(context, `no more than ${max} items allowed`, at);
    if (value.length < min) refuse(context, `no fewer than ${min} items allowed`, at);
    value.forEach((each, i) => {
      item(each, `${at}/${i}`, context);
    });
  };
}

/** An object with these fields and no others. */
export function object(
  required: Shape,
  optional: Shape = {},
  extra?: (value: JsonObject, at: string, context: Context) => void,
): Rule {
  return (value, at, context) => {
    if (!isObject(value)) {
      refuse(context, 'must provide an object', at);
      return;
    }
    for (const field of Object.keys(required)) {
      if (value[field] === undefined || value[field] === null) refuse(context, `missing required field: ${field}`, at);
    }
    for (const [field, inner] of Object.entries(value)) {
      const rule = Object.hasOwn(required, field)
        ? required[field]
        : Object.hasOwn(optional, field)
          ? optional[field]
          : undefined;
      if (!rule) refuse(context, `invalid additional property: ${field}`, at);
      else if (inner !== undefined && inner !== null) rule(inner, `${at}/${field}`, context);
    }
    extra?.(value, at, context);
  };
}

/** An object whose `type` chooses its rule. */
export function typed(rules: () => { [type: string]: Rule }): Rule {
  return (value, at, context) => {
    if (!isObject(value)) {
      refuse(context, 'must provide an object', at);
      return;
    }
    const type = value['type'];
    const known = rules();
    const rule = typeof type === 'string' && Object.hasOwn(known, type) ? known[type] : undefined;
    if (rule) rule(value, at, context);
    else refuse(context, `unsupported type: ${String(type)}`, `${at}/type`);
  };
}

/** Exactly one of the fields must be there. */
export function exactlyOne(...fields: string[]): (value: JsonObject, at: string, context: Context) => void {
  return (value, at, context) => {
    const present = fields.filter((field) => value[field] !== undefined && value[field] !== null);
    if (present.length !== 1) refuse(context, `must have exactly one of: ${fields.join(', ')}`, at);
  };
}

/** No two objects of the array share this field. */
export function unique(items: unknown, field: string, at: string, context: Context): void {
  if (!Array.isArray(items)) return;
  const seen = new Set<unknown>();
  items.forEach((item, i) => {
    const value = isObject(item) ? item[field] : undefined;
    if (value === undefined) return;
    if (seen.has(value)) refuse(context, `\`${field}\` already exists`, `${at}/${i}/${field}`);
    seen.add(value);
  });
}
