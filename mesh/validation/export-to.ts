import type { Field } from './field.js';
import { isDnsLabel } from './names.js';

/** The rules of `exportTo`, for an object in a namespace. */
export function checkExportTo(
  exportTo: Field,
  namespace: string,
  kind: 'service-entry' | 'selected-rule' | 'other',
): void {
  const seen = new Set<string>();
  for (const entry of exportTo.texts) {
    const name = entry.text === '.' ? namespace : entry.text;
    if (seen.has(name)) {
      entry.error(`\`${entry.text}\` is exported to twice`);
    } else if (name === '~' && kind !== 'service-entry') {
      entry.error('`~` is only for ServiceEntries');
    } else if (name !== '*' && name !== '~' && !isDnsLabel(name)) {
      entry.error(`\`${name}\` is neither \`.\`, \`*\` nor the name of a namespace`);
    } else {
      seen.add(name);
    }
  }
  if (kind === 'selected-rule' && seen.size > 0 && (seen.size > 1 || !seen.has(namespace))) {
    exportTo.error('a DestinationRule with a workloadSelector can be exported to its own namespace only');
  }
  if (exportTo.size > 1 && seen.has('*')) {
    exportTo.error('`*` goes with no other entry: it is every namespace');
  }
  if (exportTo.size > 1 && seen.has('~')) {
    exportTo.error('`~` goes with no other entry: it is no namespace');
  }
}
