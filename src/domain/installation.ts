import { z } from 'zod';

/** A workspace (`T…`) or, of an installation for a whole organisation, the organisation (`E…`). Slack ids. */
export const InstallationId = z.string().regex(/^[TE][A-Z0-9]{2,}$/);

const Named = z.object({ id: z.string(), name: z.string() });

/**
 * The app, installed in a workspace or in a whole organisation: what is needed to work there and to say where that is. The `id` stands in
 * the place of the workspace everywhere else (`team` of a record, a budget, a rule): an organisation that installed the app as one is one,
 * because its people and channels have the same ids in all its workspaces.
 */
export const Installation = z.object({
  /** Version of this shape. */
  v: z.literal(1),
  id: InstallationId,
  /** Absent of an organisation's. */
  team: Named.optional(),
  /** The organisation that the workspace belongs to, or that installed the app. */
  enterprise: Named.optional(),
  /** Where it is, with a trailing slash. */
  url: z.string(),
  /** `xoxb-…` */
  token: z.string(),
  botUserId: z.string(),
  botId: z.string(),
  appId: z.string(),
  scopes: z.array(z.string()),
  /** Who installed it. */
  by: z.string(),
  /** When, epoch ms. */
  at: z.number(),
});
export type Installation = z.infer<typeof Installation>;

/** What people call the place. */
export function nameOf({ id, team, enterprise }: Installation): string {
  return team?.name ?? enterprise?.name ?? id;
}
