/** Forms of names that an API server asks for (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). */

const label1123 = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain1123 = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const name = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const portName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const longest = 63;
const longestSubdomain = 253;

/** Whether a text is a DNS label (RFC 1123), as names of Namespaces are. */
export function isRfc1123Label(text: string): boolean {
  return text.length <= longest && label1123.test(text);
}

/** Whether a text is a DNS label that starts with a letter (RFC 1035), as names of Services are. */
export function isRfc1035Label(text: string): boolean {
  return isRfc1123Label(text) && !/^[0-9]/.test(text);
}

/** Whether a text is a DNS subdomain (RFC 1123): DNS labels with dots between them, as names of most objects are. */
export function isRfc1123Subdomain(text: string): boolean {
  return text.length <= longestSubdomain && subdomain1123.test(text);
}

/** Whether a text can be the value of a label. */
export function isLabelValue(text: string): boolean {
  return text.length <= longest && (text === '' || name.test(text));
}

/** Whether a text is a key of labels or annotations: a name of at most 63 characters, with a DNS subdomain and a slash before it if need be. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) {
    return text.length <= longest && name.test(text);
  }
  const own = text.slice(slash + 1);
  return own.length <= longest && name.test(own) && isRfc1123Subdomain(text.slice(0, slash));
}

/** Whether a text is a key of annotations, whose prefix may have upper-case letters too. */
export function isAnnotationKey(text: string): boolean {
  return isQualifiedName(text) || isQualifiedName(text.toLowerCase());
}

/** Whether a text can name a port of a container (an IANA service name): at most 15 of lower-case letters, digits and single dashes, at least one letter. */
export function isPortName(text: string): boolean {
  return text.length <= 15 && portName.test(text) && /[a-z]/.test(text) && !text.includes('--');
}

const prefix = `(?=[^/]{1,${longestSubdomain}}/)${subdomain1123.source.slice(1, -1)}/`;

/** The forms as patterns that hold the lengths as well, for JSON Schemas. */
export const namePatterns = {
  rfc1123Label: `^(?=.{1,${longest}}$)${label1123.source.slice(1)}`,
  rfc1123Subdomain: `^(?=.{1,${longestSubdomain}}$)${subdomain1123.source.slice(1)}`,
  labelValue: `^(?=.{0,${longest}}$)(?:${name.source.slice(1, -1)})?$`,
  qualifiedName: `^(?:${prefix})?(?=[^/]{1,${longest}}$)${name.source.slice(1)}`,
} as const;

/** What a DNS label is, for messages. */
export const rfc1123LabelRule = `use at most ${longest} lower-case letters, digits and dashes`;

/** What a DNS subdomain is, for messages. */
export const rfc1123SubdomainRule = `use at most ${longestSubdomain} lower-case letters, digits, dashes and dots`;

/** What the value of a label is, for messages. */
export const labelValueRule = `use at most ${longest} letters, digits, '-', '_' and '.', the first and last a letter or digit`;
