import { parseDuration } from '../../istio/duration.js';
import { asFields, asNumber, asText, type Fields, fieldsListOf, fieldsOf, listOf } from '../../model/narrowing.js';
import { base64Bytes } from '../../text/base64.js';
import { servicesOfDescriptors } from '../asm/proto-descriptors.js';
import { formats } from './formats.js';
import type { Refuse, Rule } from './rule.js';

/** What ASM refuses in its own kinds beyond types and limits, after the service's documentation of each kind. */

const isGiven = (value: unknown): boolean => (value ?? undefined) !== undefined;
/** The name of a header (RFC 9110, section 5.6.2). */
export const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** The full name of a gRPC service. */
export const grpcServiceName = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;

const goDuration: Rule = (value, refuse) => {
  const milliseconds = parseDuration(asText(value) ?? '');
  if (milliseconds === undefined) {
    refuse(`\`${asText(value) ?? ''}\` is not a duration such as 500ms, 10s or 1m`);
  } else if (milliseconds < 0) {
    refuse('a duration must not be negative');
  }
};

const fillInterval: Rule = (value, refuse) => {
  const { seconds = 0, nanos = 0 } = fieldsOf(value);
  const milliseconds = (asNumber(seconds) ?? 0) * 1000 + (asNumber(nanos) ?? 0) / 1e6;
  if (milliseconds < 50) {
    refuse('must be at least 50 milliseconds, the shortest interval of Envoy');
  }
};

const breakerWindow: Rule = (value, refuse) => {
  const milliseconds = parseDuration(asText(value) ?? '');
  if (milliseconds === undefined || milliseconds <= 0 || milliseconds > 12_000) {
    refuse(`\`${asText(value) ?? ''}\` is not a duration of more than 0 and at most 12s`);
  }
};

const breakerCondition: Rule = (value, refuse) => {
  const { error_percent, average_request_rt, slow_request_rt, max_slow_requests } = fieldsOf(value);
  const isSlow = isGiven(slow_request_rt) || isGiven(max_slow_requests);
  if (isGiven(slow_request_rt) !== isGiven(max_slow_requests)) {
    refuse('slow_request_rt and max_slow_requests go together');
  } else if (!isSlow && !isGiven(error_percent) && !isGiven(average_request_rt)) {
    refuse(
      'nothing opens the breaker: set error_percent, average_request_rt, or slow_request_rt with max_slow_requests',
    );
  }
};

/** Fields of which a matcher of headers needs one. */
export const headerMatchers = [
  'regex_match',
  'exact_match',
  'prefix_match',
  'suffix_match',
  'present_match',
  'is_exact_match_empty',
];

const headerMatcher: Rule = (value, refuse) => {
  const fields = fieldsOf(value);
  if (!headerMatchers.some((name) => isGiven(fields[name]))) {
    refuse(`needs one of ${headerMatchers.slice(0, 5).join(', ')}`);
  }
};

const matchOrTargets: Rule = (value, refuse) => {
  const { match, target_services } = fieldsOf(value);
  if (isGiven(match) === isGiven(target_services)) {
    refuse('set exactly one of match and target_services');
  }
};

const permissiveLanes: Rule = (value, refuse) => {
  const { isPermissive, permissiveModeConfiguration } = fieldsOf(value);
  if (isPermissive !== true) {
    return;
  }
  const configuration = fieldsOf(permissiveModeConfiguration);
  for (const name of ['fallbackTarget', 'traceHeader', 'routeHeader']) {
    if ((asText(configuration[name]) ?? '') === '') {
      refuse('permissive mode needs it', 'permissiveModeConfiguration', name);
    }
  }
  if (asText(configuration['routeHeader'])?.toLowerCase() === 'baggage') {
    refuse('must not be baggage', 'permissiveModeConfiguration', 'routeHeader');
  }
};

const uniqueServices: Rule = (value, refuse) => {
  const seen = new Set<string>();
  listOf(value).forEach((element, index) => {
    const { name, namespace, cluster } = fieldsOf(element);
    const key = JSON.stringify([name, namespace, fieldsOf(cluster)['id'] ?? '']);
    if (seen.has(key)) {
      refuse('the service is given twice', index);
    }
    seen.add(key);
  });
};

const propagatedHeaders: Rule = (value, refuse) => {
  const { headers, headerPrefix } = fieldsOf(value);
  if (listOf(headers).length === 0 && listOf(headerPrefix).length === 0) {
    refuse('needs headers or headerPrefix');
  }
  listOf(headers).forEach((header, index) => {
    if (asText(header)?.toLowerCase() === 'baggage') {
      refuse('baggage carries the others, so it cannot be one of them', 'headers', index);
    }
  });
};

const gatewayReplicas: Rule = (value, refuse) => {
  const { minReplicas, maxReplicas, autoscaleEnabled } = fieldsOf(value);
  if (
    autoscaleEnabled !== false &&
    (asNumber(minReplicas) ?? 0) > (asNumber(maxReplicas) ?? Number.POSITIVE_INFINITY)
  ) {
    refuse('must not be more than maxReplicas', 'minReplicas');
  }
};

const gatewayOverrides: Rule = (value, refuse) => {
  const { clusterIds, overrides } = fieldsOf(value);
  for (const id of Object.keys(fieldsOf(overrides))) {
    if (isGiven(clusterIds) && !listOf(clusterIds).includes(id)) {
      refuse('is not one of clusterIds', 'overrides', id);
    }
  }
};

const zoneMaps = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps';
const loadBalancerId = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id';

const gatewayLoadBalancer: Rule = (value, refuse) => {
  const { loadBalancerClass, serviceType, serviceAnnotations } = fieldsOf(value);
  if (!isGiven(loadBalancerClass) || loadBalancerClass === '') {
    return;
  }
  if (isGiven(serviceType) && serviceType !== 'LoadBalancer') {
    refuse('goes with serviceType LoadBalancer only', 'loadBalancerClass');
  }
  const annotations = fieldsOf(serviceAnnotations);
  const zones = (asText(annotations[zoneMaps]) ?? '').split(',').map((zone) => zone.split(':')[0]?.trim() ?? '');
  const isNew = !isGiven(annotations[loadBalancerId]);
  if (loadBalancerClass === 'alibabacloud.com/nlb' && isNew && new Set(zones.filter((zone) => zone !== '')).size < 2) {
    refuse(`a new NLB needs the annotation ${zoneMaps} with two zones`, 'serviceAnnotations');
  }
};

const gatewayPorts: Rule = (value, refuse) => {
  const names = new Set<string>();
  const numbers = new Set<string>();
  listOf(value).forEach((element, index) => {
    const port: Fields = fieldsOf(element);
    const name = asText(port['name']);
    const transport = port['protocol'] === 'UDP' || port['protocol'] === 'SCTP' ? port['protocol'] : 'TCP';
    const number = asNumber(port['port']) === undefined ? undefined : `${transport} ${asNumber(port['port'])}`;
    if (name !== undefined && names.has(name)) {
      refuse(`the name \`${name}\` is given twice`, index, 'name');
    }
    if (number !== undefined && numbers.has(number)) {
      refuse(`the port ${number} is given twice`, index, 'port');
    }
    names.add(name ?? '');
    numbers.add(number ?? '');
  });
};

function checkDescriptor(descriptor: string, services: readonly unknown[], refuse: Refuse): void {
  const described = formats.base64.holds(descriptor) ? servicesOfDescriptors(base64Bytes(descriptor)) : [];
  if (described === undefined) {
    refuse(
      'is not a FileDescriptorSet of Protocol Buffers, as protoc --descriptor_set_out writes it',
      'protoDescriptorBin',
    );
    return;
  }
  services.forEach((service, index) => {
    if (formats.base64.holds(descriptor) && typeof service === 'string' && !described.includes(service)) {
      const has = described.length === 0 ? 'has no service' : `has ${described.slice(0, 5).join(', ')}`;
      refuse(`\`${service}\` is not in protoDescriptorBin, which ${has}`, 'services', index);
    }
  });
}

/** Rules by name. */
export const asmRules = {
  'go-duration': goDuration,
  'fill-interval': fillInterval,
  'breaker-window': breakerWindow,
  'breaker-condition': breakerCondition,
  'match-or-targets': matchOrTargets,
  'header-matcher': headerMatcher,
  'section-of-route': (value, refuse) => {
    const { kind, section_name } = fieldsOf(value);
    if (isGiven(section_name) && kind !== 'VirtualService') {
      refuse('goes with kind VirtualService only', 'section_name');
    }
  },
  'permissive-lanes': permissiveLanes,
  'unique-services': uniqueServices,
  'propagated-headers': propagatedHeaders,
  'header-name': (value, refuse) => {
    if (!headerName.test(asText(value) ?? '')) {
      refuse(`\`${asText(value) ?? ''}\` is not the name of a header`);
    }
  },
  'grpc-service-name': (value, refuse) => {
    if (!grpcServiceName.test(asText(value) ?? '')) {
      refuse(`\`${asText(value) ?? ''}\` is not the full name of a gRPC service, such as shop.v1.Cart`);
    }
  },
  'https-upgrade': (value, refuse) => {
    const { httpsUpgrade, port } = fieldsOf(value);
    const protocol = asText(fieldsOf(port)['protocol']);
    if (asFields(httpsUpgrade)?.['enabled'] === true && protocol !== undefined && protocol !== 'HTTP') {
      refuse('httpsUpgrade needs a port of protocol HTTP', 'httpsUpgrade');
    }
  },
  partitions: (value, refuse) => {
    const { modulo, partitions } = fieldsOf(value);
    const sum = fieldsListOf(partitions).reduce((total, part) => total + (asNumber(part['partitionSize']) ?? 0), 0);
    if (isGiven(partitions) && sum !== modulo) {
      refuse(`the sizes add up to ${sum}, but must be modulo`, 'partitions');
    }
  },
  'credential-authority': (value, refuse) => {
    const { type, caCert } = fieldsOf(value);
    if (type === 'mtls' && (asText(caCert) ?? '') === '') {
      refuse('type mtls needs it', 'caCert');
    }
  },
  'transcoder-descriptor': (value, refuse) => {
    const { protoDescriptorBin, builtinProtoDescriptor, services } = fieldsOf(value);
    if (!isGiven(protoDescriptorBin) && !isGiven(builtinProtoDescriptor)) {
      refuse('needs protoDescriptorBin or builtinProtoDescriptor');
    } else if (isGiven(protoDescriptorBin)) {
      checkDescriptor(asText(protoDescriptorBin) ?? '', listOf(services), refuse);
    }
  },
  objective: (value, refuse) => {
    const objective = Number(asText(value) || Number.NaN);
    if (!(objective > 0 && objective <= 100)) {
      refuse('must be a percentage above 0 and at most 100');
    }
  },
  'gateway-replicas': gatewayReplicas,
  'gateway-overrides': gatewayOverrides,
  'gateway-load-balancer': gatewayLoadBalancer,
  'gateway-ports': gatewayPorts,
} as const satisfies Readonly<Record<string, Rule>>;
