import { noteNacosHost } from './asm/values.js';
import type { Field } from './field.js';

const label = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** Whether a text is one part of a DNS name: letters, digits and dashes, at most 63. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

/** Why a text is no full DNS name; undefined when it is one. A dot at the end is allowed. */
export function domainMistake(text: string): string | undefined {
  return lengthMistake(text) ?? labelsMistake(text, text);
}

/** Why a text is no DNS name whose first part may be or begin with a wildcard; undefined when it is one. */
export function wildcardDomainMistake(text: string): string | undefined {
  const tooLong = lengthMistake(text);
  if (tooLong !== undefined) {
    return tooLong;
  }
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > 63 || !wildcardLabel.test(first)) {
    return `\`${text}\` is no host name: \`${first}\` is not allowed in it`;
  }
  return dot < 0 ? undefined : labelsMistake(text.slice(dot + 1), text);
}

/** Whether a host has a wildcard that is not a whole first part, such as `*foo.com`. */
export function isPartialWildcard(host: string): boolean {
  return host.includes('*') && host !== '*' && !host.startsWith('*.');
}

/** Reports a field that is no host name; a wildcard may be its first part. */
export function checkWildcardDomain(field: Field): void {
  const mistake = wildcardDomainMistake(field.text);
  if (mistake !== undefined && !noteNacosHost(field)) {
    field.error(mistake);
  }
}

/** Reports a port name that is no DNS label. */
export function checkPortName(field: Field, name = field.text): void {
  if (!isDnsLabel(name)) {
    field.error(`\`${name}\` is no port name: letters, digits and dashes, at most 63`);
  }
}

function lengthMistake(text: string): string | undefined {
  if (text === '') {
    return 'the host is empty';
  }
  return text.length > 255 ? `\`${text.slice(0, 40)}…\` is longer than 255 characters` : undefined;
}

function labelsMistake(domain: string, whole: string): string | undefined {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (/^[-+]?\d+$/.test(last)) {
    return `\`${whole}\` is no host name: its last part must not be a number`;
  }
  const names = last === '' ? labels.slice(0, -1) : labels;
  const wrong = names.find((name) => !isDnsLabel(name));
  if (wrong === undefined && (names.length > 0 || labels.length > 1 || last === '')) {
    return undefined;
  }
  return `\`${whole}\` is no host name: \`${wrong ?? ''}\` is not allowed in it`;
}
