import { parseDuration } from '../../istio/duration.js';
import { asText, type Fields, fieldsListOf, fieldsOf, listOf, textListOf } from '../../model/narrowing.js';
import { ipFamily } from '../../text/ip-address.js';
import { isQualifiedName, isRfc1123Label, rfc1123LabelRule } from '../kubernetes-names.js';
import { httpRouteRules } from './http-route-rules.js';
import type { Refuse, Rule } from './rule.js';

/** What the CRDs of the Gateway API refuse beyond types and limits (https://gateway-api.sigs.k8s.io/reference/spec/). */

const isGiven = (value: unknown): boolean => (value ?? '') !== '';

/** The elements of a list with their places, without those that are no objects. */
function placed(value: unknown): readonly (readonly [index: number, fields: Fields])[] {
  return listOf(value).map((element, index) => [index, fieldsOf(element)] as const);
}

/** Refuses an element that has the key of an earlier one. */
function refuseRepetition(value: unknown, keyOf: (fields: Fields) => string | undefined, refuse: Refuse, what: string) {
  const seen = new Set<string>();
  for (const [index, fields] of placed(value)) {
    const key = keyOf(fields);
    if (key !== undefined && seen.has(key)) {
      refuse(what, index);
    }
    if (key !== undefined) {
      seen.add(key);
    }
  }
}

/** References to one object more than once: each must say which part it means, and each another part. */
function refuseSharedParts(value: unknown, parts: readonly string[], refuse: Refuse, what: string): void {
  const groups = new Map<string, { readonly index: number; readonly part: string; readonly given: string }[]>();
  for (const [index, reference] of placed(value)) {
    const { group, kind, name, namespace } = reference;
    const key = JSON.stringify([group ?? null, kind ?? null, name ?? null, namespace ?? '']);
    const part = JSON.stringify(parts.map((field) => reference[field] || ''));
    const given = parts.map((field) => (reference[field] ? 1 : 0)).join('');
    const same = groups.get(key) ?? [];
    groups.set(key, same);
    if (same.some((other) => other.given !== given)) {
      refuse(`${parts.join(' or ')} must be given for each reference to one ${what}`, index);
    } else if (same.some((other) => other.part === part)) {
      refuse(`${parts.join(' or ')} must differ between references to one ${what}`, index);
    }
    same.push({ index, part, given });
  }
}

const withoutTls = ['HTTP', 'TCP', 'UDP'];
const withoutHostname = ['TCP', 'UDP'];

const listenerProtocols: Rule = (value, refuse) => {
  for (const [index, listener] of placed(value)) {
    const protocol = asText(listener['protocol']) ?? '';
    const tls = listener['tls'] ?? undefined;
    const mode = fieldsOf(tls)['mode'] ?? 'Terminate';
    if (withoutTls.includes(protocol) && tls !== undefined) {
      refuse(`a listener of protocol ${protocol} takes no tls`, index, 'tls');
    }
    if (protocol === 'HTTPS' && tls !== undefined && isGiven(mode) && mode !== 'Terminate') {
      refuse('a listener of protocol HTTPS needs mode Terminate', index, 'tls', 'mode');
    }
    if (protocol === 'TLS' && (tls === undefined || !isGiven(mode))) {
      refuse('a listener of protocol TLS needs tls with a mode', index, 'tls');
    }
    if (withoutHostname.includes(protocol) && isGiven(listener['hostname'])) {
      refuse(`a listener of protocol ${protocol} takes no hostname`, index, 'hostname');
    }
  }
};

const addressTypes: Rule = (value, refuse) => {
  const { type = 'IPAddress', value: address } = fieldsOf(value);
  const text = asText(address);
  if (text === undefined) {
    return;
  }
  if (type === 'IPAddress' && ipFamily(text) === 0) {
    refuse(`\`${text}\` is not an IP address, which an address of type IPAddress must be`, 'value');
  }
  if (type === 'Hostname' && !hostname.test(text)) {
    refuse(`\`${text}\` is not a host name`, 'value');
  }
};

const hostname = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

const tlsHostnames: Rule = (value, refuse) => {
  listOf(value).forEach((host, index) => {
    const text = asText(host);
    if (text !== undefined && ipFamily(text) !== 0) {
      refuse(`\`${text}\` is an IP address; SNI carries host names only`, index);
    } else if (text !== undefined && !hostname.test(text)) {
      refuse(`\`${text}\` is not a host name, nor one with \`*\` as its first label`, index);
    }
  });
};

const grpcService = /^\.?[a-z_][a-z_0-9]*(?:\.[a-z_][a-z_0-9]*)*$/i;

const grpcMethod: Rule = (value, refuse) => {
  const { type = 'Exact', service, method } = fieldsOf(value);
  if ((service ?? undefined) === undefined && (method ?? undefined) === undefined) {
    refuse('a method match needs a service, a method or both');
  }
  if (type === 'Exact' && typeof service === 'string' && !grpcService.test(service)) {
    refuse(`\`${service}\` is not the name of a gRPC service`, 'service');
  }
  if (type === 'Exact' && typeof method === 'string' && !/^[A-Za-z_][A-Za-z_0-9]*$/.test(method)) {
    refuse(`\`${method}\` is not the name of a gRPC method`, 'method');
  }
};

const alternativeName: Rule = (value, refuse) => {
  const name = fieldsOf(value);
  for (const [type, field] of [
    ['Hostname', 'hostname'],
    ['URI', 'uri'],
  ] as const) {
    if (name['type'] === type && !isGiven(name[field])) {
      refuse(`a subject alternative name of type ${type} needs \`${field}\``);
    }
    if (name['type'] !== type && isGiven(name[field])) {
      refuse(`\`${field}\` goes with type ${type} only`, field);
    }
  }
};

const certificateAuthorities: Rule = (value, refuse) => {
  const { caCertificateRefs, wellKnownCACertificates } = fieldsOf(value);
  const hasReferences = listOf(caCertificateRefs).length > 0;
  if (hasReferences === isGiven(wellKnownCACertificates)) {
    refuse('set exactly one of caCertificateRefs and wellKnownCACertificates');
  }
};

const session: Rule = (value, refuse) => {
  const { type = 'Cookie', cookieConfig, absoluteTimeout } = fieldsOf(value);
  if (asText(fieldsOf(cookieConfig)['lifetimeType']) === 'Permanent' && (absoluteTimeout ?? undefined) === undefined) {
    refuse('a permanent cookie needs an absoluteTimeout');
  }
  if ((cookieConfig ?? undefined) !== undefined && type !== 'Cookie') {
    refuse('cookieConfig goes with type Cookie only', 'cookieConfig');
  }
};

const retryInterval =
  (lowest: number): Rule =>
  (value, refuse) => {
    const duration = parseDuration(asText(value) ?? '');
    if (duration !== undefined && (duration < lowest || duration > 3_600_000)) {
      refuse(`must be ${lowest === 1000 ? 'at least one second and ' : 'more than 0 and '}at most one hour`);
    }
  };

/** Rules by name. */
export const gatewayApiRules = {
  ...httpRouteRules,
  'target-section': (value, refuse) => refuseSharedParts(value, ['sectionName'], refuse, 'target'),
  'parent-section': (value, refuse) => refuseSharedParts(value, ['sectionName', 'port'], refuse, 'parent'),
  'certificate-authorities': certificateAuthorities,
  'alternative-name': alternativeName,
  'unique-addresses': (value, refuse) =>
    refuseRepetition(
      value,
      ({ type = 'IPAddress', value: address }) =>
        (type === 'IPAddress' || type === 'Hostname') && typeof address === 'string' ? `${type} ${address}` : undefined,
      refuse,
      'the address is given twice',
    ),
  'address-type': addressTypes,
  'qualified-keys': (value, refuse) => {
    for (const key of Object.keys(fieldsOf(value))) {
      if (!isQualifiedName(key)) {
        refuse(
          `\`${key}\` is not a key: an optional DNS name and a slash, then at most 63 letters, digits, -, _ and .`,
          key,
        );
      }
    }
  },
  'listener-protocol': listenerProtocols,
  'unique-listeners': (value, refuse) =>
    refuseRepetition(
      value,
      ({ port, protocol, hostname: host }) =>
        typeof port === 'number' ? JSON.stringify([port, protocol, host ?? null]) : undefined,
      refuse,
      'another listener has the same port, protocol and hostname',
    ),
  'terminate-certificates': (value, refuse) => {
    const { mode = 'Terminate', certificateRefs, options } = fieldsOf(value);
    if (mode === 'Terminate' && listOf(certificateRefs).length === 0 && Object.keys(fieldsOf(options)).length === 0) {
      refuse('mode Terminate needs certificateRefs or options');
    }
  },
  'unique-ports': (value, refuse) =>
    refuseRepetition(value, ({ port }) => JSON.stringify(port), refuse, 'the port is given twice'),
  'unique-rule-names': (value, refuse) =>
    refuseRepetition(value, ({ name }) => asText(name), refuse, 'another rule has the same name'),
  'grpc-method': grpcMethod,
  'most-matches': (value, refuse) => {
    const matches = fieldsListOf(value).map(({ matches: list }) => listOf(list).length);
    if (matches.reduce((sum, count) => sum + count, 0) > 128) {
      refuse('the rules of a route have at most 128 matches together');
    }
  },
  'service-port': (value, refuse) => {
    const { group = '', kind = 'Service', port } = fieldsOf(value);
    if (group === '' && kind === 'Service' && (port ?? undefined) === undefined) {
      refuse('a reference to a Service needs a port', 'port');
    }
  },
  session,
  'tls-hostnames': tlsHostnames,
  'external-hostname': (value, refuse) => {
    const { type, externalHostname } = fieldsOf(value);
    if ((type === 'ExternalHostname') !== ((externalHostname ?? undefined) !== undefined)) {
      refuse('externalHostname goes with type ExternalHostname, and is needed there');
    }
  },
  'not-cluster-local': (value, refuse) => {
    if (asText(value)?.endsWith('.cluster.local')) {
      refuse('must not be a host of the cluster');
    }
  },
  'client-certificate': (value, refuse) => {
    const { mode, clientCertificateRef } = fieldsOf(value);
    if ((mode === 'ClientAndServer') !== ((clientCertificateRef ?? undefined) !== undefined)) {
      refuse('clientCertificateRef goes with mode ClientAndServer, and is needed there');
    }
  },
  'budget-interval': retryInterval(1000),
  'retry-interval': retryInterval(1),
  'percent-or-fraction': (value, refuse) => {
    const { percent, fraction } = fieldsOf(value);
    if ((percent ?? undefined) !== undefined && (fraction ?? undefined) !== undefined) {
      refuse('percent and fraction exclude each other');
    }
  },
  'dns-label': (value, refuse) => {
    if (typeof value === 'string' && value !== '' && !isRfc1123Label(value)) {
      refuse(`\`${value}\` is not a name; ${rfc1123LabelRule}`);
    }
  },
  'lone-star': (value, refuse) => {
    const texts = textListOf(value);
    if (texts.includes('*') && texts.length > 1) {
      refuse('`*` must stand alone');
    }
  },
} as const satisfies Readonly<Record<string, Rule>>;
