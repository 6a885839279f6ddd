const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LONGEST = 63;
const LONGEST_SUBDOMAIN = 253;

/** Whether Kubernetes accepts a text as the value of a label. */
export function isLabelValue(text: string): boolean {
  return text.length <= LONGEST && LABEL_VALUE.test(text);
}

/** Whether Kubernetes accepts a text as the key of a label: a name, with a DNS subdomain and a slash before it or not. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  return (
    text !== '' &&
    isLabelValue(text.slice(slash + 1)) &&
    !text.endsWith('/') &&
    (slash < 0 || isDnsSubdomain(text.slice(0, slash)))
  );
}

/** Whether a text is a DNS label (RFC 1123), as names of Namespaces and Istio's subsets are. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST && DNS_LABEL.test(text);
}

/** Whether a text is a name of a Service: a DNS label that starts with a letter (RFC 1035). */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && !/^[0-9]/.test(text);
}

/** Whether a text is a DNS subdomain (RFC 1123): DNS labels with dots between them, as names of most objects are. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= LONGEST_SUBDOMAIN && text.split('.').every((label) => DNS_LABEL.test(label));
}

/** What a DNS label is, for messages. */
export const DNS_LABEL_RULE = `use at most ${LONGEST} lower-case letters, digits and dashes`;

/** What a DNS subdomain is, for messages. */
export const DNS_SUBDOMAIN_RULE = `use at most ${LONGEST_SUBDOMAIN} lower-case letters, digits, dashes and dots`;

/** What the value of a label is, for messages. */
export const LABEL_VALUE_RULE = `use at most ${LONGEST} letters, digits, '-', '_' and '.', the first and last a letter or digit`;
