import { createHash } from 'node:crypto';
import { describeResource, type Finding } from './finding.js';

/**
 * What stays the same of a finding when other parts of the files change: its code, its object, and what it says without indexes, paths and line
 * numbers. Level and place are left out. Several findings of one object may have the same. 16 hexadecimal digits.
 */
export function fingerprintOf({ code, resource, field, message }: Finding): string {
  const group = resource.apiVersion.split('/').slice(0, -1).join('/');
  const names = field.filter((part) => typeof part === 'string').join('.');
  const text = message.replace(/\S+\.(ya?ml|json)(:\d+)?/g, '').replace(/\[\d+\]|#\d+|\brule \d+/g, '');
  const parts = [code, group, describeResource(resource), names, text];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
