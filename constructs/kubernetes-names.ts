const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LONGEST = 63;

/** Whether Kubernetes accepts a text as the value of a label. */
export function isLabelValue(text: string): boolean {
  return text.length <= LONGEST && LABEL_VALUE.test(text);
}

/** Whether a text is a DNS label (RFC 1123), as names of Namespaces and Istio's subsets are. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST && DNS_LABEL.test(text);
}

/** Whether a text is a name of a Service: a DNS label that starts with a letter (RFC 1035). */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && !/^[0-9]/.test(text);
}

/** What a DNS label is, for messages. */
export const DNS_LABEL_RULE = `use at most ${LONGEST} lower-case letters, digits and dashes`;

/** What the value of a label is, for messages. */
export const LABEL_VALUE_RULE = `use at most ${LONGEST} letters, digits, '-', '_' and '.', the first and last a letter or digit`;
