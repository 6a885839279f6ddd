import { dump } from 'js-yaml';
import { formatHeader, type Header } from '../manifest/file-header.js';
import type { Manifest } from '../manifest/resource.js';

/**
 * Manifests as the text of one YAML file: a header that says where they go, then a document each.
 *
 * Fields keep their order, long lines are not folded, and words that YAML 1.1 takes for booleans are quoted, since
 * readers of Kubernetes manifests follow YAML 1.1.
 */
export function manifestsYaml(header: Header, manifests: readonly Manifest[]): string {
  const documents = manifests.map((manifest) => dump(manifest, { lineWidth: -1, noRefs: true }));
  return `${formatHeader(header)}\n${documents.join('---\n')}`;
}
