/** The page's own JavaScript, loaded as the browser would load it, with the types of what the tests use. */

export interface VNode {
  tag: string;
  attrs: Record<string, unknown>;
  key: string | undefined;
  children: (VNode | string)[];
}

export interface Inline {
  type: string;
  text?: string;
  children?: Inline[];
  url?: string;
  label?: string;
  id?: string;
  name?: string;
  range?: string;
}

export interface Block {
  type: string;
  text?: string;
  level?: number;
  children?: Inline[];
  items?: Inline[][];
}

export type Json = Record<string, unknown>;

export interface Message {
  ts: string;
  author: string;
  channel: string;
  threadTs?: string;
  broadcast?: boolean;
  ephemeral?: boolean;
  blocks?: Json[];
}

interface Modules {
  'mrkdwn.js': { parseMrkdwn: (source: string) => Block[]; unescapeEntities: (text: string) => string };
  'markdown.js': { parseMarkdown: (source: string) => Block[] };
  'form.js': {
    initialValue: (element: Json, here?: string) => unknown;
    formValues: (blocks: Json[], typed: Json, state?: Json, here?: string) => Json;
    standingValue: (block: Json, element: Json, state?: Json, here?: string) => unknown;
    formErrors: (blocks: Json[], values: Json) => Record<string, string>;
  };
  'thread.js': {
    inChannel: (messages: Message[]) => Message[];
    inThread: (messages: Message[], ts: string) => Message[];
    rows: (
      messages: Message[],
      dayOf: (message: Message) => string,
    ) => { message: Message; day: string | undefined; joined: boolean }[];
    readDraft: (text: string, commands: string[]) => Json | undefined;
    completionAt: (text: string) => Json | undefined;
  };
  'dates.js': {
    slackDate: (seconds: number, format: string, now: number, zone?: string) => string;
    dayLabel: (ms: number, now: number, zone?: string) => string;
    ago: (ms: number, now: number) => string;
    sizeLabel: (bytes: number) => string;
  };
  'vnode.js': {
    h: (tag: string, attrs: Json | null, ...children: unknown[]) => VNode;
    textOf: (node: VNode | string) => string;
    findAll: (node: VNode | string, test: (node: VNode) => boolean) => VNode[];
  };
  'blocks.js': { renderBlocks: (blocks: Json[], place: unknown) => VNode[] };
}

/** @param name of a file in `src/sandbox/page/static/js` */
export async function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const url = new URL(`../../../src/sandbox/page/static/js/${name}`, import.meta.url);
  return (await import(url.href)) as Modules[Name];
}
