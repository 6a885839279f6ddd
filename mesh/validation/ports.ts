import { parseProtocol } from '../model/protocol.js';
import { noteAsmProtocol } from './asm/values.js';
import type { Field } from './field.js';

/** Reports a number that is not a port; the key of a field is a text of digits. */
export function checkPortNumber(field: Field, written: number | string = field.number): void {
  const number = typeof written === 'number' || /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    field.error(`${written} is no port: it must be between 1 and 65535`);
  }
}

type Layer = 'http' | 'tls' | 'tcp' | 'udp' | 'unknown';

const layers: ReadonlyMap<string, Layer> = new Map([
  ['http', 'http'],
  ['http2', 'http'],
  ['http_proxy', 'http'],
  ['grpc', 'http'],
  ['grpc-web', 'http'],
  ['https', 'tls'],
  ['tls', 'tls'],
  ['tcp', 'tcp'],
  ['mongo', 'tcp'],
  ['redis', 'tcp'],
  ['mysql', 'tcp'],
  ['udp', 'udp'],
]);

/** What a `protocol` field (in any case) lets Istio read; `unknown` when it names no protocol. */
export function layerOf(protocol: string): Layer {
  const lower = protocol.toLowerCase();
  return parseProtocol(lower) === lower ? (layers.get(lower) ?? 'unknown') : 'unknown';
}

/** Names that a `protocol` field may have. */
export const protocolNames = 'HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL';

/** Reports a protocol that Istio does not know; none at all is allowed. */
export function checkProtocol(field: Field): void {
  if (field.text !== '' && layerOf(field.text) === 'unknown' && !noteAsmProtocol(field)) {
    field.error(`\`${field.text}\` is no protocol that Istio knows: ${protocolNames}`);
  }
}
