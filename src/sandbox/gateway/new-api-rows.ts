import type { Reply } from './call.ts';
import type { Task } from './tasks.ts';
import { viewObject } from './view.ts';
import type { World } from './world.ts';

/** A row of new-api's own table: what a client reads, refreshed by the sweep alone. Times are epoch ms or 0. */
export interface Row {
  readonly id: string;
  readonly action: string;
  readonly prompt: string;
  readonly description: string;
  promptEn: string;
  state: string;
  submitTime: number;
  startTime: number;
  finishTime: number;
  imageUrl: string;
  /** Kept by newer builds only; empty when there is no film. */
  videoUrl: string;
  status: string;
  progress: string;
  failReason: string;
  buttons: readonly Record<string, unknown>[] | null;
  properties: { readonly finalPrompt: string; readonly finalZhPrompt: string } | null;
}

const HOUR_MS = 3_600_000;

/** new-api's table of tasks (gateway.md 2.2, 3.2, 6): insertion order, and one id may have two rows after a modal. */
export class Rows {
  readonly #rows: Row[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  insert(row: Row): void {
    this.#rows.push(row);
  }

  /** A fetch reads the oldest row of an id. */
  first(id: string): Row | undefined {
    return id === '' ? undefined : this.#rows.find((row) => row.id === id);
  }

  /** All rows of those ids; the same id may come twice. */
  all(ids: readonly string[]): Row[] {
    return this.#rows.filter((row) => row.id !== '' && ids.includes(row.id));
  }

  drop(id: string): void {
    for (let at = this.#rows.length - 1; at >= 0; at -= 1) if (this.#rows[at]?.id === id) this.#rows.splice(at, 1);
  }

  /**
   * Copies what the upstream says into the rows that are not at 100%. Of two rows of one id the newer is refreshed,
   * the older only after it; rows whose task the upstream forgot stay as they are for ever.
   */
  sweep(): void {
    const newest = new Map<string, Row>();
    for (const row of this.#rows) if (row.progress !== '100%' && row.id !== '') newest.set(row.id, row);
    for (const row of newest.values()) {
      const task = this.#world.tasks.get(row.id);
      if (task !== undefined) this.#refresh(row, task);
    }
  }

  #refresh(row: Row, task: Task): void {
    const view = viewObject(task, this.#world.settings);
    const properties = view['properties'];
    const buttons = view['buttons'];
    const tooOld = this.#world.now() - row.submitTime > HOUR_MS;
    row.progress = text(view['progress']);
    row.promptEn = text(view['promptEn']);
    row.state = text(view['state']);
    row.submitTime = number(view['submitTime']);
    row.startTime = number(view['startTime']);
    row.finishTime = number(view['finishTime']);
    row.imageUrl = text(view['imageUrl']);
    if (this.#world.settings.newerRoutes) row.videoUrl = text(view['videoUrl']);
    row.status = tooOld ? 'FAILURE' : text(view['status']);
    row.failReason = tooOld ? '上游任务超时（超过1小时）' : text(view['failReason']);
    if (properties !== null && typeof properties === 'object') {
      const { finalPrompt, finalZhPrompt } = { finalPrompt: null, finalZhPrompt: null, ...properties };
      row.properties = { finalPrompt: text(finalPrompt), finalZhPrompt: text(finalZhPrompt) };
    }
    if (Array.isArray(buttons)) row.buttons = buttons.map(knownFields);
    if (row.failReason !== '' || row.status === 'FAILURE') row.progress = '100%';
  }
}

/** A row just after its submit: status `""`, and nothing known but what was asked (gateway.md 11 L). */
export function newRow(row: Pick<Row, 'id' | 'action' | 'prompt' | 'description' | 'submitTime' | 'failReason'>): Row {
  return {
    ...row,
    promptEn: '',
    state: '',
    startTime: 0,
    finishTime: 0,
    imageUrl: '',
    videoUrl: '',
    status: '',
    progress: '0%',
    buttons: null,
    properties: null,
  };
}

/** A row as a client reads it. @param base new-api's own idea of its address, or null to show real links */
export function rowView(row: Row, base: string | null, now: number): Record<string, unknown> {
  const cacheBuster = row.status === 'SUCCESS' ? '' : `?rand=${now}000000`;
  return {
    id: row.id,
    action: row.action,
    customId: '',
    botType: '',
    prompt: row.prompt,
    promptEn: row.promptEn,
    description: row.description,
    state: row.state,
    submitTime: row.submitTime,
    startTime: row.startTime,
    finishTime: row.finishTime,
    imageUrl: row.imageUrl === '' || base === null ? row.imageUrl : `${base}/mj/image/${row.id}${cacheBuster}`,
    status: row.status,
    progress: row.progress,
    failReason: row.failReason,
    // Source: gateway.md 4.1, QNA.
    ...(row.videoUrl === '' ? {} : { videoUrl: row.videoUrl, videoUrls: [{ url: row.videoUrl }] }),
    buttons: row.buttons,
    maskBase64: '',
    properties: row.properties,
  };
}

/** The upstream's answer to a submit as new-api's Go struct reads it; null when it cannot. */
export function decodeSubmit(
  reply: Reply,
): { code: number; description: string; result: string; properties: Record<string, unknown> } | null {
  const parsed: unknown = JSON.parse(reply.body.toString());
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null;
  const answer = { code: 0, description: '', result: '', properties: {}, ...parsed };
  const { result } = answer;
  if (result !== null && typeof result !== 'string') return null;
  return {
    code: answer.code,
    description: answer.description,
    result: result ?? '',
    properties: { ...answer.properties },
  };
}

/** Its struct for a button has these five fields, so a link loses its `url`. */
function knownFields(button: Record<string, unknown>): Record<string, unknown> {
  const { customId = null, emoji = null, label = null, type = null, style = null } = button;
  return { customId, emoji, label, type, style };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
