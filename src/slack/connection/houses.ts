/**
 * Where a delivery is from, when the app is installed in several workspaces: the id under which it is installed there, `T…` of a workspace, `E…` of
 * an organisation that installed it as one. Source: slack.md section 4, "Several workspaces", and bolt 5.1, App.js `buildSource`.
 */
import { z } from 'zod';

const id = z.string().nullish().catch(undefined);
const named = z.object({ id }).nullish().catch(undefined);
/** A command's fields are texts. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).catch(false);

const Delivery = z.object({
  team_id: id,
  enterprise_id: id,
  is_enterprise_install: flag.optional(),
  /** Null of a click or a modal where an organisation installed the app. */
  team: named,
  enterprise: named,
  user: z.object({ team_id: id }).nullish().catch(undefined),
  /** Of a modal that was sent by somebody of another workspace: where the app is. */
  view: z.object({ app_installed_team_id: id }).nullish().catch(undefined),
  /** One of those for whom an event is meant; empty once the app is gone. */
  authorizations: z
    .array(z.object({ enterprise_id: id, team_id: id, is_enterprise_install: flag.optional() }))
    .nullish()
    .catch(undefined),
  event: z.object({ type: id }).nullish().catch(undefined),
});

/** Which tells that the app may be gone somewhere. */
const PARTINGS: ReadonlySet<unknown> = new Set(['app_uninstalled', 'tokens_revoked']);

/** The id under which the app is installed where a delivery is from; undefined for what names none. Never throws. */
export function houseOf(body: unknown): string | undefined {
  const { data } = Delivery.safeParse(body);
  if (data === undefined) return undefined;
  const [authorized] = data.authorizations ?? [];
  if (authorized !== undefined)
    return authorized.is_enterprise_install === true
      ? idIn('E', authorized.enterprise_id)
      : (idIn('T', authorized.team_id) ?? idIn('T', data.team_id));
  const whole = data.is_enterprise_install === true;
  const installed = data.view?.app_installed_team_id;
  if (idIn('E', installed) !== undefined) return installed ?? undefined;
  if (whole) return idIn('E', data.enterprise_id) ?? idIn('E', data.enterprise?.id);
  return idIn('T', installed) ?? idIn('T', data.team_id) ?? idIn('T', data.team?.id) ?? idIn('T', data.user?.team_id);
}

/** Of an event that the app was removed or its token revoked: every place that it may mean, else none. Never throws. */
export function partedFrom(body: unknown): string[] {
  const { data } = Delivery.safeParse(body);
  if (data === undefined || !PARTINGS.has(data.event?.type)) return [];
  const [authorized] = data.authorizations ?? [];
  const all = [data.team_id, data.enterprise_id, authorized?.team_id, authorized?.enterprise_id];
  return [...new Set(all.flatMap((one) => idIn('T', one) ?? idIn('E', one) ?? []))];
}

function idIn(kind: 'T' | 'E', text: string | null | undefined): string | undefined {
  return typeof text === 'string' && text.startsWith(kind) ? text : undefined;
}
