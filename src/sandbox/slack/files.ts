import { extname } from 'node:path';
import sharp from 'sharp';
import type { PictureChecks } from './blockkit/validate.ts';
import { limits } from './limits.ts';
import type { JsonObject, NewFile, SlackFile } from './types.ts';
import type { Workspace } from './workspace.ts';

const mimetypes: { [filetype: string]: string } = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
  pdf: 'application/pdf',
  text: 'text/plain',
  json: 'application/json',
};

/** Widths of the thumbnails that Slack makes (slack.md section 3). */
const thumbnails = [64, 80, 160, 360, 480, 720, 800, 960, 1024];

/** Adds a file that is uploaded and not yet processed. */
export function addFile(ws: Workspace, user: string, file: NewFile, id = ws.ids.id('F')): SlackFile {
  const added: SlackFile = Object.defineProperty(
    {
      id,
      name: file.name,
      title: file.title ?? file.name,
      mimetype: '',
      filetype: '',
      size: file.bytes.byteLength,
      user,
      created: Math.floor(ws.clock.now() / 1000),
      ...(file.altText === undefined ? {} : { altText: file.altText }),
      ready: false,
      deleted: false,
      shares: [],
      stub: file.stub ?? false,
      grantedToBot: false,
      bytes: file.bytes,
    },
    'bytes',
    { enumerable: false, writable: true },
  );
  ws.world.files[id] = added;
  fileChanged(ws, added);
  return added;
}

/** What Slack's scan finds out: type by content for images, by name for the rest; size in pixels. */
export async function processFile(ws: Workspace, file: SlackFile): Promise<void> {
  const image = await sharp(file.bytes, { failOn: 'none' })
    .metadata()
    .catch(() => undefined);
  const byName = extname(file.name).slice(1).toLowerCase().replace('jpeg', 'jpg').replace('txt', 'text');
  const filetype = image
    ? image.format === 'jpeg'
      ? 'jpg'
      : image.format === 'heif'
        ? 'avif'
        : image.format
    : byName || 'binary';
  file.filetype = filetype;
  file.mimetype = mimetypes[filetype] ?? 'application/octet-stream';
  if (image) {
    file.width = image.width;
    file.height = image.height;
  }
  file.ready = true;
  if (ws.settings.forgetBytes) Object.assign(file, { bytes: new Uint8Array() });
  fileChanged(ws, file);
}

/** The bot sees what it uploaded, what it was handed, and what is shared where it is. */
export function botMaySee(ws: Workspace, file: SlackFile): boolean {
  if (file.user === ws.world.bot.userId || file.grantedToBot) return true;
  return file.shares.some((share) => ws.channel(share.channel)?.botIn);
}

/** @returns why a `slack_file` cannot be shown, in Slack's words, or undefined (slack.md section 3) */
export function slackFileProblem(ws: Workspace, reference: JsonObject): string | undefined {
  const file = typeof reference['id'] === 'string' ? ws.world.files[reference['id']] : fileByUrl(ws, reference['url']);
  if (!file || file.deleted || !file.ready || !botMaySee(ws, file)) return 'invalid slack file';
  return isPicture(file) ? undefined : 'unsupported file type';
}

/** What the validators ask of this workspace. */
export function pictureChecks(ws: Workspace): PictureChecks {
  return { slackFile: (file) => slackFileProblem(ws, file), imageUrl: (url) => ws.images.problem(url) };
}

export function removeFile(ws: Workspace, file: SlackFile): void {
  file.deleted = true;
  fileChanged(ws, file);
}

export function fileChanged(ws: Workspace, file: SlackFile): void {
  ws.changed({ kind: 'file', id: file.id });
}

/** The picture of a thumbnail: as wide or high as asked, never larger than the original. */
export async function thumbnail(file: SlackFile, size: number): Promise<Uint8Array> {
  return sharp(file.bytes)
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
}

/** A file object; a Slack Connect stub has no URLs until files.info is asked (`whole`). */
export function fileJson(ws: Workspace, file: SlackFile, whole = false): JsonObject {
  if (file.stub && !whole)
    return { id: file.id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
  const { team } = ws.world;
  const slug = encodeURIComponent(file.name.toLowerCase().replaceAll(' ', '_'));
  const base = `${ws.baseUrl}/files-pri/${team.id}-${file.id}`;
  const channels = file.shares.map((share) => ws.channel(share.channel)).filter((channel) => channel !== undefined);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: team.id,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: channels.some((channel) => !channel.isPrivate),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${base}/${slug}`,
    url_private_download: `${base}/download/${slug}`,
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    ...(file.ready && isPicture(file) ? pictureFields(ws, file, slug) : {}),
    permalink: `https://${team.domain}.slack.com/files/${file.user}/${file.id}/${slug}`,
    permalink_public: `https://slack-files.com/${team.id}-${file.id}-0123456789`,
    channels: channels.filter((channel) => !channel.isPrivate).map(({ id }) => id),
    groups: channels.filter((channel) => channel.isPrivate && !channel.isIm).map(({ id }) => id),
    ims: channels.filter((channel) => channel.isIm).map(({ id }) => id),
    has_rich_preview: false,
    file_access: 'visible',
    ...(whole ? { shares: sharesJson(ws, file), comments_count: 0 } : {}),
  };
}

export function isPicture(file: SlackFile): boolean {
  const types: readonly string[] = limits.image.types;
  return types.includes(file.filetype);
}

function pictureFields(ws: Workspace, file: SlackFile, slug: string): JsonObject {
  const width = file.width ?? 0;
  const height = file.height ?? 0;
  const base = `${ws.baseUrl}/files-tmb/${ws.world.team.id}-${file.id}`;
  const fields: JsonObject = { media_display_type: 'unknown', original_w: width, original_h: height };
  for (const size of thumbnails) {
    // Small thumbnails are always there, larger ones only where the original is larger.
    if (size > 360 && size > Math.max(width, height)) continue;
    const scale = Math.min(1, size / Math.max(width, height, 1));
    fields[`thumb_${size}`] = `${base}/${size}/${slug}`;
    fields[`thumb_${size}_w`] = Math.round(width * scale);
    fields[`thumb_${size}_h`] = Math.round(height * scale);
  }
  return fields;
}

function sharesJson(ws: Workspace, file: SlackFile): JsonObject {
  const shares: { [visibility: string]: { [channel: string]: JsonObject[] } } = {};
  for (const share of file.shares) {
    const channel = ws.channel(share.channel);
    const visibility = channel?.isPrivate ? 'private' : 'public';
    const byChannel = shares[visibility] ?? {};
    shares[visibility] = byChannel;
    byChannel[share.channel] = [
      ...(byChannel[share.channel] ?? []),
      {
        reply_users: [],
        reply_users_count: 0,
        reply_count: 0,
        ts: share.ts,
        ...(share.threadTs === undefined ? {} : { thread_ts: share.threadTs }),
        channel_name: channel?.name ?? '',
        team_id: ws.world.team.id,
        share_user_id: file.user,
      },
    ];
  }
  return shares;
}

/** Finds the file that a private URL or a permalink of this workspace names. */
function fileByUrl(ws: Workspace, url: unknown): SlackFile | undefined {
  const id = typeof url === 'string' ? /\b(F[A-Z0-9]{8,})\b/.exec(url)?.[1] : undefined;
  return id === undefined ? undefined : ws.world.files[id];
}
