import type { Field } from '../field.js';
import { isQualifiedName } from '../kubernetes-names.js';

const standard = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;
const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity of Kubernetes (`100m`, `0.5`, `128Mi`) stands for; undefined when it is none. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const match =
    typeof value === 'string' ? /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(value.trim()) : null;
  const factor = match === null ? undefined : suffixes[match[2] ?? ''];
  return factor === undefined ? undefined : Number(match?.[1]) * factor;
}

/** What an API server refuses in the requests and limits of a container. */
export function checkResources(resources: Field): void {
  for (const kind of ['requests', 'limits']) {
    for (const [name, value] of resources.at(kind).entries) {
      const amount = quantityOf(value.value);
      if (amount !== undefined && amount < 0) {
        value.error('must not be negative');
      }
      if (name.includes('/') ? !isQualifiedName(name) : !standard.test(name)) {
        value.error(
          `\`${name}\` is not a resource of containers: cpu, memory, ephemeral-storage, hugepages-SIZE, or one with a domain`,
        );
      }
      const limit = resources.at('limits').at(name);
      const most = quantityOf(limit.value);
      if (kind === 'requests' && limit.isSet && amount !== undefined && most !== undefined && amount > most) {
        value.error(`must not be more than the limit ${String(limit.value)}`);
      }
    }
  }
}
