import { isInteger, LosslessNumber, stringify } from 'lossless-json';
import type { Settings } from './options.ts';
import type { Task } from './tasks.ts';

const INSTANCE_ID = '1118138338562560102';

/** A task as the proxy itself answers it (gateway.md 4.1), as JSON text. */
export function viewOf(task: Task, settings: Settings): string {
  return toJson(viewObject(task, settings));
}

export function viewObject(task: Task, settings: Settings): Record<string, unknown> {
  const { picture } = task.goal;
  const sized = task.status === 'SUCCESS' && picture !== null && picture.shape !== 'upload' ? picture : null;
  const view: Record<string, unknown> = {
    id: task.id,
    action: task.action,
    status: task.status,
    prompt: task.prompt,
    promptEn: task.promptEn,
    description: task.description,
    state: task.state,
    submitTime: task.submitTime,
    startTime: task.startTime,
    finishTime: task.finishTime,
    imageUrl: task.imageUrl,
    progress: task.progress,
    failReason: task.failReason,
    properties: propertiesOf(task, settings),
  };
  if (settings.dialect === 'novicezk') return view;
  Object.assign(view, { imageWidth: sized?.width ?? null, imageHeight: sized?.height ?? null });
  const buttons =
    task.buttons.length > 0 ? task.buttons : { null: null, empty: [], absent: undefined }[settings.noButtons];
  if (buttons !== undefined) view['buttons'] = buttons;
  if (settings.dialect === 'trueai') Object.assign(view, trueaiExtras(task, sized));
  else if (task.videoUrl !== null) view['videoUrl'] = task.videoUrl;
  return view;
}

/** Fields that only trueai has; clients must live with what they do not know. */
function trueaiExtras(task: Task, sized: { width: number; height: number } | null): Record<string, unknown> {
  return {
    botType: task.botType,
    parentId: task.parentId,
    jobId: task.hash,
    mode: task.mode === null ? null : task.mode.replace('mj-', '').toUpperCase(),
    requestMode: null,
    width: sized?.width ?? null,
    height: sized?.height ?? null,
    contentType: sized === null ? null : task.videoUrl === null ? 'image/png' : 'video/mp4',
    thumbnailUrl: task.imageUrl,
    imageUrls:
      task.imageUrl === null || task.status !== 'SUCCESS' ? [] : [{ url: task.imageUrl, thumbnail: task.imageUrl }],
    videoUrl: task.videoUrl,
    videoUrls: task.videoUrl === null ? [] : [{ url: task.videoUrl, thumbnail: task.imageUrl }],
    instanceId: INSTANCE_ID,
    messageId: task.messageId,
    seed: null,
    displays: {
      status: task.status,
      submitTime: new Date(task.submitTime).toISOString(),
      discordInstanceId: INSTANCE_ID,
    },
  };
}

function propertiesOf(task: Task, settings: Settings): Record<string, unknown> {
  const properties: Record<string, unknown> = { discordInstanceId: INSTANCE_ID, botType: task.botType };
  if (task.notifyHook !== null) properties['notifyHook'] = task.notifyHook;
  if (task.finalPrompt !== null) properties['finalPrompt'] = task.finalPrompt;
  if (task.action === 'DESCRIBE' && task.status === 'SUCCESS') properties['finalZhPrompt'] = '';
  if (task.customId !== null && settings.dialect === 'trueai') properties['customId'] = task.customId;
  if (task.status === 'SUBMITTED' || task.status === 'IN_PROGRESS') properties['progressMessageId'] = task.messageId;
  if (task.status === 'SUCCESS') {
    Object.assign(properties, {
      flags: 0,
      messageId: task.messageId,
      messageHash: task.hash,
      nonce: task.messageId.split('').toReversed().join(''),
      messageContent: `**${task.finalPrompt ?? task.prompt ?? ''}** - <@1343445981269594182> (fast)`,
    });
  }
  if (task.status === 'FAILURE' && task.doomed !== null) {
    Object.assign(properties, { promptEn: task.promptEn, bannedWord: task.doomed.bannedWord });
  }
  return properties;
}

/** The account that every task here runs on. */
export const instanceId = INSTANCE_ID;

/** JSON text that may hold numbers beyond 2^53, written digit by digit. */
export function toJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** As `toJson`, with `&`, `<` and `>` escaped as Go's encoder does (gateway.md 4.1). */
export function toGoJson(value: unknown): string {
  return toJson(value).replace(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** The digits of an id as a bare JSON number; ids that are no number stay strings. */
export function bareNumber(id: string): LosslessNumber | string {
  return isInteger(id) && !/^0\d/.test(id) ? new LosslessNumber(id) : id;
}
