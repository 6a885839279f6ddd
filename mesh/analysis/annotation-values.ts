import { asFields } from '../model/index.js';
import { parseBoolean } from '../text/boolean.js';
import { isIpRange } from '../text/ip-address.js';
import { parseYaml } from '../yaml/parser.js';

/** Forms that the values of annotations have. */
export type AnnotationFormat =
  | 'flag'
  | 'quantity'
  | 'interceptionMode'
  | 'port'
  | 'count'
  | 'ranges'
  | 'rangesOrAll'
  | 'ports'
  | 'portsOrAll'
  | 'interfaces'
  | 'mapping';

const quantity = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const digits = /^\d+$/;
const interfaceName = /^[\w.:@-]*$/;

const isPort = (text: string): boolean => digits.test(text) && Number(text) <= 65535;
const listOf = (text: string): readonly string[] => (text === '' ? [] : text.split(','));

/** What is wrong with each form of value; undefined when nothing is. */
const rules: Readonly<Record<AnnotationFormat, (value: string) => string | undefined>> = {
  flag: (value) => (parseBoolean(value) === undefined ? 'it must be true or false' : undefined),
  quantity: (value) => (quantity.test(value) ? undefined : 'it must be a quantity such as 100m or 128Mi'),
  interceptionMode: (value) =>
    ['REDIRECT', 'TPROXY', 'NONE'].includes(value) ? undefined : 'it must be REDIRECT, TPROXY or NONE',
  port: (value) => (isPort(value) ? undefined : 'it must be a port number'),
  count: (value) => (digits.test(value) && Number(value) < 2 ** 32 ? undefined : 'it must be a whole number'),
  ranges: (value) => first(listOf(value), isIpRange, 'is no range such as 10.0.0.0/8'),
  rangesOrAll: (value) => (value === '*' ? undefined : rules.ranges(value)),
  ports: (value) => first(listOf(value), (port) => isPort(port.trim()), 'is no port number'),
  portsOrAll: (value) => (value === '*' ? undefined : rules.ports(value)),
  interfaces: (value) =>
    first(
      listOf(value),
      (name) => name.trim().length <= 15 && interfaceName.test(name.trim()),
      'is no name of a network interface',
    ),
  mapping: problemOfProxyConfig,
};

/** Why Istio cannot use a value; undefined when it can. */
export function problemOfValue(format: AnnotationFormat, value: string): string | undefined {
  return rules[format](value);
}

function first(values: readonly string[], isValid: (value: string) => boolean, problem: string): string | undefined {
  const wrong = values.find((value) => !isValid(value));
  return wrong === undefined ? undefined : `"${wrong}" ${problem}`;
}

/** Fields of a ProxyConfig that hold whole numbers, of which a text is a common mistake. */
const counts = ['concurrency', 'statusPort', 'proxyAdminPort'];

function problemOfProxyConfig(value: string): string | undefined {
  const parsed = parseYaml(value);
  if (parsed.value === null || parsed.value === undefined) {
    return parsed.isRead ? undefined : 'it is no YAML';
  }
  const fields = asFields(parsed.value);
  if (fields === undefined || !parsed.isRead) {
    return 'it must be YAML with the fields of a ProxyConfig';
  }
  const wrong = counts.find((key) => fields[key] !== undefined && !/^\d+$/.test(String(fields[key])));
  return wrong === undefined ? undefined : `${wrong} must be a whole number`;
}
