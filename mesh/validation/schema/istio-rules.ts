import { parseDuration } from '../../istio/duration.js';
import { fieldsListOf, fieldsOf, textListOf } from '../../model/narrowing.js';

/** What Istio's CRDs refuse beyond types and limits. */

/** A rule that is one condition: whether it holds, and what to say when not. */
interface Condition {
  readonly holds: (value: unknown) => boolean;
  readonly message: string;
}

const keysOf = (value: unknown): readonly string[] => Object.keys(fieldsOf(value));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const has = (value: unknown, field: string): boolean => (fieldsOf(value)[field] ?? undefined) !== undefined;
const isSocket = (value: unknown): boolean => textOf(value).startsWith('unix://');
const isPort = (value: unknown): boolean => Number(value) > 0 && Number(value) <= 65535;
const portName = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const pluginSchemes = ['http', 'https', 'file', 'oci'];

/** The scheme of a URL, `''` when it names none. */
function schemeOf(url: unknown): string {
  return /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(textOf(url))?.[1]?.toLowerCase() ?? '';
}

/** Rules by name. They repeat what the API server says, with the names of the fields that they are about. */
export const istioRules = {
  'one-extension': {
    holds: (value) => has(value, 'wasm') !== has(value, 'lua'),
    message: 'set exactly one of wasm and lua',
  },
  'keys-without-wildcard': {
    holds: (value) => keysOf(value).every((key) => !key.includes('*')),
    message: 'a label key takes no wildcard',
  },
  'keys-not-empty': {
    holds: (value) => keysOf(value).every((key) => key !== ''),
    message: 'a label key must not be empty',
  },
  'no-wildcard': { holds: (value) => !textOf(value).includes('*'), message: 'a label value takes no wildcard' },
  empty: { holds: (value) => textOf(value) === '', message: 'a reference to another namespace is not supported' },
  'plugin-url': {
    holds: (value) => schemeOf(value) === '' || pluginSchemes.includes(schemeOf(value)),
    message: 'the URL must begin with http, https, file or oci',
  },
  'web-url': {
    holds: (value) => ['http', 'https'].includes(schemeOf(value)),
    message: 'the URL must begin with http:// or https://',
  },
  'inline-value': {
    holds: (value) => fieldsOf(value)['valueFrom'] !== 'HOST' || !has(value, 'value'),
    message: 'a value goes with valueFrom INLINE only',
  },
  duration: {
    holds: (value) => (parseDuration(textOf(value)) ?? 0) >= 1,
    message: 'must be a duration of at least 1ms, such as 500ms, 2s or 1h30m',
  },
  'waypoint-match': {
    holds: (value) => has(value, 'waypoint') === (fieldsOf(value)['context'] === 'WAYPOINT'),
    message: 'context WAYPOINT goes with a waypoint match, and no other context does',
  },
  port: { holds: isPort, message: 'a port must be between 1 and 65535' },
  'port-keys': { holds: (value) => keysOf(value).every(isPort), message: 'a port must be between 1 and 65535' },
  'cidr-resolution': {
    holds: (value) => {
      const { addresses, resolution } = fieldsOf(value);
      const isStatic = ['STATIC', 'NONE'].includes(textOf(resolution ?? 'NONE'));
      return isStatic || !textListOf(addresses).some((address) => address.includes('/'));
    },
    message: 'address ranges go with resolution NONE or STATIC only',
  },
  'none-without-endpoints': {
    holds: (value) => (fieldsOf(value)['resolution'] ?? 'NONE') !== 'NONE' || !has(value, 'endpoints'),
    message: 'resolution NONE takes no endpoints',
  },
  'round-robin-endpoint': {
    holds: (value) => {
      const { resolution, endpoints } = fieldsOf(value);
      return resolution !== 'DNS_ROUND_ROBIN' || fieldsListOf(endpoints).length <= 1;
    },
    message: 'resolution DNS_ROUND_ROBIN takes one endpoint at most',
  },
  'address-or-network': {
    holds: (value) => has(value, 'address') || has(value, 'network'),
    message: 'an address is required',
  },
  'socket-without-ports': {
    holds: (value) => !isSocket(fieldsOf(value)['address']) || !has(value, 'ports'),
    message: 'a Unix socket takes no ports',
  },
  'socket-path': {
    holds: (value) => !isSocket(value) || /^unix:\/\/[/@]/.test(textOf(value)),
    message: 'a Unix socket is an absolute path or begins with @',
  },
  'socket-no-folder': {
    holds: (value) => !isSocket(value) || !textOf(value).endsWith('/'),
    message: 'a Unix socket is no folder',
  },
  'port-names': {
    holds: (value) => keysOf(value).every((key) => key.length < 63 && portName.test(key)),
    message: 'a port name has letters, digits and dashes only',
  },
  'no-lone-wildcard': { holds: (value) => value !== '*', message: 'the host * is not allowed' },
  'unique-port-numbers': {
    holds: (value) => {
      const numbers = fieldsListOf(value).map((port) => port['number']);
      return new Set(numbers).size === numbers.length;
    },
    message: 'a port number is given twice',
  },
  'probe-scheme': {
    holds: (value) => ['', 'HTTP', 'HTTPS'].includes(textOf(value)),
    message: 'the scheme must be HTTP or HTTPS',
  },
  'service-accounts-alone': {
    holds: (value) =>
      !(has(value, 'serviceAccounts') || has(value, 'notServiceAccounts')) ||
      !['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].some((field) => has(value, field)),
    message: 'serviceAccounts do not go with principals or namespaces',
  },
  'port-mtls-selector': {
    holds: (value) =>
      !has(value, 'portLevelMtls') || keysOf(fieldsOf(fieldsOf(value)['selector'])['matchLabels']).length > 0,
    message: 'portLevelMtls needs a selector; Istio ignores it for a whole namespace',
  },
  'upsert-value': {
    holds: (value) => fieldsOf(value)['operation'] !== 'UPSERT' || (fieldsOf(value)['value'] ?? '') !== '',
    message: 'operation UPSERT needs a value',
  },
  'remove-without-value': {
    holds: (value) => fieldsOf(value)['operation'] !== 'REMOVE' || !has(value, 'value'),
    message: 'operation REMOVE takes no value',
  },
} as const satisfies Readonly<Record<string, Condition>>;
