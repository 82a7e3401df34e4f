import { Document, isScalar, isSeq } from 'yaml';
import type { Manifest } from './manifest.ts';
import { SCOPES } from './scopes.ts';

/** The manifest as YAML, the form in which Slack shows one, with the reason of each scope beside it. */
export function manifestYaml(manifest: Manifest): string {
  const document = new Document(manifest);
  document.commentBefore = isSocketMode(manifest)
    ? ' The Slack app, for Socket Mode: no public address is needed. Made by: npm run manifest'
    : ' The Slack app, for HTTP. Made by: npm run manifest -- --http URL';
  const scopes = document.getIn(['oauth_config', 'scopes', 'bot']);
  for (const node of isSeq(scopes) ? scopes.items : []) {
    const row = SCOPES.find(({ scope }) => isScalar(node) && node.value === scope);
    if (row !== undefined && isScalar(node))
      node.comment = ` to ${row.lets}${'without' in row ? `; without it, ${row.without}` : ''}`;
  }
  return document.toString({ lineWidth: 0 });
}

function isSocketMode({ settings }: Manifest): boolean {
  return settings?.socket_mode_enabled === true;
}
