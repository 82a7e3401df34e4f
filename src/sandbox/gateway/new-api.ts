import { openAiError } from './auth.ts';
import { type Call, emptyReply, field, htmlReply, jsonReply, type Reply } from './call.ts';
import { decodeSubmit, newRow, Rows, rowView } from './new-api-rows.ts';
import { GONE } from './pictures/cdn.ts';
import { askProxy, noRoute } from './proxy.ts';
import { upstreamError } from './submit/answers.ts';
import { toGoJson, toJson } from './view.ts';
import type { World } from './world.ts';

/** new-api in front of plus: its own table, its own refusals, its rewrites (gateway.md 2.2, 2.4). */
export class NewApi {
  readonly rows: Rows;
  readonly #world: World;
  #stop = () => {};

  constructor(world: World) {
    this.#world = world;
    this.rows = new Rows(world);
    if (world.settings.sweepMs === 0) this.#stop = world.feed.on('task', () => this.rows.sweep());
    else this.#sweepLater();
  }

  close(): void {
    this.#stop();
  }

  async ask(call: Call): Promise<Reply> {
    switch (call.kind) {
      case 'fetch': {
        const row = this.rows.first(call.id);
        return row === undefined
          ? upstreamError('task_no_found')
          : goJson(rowView(row, this.#imageBase(), this.#world.now()));
      }
      case 'list-by-condition':
        return this.#list(call);
      case 'image':
        return this.#image(call);
      case 'image-seed':
        return this.rows.first(call.id) === undefined
          ? upstreamError('task_no_found')
          : remarshalled(await askProxy(this.#world, call));
      case 'nothing':
        if (call.method === 'GET' && call.path === '/api/status') return this.#status();
        // Whatever the API does not know falls through to the web interface: HTML, status 200.
        return htmlReply(200, this.#world.settings.midjourney ? 'New API' : 'One API');
      default:
        return this.#relay(call);
    }
  }

  /** For everybody, of One API too (one-api, controller/misc.go). */
  #status(): Reply {
    const { midjourney } = this.#world.settings;
    const data = { version: 'v0.0.0', start_time: 0, system_name: midjourney ? 'New API' : 'One API' };
    return jsonReply(toJson({ success: true, message: '', data }));
  }

  async #relay(call: Call): Promise<Reply> {
    const refused = this.#refusal(call);
    if (refused !== null) return refused;
    const parent = this.rows.first(field(call.body, 'taskId'));
    const action =
      call.kind === 'action'
        ? actionOf(field(call.body, 'customId'))
        : (ACTIONS.get(call.kind) ?? field(call.body, 'action'));
    const forwarded = this.#forwarded(call);
    const knowsPath = call.mode === null || call.mode.startsWith('mj-') || this.#world.settings.upstreamModes;
    const reply = await (knowsPath ? askProxy(this.#world, forwarded) : noRoute(this.#world, call));
    if (call.kind === 'upload-discord-images') return reply;
    const answer = decodeSubmit(reply);
    if (answer === null)
      return { ...upstreamError('unmarshal_response_body_failed', 5), ...(reply.taken && { taken: reply.taken }) };

    const row = newRow({
      id: answer.result,
      action,
      prompt: call.kind === 'swap' ? 'InsightFace' : (parent?.prompt ?? field(call.body, 'prompt')),
      description: answer.description,
      submitTime: this.#world.now(),
      failReason: [1, 21, 22].includes(answer.code) ? '' : answer.description,
    });
    const { imageUrl, status } = answer.properties;
    if (answer.code === 21 && typeof imageUrl === 'string' && typeof status === 'string') {
      Object.assign(row, { imageUrl, status, progress: status === 'SUCCESS' ? '100%' : row.progress });
    }
    this.rows.insert(row);
    if (this.#world.settings.sweepMs === 0) this.rows.sweep();
    if (call.kind === 'swap') return { ...remarshalled(reply), ...(reply.taken && { taken: reply.taken }) };
    return this.#rewritten(reply, action);
  }

  /** What is refused before the upstream hears of it. */
  #refusal(call: Call): Reply | null {
    if (call.malformed || typeof call.body['taskId'] === 'number') {
      this.#world.accuse(`${call.kind}: ${call.malformed ? 'the body is no JSON object' : 'taskId is a number'}`);
      return upstreamError('bind_request_body_failed');
    }
    const taskId = field(call.body, 'taskId');
    switch (call.kind) {
      case 'imagine':
        return field(call.body, 'prompt') === '' ? upstreamError('prompt_is_required') : null;
      case 'simple-change':
        // Taken for a change without an action, so no model is found for it (gateway.md 1.4).
        return openAiError(this.#world, 503, '当前分组 default 下对于模型 mj_ 无可用渠道');
      case 'swap':
        return field(call.body, 'sourceBase64') === '' || field(call.body, 'targetBase64') === ''
          ? upstreamError('sour_base64_and_target_base64_is_required')
          : null;
      case 'action': {
        const customId = field(call.body, 'customId');
        if (customId === '') return openAiError(this.#world, 400, 'Invalid request, custom_id_is_required');
        if (!customId.includes('::')) return emptyReply(500);
        if (actionOf(customId) === '')
          return openAiError(this.#world, 400, `Invalid request, unknown_action:${customId}`);
        return this.#refusalOfParent(taskId, true);
      }
      case 'change':
        if (field(call.body, 'action') === '') return upstreamError('action_is_required');
        if (Number(call.body['index'] ?? 0) === 0) return upstreamError('index_is_required');
        return this.#refusalOfParent(taskId, true);
      case 'modal':
        return this.#refusalOfParent(taskId, false);
      default:
        return null;
    }
  }

  #refusalOfParent(taskId: string, mustBeDone: boolean): Reply | null {
    const row = this.rows.first(taskId);
    if (row === undefined) return upstreamError('task_not_found');
    return mustBeDone && row.status !== 'SUCCESS' ? upstreamError('task_status_not_success') : null;
  }

  #forwarded(call: Call): Call {
    const { passNotifyHook, passAccountFilter, clearModeFlags } = this.#world.settings;
    const body: Record<string, unknown> = { ...call.body };
    if (!passNotifyHook) delete body['notifyHook'];
    if (!passAccountFilter) delete body['accountFilter'];
    const { prompt } = call.body;
    if (clearModeFlags && typeof prompt === 'string') body['prompt'] = prompt.replace(/--(?:fast|relax|turbo)/g, '');
    return { ...call, body, mode: call.mode?.startsWith('mj-') ? null : call.mode };
  }

  /** The very bytes of the upstream but for the code; Go sniffs such a body as plain text. */
  #rewritten(reply: Reply, action: string): Reply {
    const keeps21 = action === 'INPAINT' || action === 'CUSTOM_ZOOM';
    const type = 'text/plain; charset=utf-8';
    const code = reply.taken?.code;
    if (!this.#world.settings.rewriteCodes || (code !== 22 && (code !== 21 || keeps21))) return { ...reply, type };
    const body = reply.body.toString().replace(`"code":${code}`, '"code":1');
    return { ...reply, type, body, ...(reply.taken && { taken: { ...reply.taken, code: 1 } }) };
  }

  #list(call: Call): Reply {
    const ids: unknown = call.body['ids'] ?? [];
    if (call.malformed || !Array.isArray(ids) || !ids.every((id): id is string => typeof id === 'string')) {
      this.#world.accuse(`${call.kind}: ids that are no strings`);
      return upstreamError('do_request_failed');
    }
    return goJson(this.rows.all(ids).map((row) => rowView(row, this.#imageBase(), this.#world.now())));
  }

  /** Streams the stored link, and dies with it (gateway.md 6). */
  async #image(call: Call): Promise<Reply> {
    const row = this.rows.first(call.id);
    if (row === undefined) return jsonReply(toJson({ error: 'midjourney_task_not_found' }), 400);
    if (!URL.canParse(row.imageUrl)) return jsonReply(toJson({ error: 'http_get_image_failed' }), 500);
    const { pathname, searchParams } = new URL(row.imageUrl);
    const drawn = await this.#world.cdn.open(pathname, searchParams);
    return drawn === null
      ? jsonReply(toJson({ error: GONE }), 404)
      : { status: 200, type: drawn.type, body: drawn.bytes };
  }

  #imageBase(): string | null {
    const { forwardImages, serverAddress } = this.#world.settings;
    return forwardImages ? (serverAddress ?? this.#world.base) : null;
  }

  #sweepLater(): void {
    this.#stop = this.#world.settings.clock.after(this.#world.settings.sweepMs, () => {
      this.sweep();
      this.#sweepLater();
    });
  }

  /** Sweeps now. */
  sweep(): void {
    this.rows.sweep();
    this.#world.feed.tell('task');
  }
}

/** new-api's names for what was submitted (gateway.md 4.3). */
const ACTIONS = new Map<string, string>([
  ['imagine', 'IMAGINE'],
  ['blend', 'BLEND'],
  ['describe', 'DESCRIBE'],
  ['shorten', 'SHORTEN'],
  ['modal', 'MODAL'],
  ['swap', 'SWAP_FACE'],
  ['edits', 'EDITS'],
  ['video', 'VIDEO'],
]);

/** The action that new-api reads out of a customId, or `''` for one it does not know (gateway.md 2.2-3). */
function actionOf(customId: string): string {
  const [, second = '', third = ''] = customId.split('::');
  const name = second === 'JOB' ? third : second;
  if (name.includes('upsample')) return 'UPSCALE';
  if (name === 'variation') return 'VARIATION';
  if (name === 'low_variation') return 'LOW_VARIATION';
  if (name === 'high_variation') return 'HIGH_VARIATION';
  if (name.includes('pan')) return 'PAN';
  if (name.includes('reroll')) return 'REROLL';
  return (
    new Map([
      ['Outpaint', 'ZOOM'],
      ['CustomZoom', 'CUSTOM_ZOOM'],
      ['Inpaint', 'INPAINT'],
    ]).get(name) ?? ''
  );
}

/** Swap and seed answers pass through a struct: fixed order of fields (gateway.md 1.5). */
function remarshalled(reply: Reply): Reply {
  const answer = decodeSubmit(reply);
  if (answer === null) return upstreamError('unmarshal_response_body_failed', 5);
  const { code, description, properties, result } = answer;
  const body = toGoJson({
    code,
    description,
    properties: Object.keys(properties).length === 0 ? null : properties,
    result,
  });
  return { status: reply.status, type: 'text/plain; charset=utf-8', body };
}

function goJson(value: unknown): Reply {
  return jsonReply(toGoJson(value));
}
