import { grpcServiceName, headerMatchers, headerName } from '../../mesh/validation/schema/asm-rules.js';
import type { FieldNode } from '../../mesh/validation/schema/field-table.js';
import type { RuleName } from '../../mesh/validation/schema/rules.js';
import type { Schema } from '../../mesh/validation/schema/schema.js';

/** A schema as a CustomResourceDefinition has it (https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/). */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

const missing = (...fields: readonly string[]): OpenApiSchema => ({
  not: { anyOf: fields.map((name) => ({ required: [name] })) },
});
const oneGiven = (...fields: readonly string[]): OpenApiSchema => ({
  anyOf: fields.map((name) => ({ required: [name] })),
});
const duration = String.raw`^([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*$`;
const validation = (rule: string, message: string): OpenApiSchema => ({
  'x-kubernetes-validations': [{ rule, message }],
});

/**
 * Our rules as an API server can hold them. Those that are not here look through lists or at other objects: a controller refuses them after
 * the API server has taken the object.
 */
const ruleSchemas: Partial<Record<RuleName, OpenApiSchema>> = {
  'go-duration': { pattern: duration },
  'breaker-window': {
    pattern: duration,
    ...validation("duration(self) > duration('0s') && duration(self) <= duration('12s')", 'must be at most 12s'),
  },
  'header-name': { pattern: headerName.source },
  'grpc-service-name': { pattern: grpcServiceName.source },
  'match-or-targets': {
    oneOf: [{ required: ['match'] }, { required: ['target_services'] }],
  },
  'header-matcher': oneGiven(...headerMatchers),
  'section-of-route': {
    anyOf: [missing('section_name'), { properties: { kind: { enum: ['VirtualService'] } } }],
  },
  'breaker-condition': {
    allOf: [
      oneGiven('error_percent', 'average_request_rt', 'slow_request_rt'),
      {
        anyOf: [
          missing('slow_request_rt', 'max_slow_requests'),
          { required: ['slow_request_rt', 'max_slow_requests'] },
        ],
      },
    ],
  },
  'propagated-headers': oneGiven('headers', 'headerPrefix'),
  'transcoder-descriptor': oneGiven('protoDescriptorBin', 'builtinProtoDescriptor'),
  'credential-authority': {
    anyOf: [{ properties: { type: { enum: ['tls'] } } }, { required: ['caCert'] }],
  },
  'permissive-lanes': {
    anyOf: [
      missing('isPermissive'),
      { properties: { isPermissive: { enum: [false] } } },
      {
        required: ['permissiveModeConfiguration'],
        properties: { permissiveModeConfiguration: { required: ['fallbackTarget', 'traceHeader', 'routeHeader'] } },
      },
    ],
  },
  'fill-interval': validation(
    '(has(self.seconds) && self.seconds > 0) || (has(self.nanos) && self.nanos >= 50000000)',
    'must be at least 50 milliseconds',
  ),
};

/** A schema in the form that an API server takes: structural, with the limits that we check. */
export function openApiOf(schema: Schema): OpenApiSchema {
  const { node } = schema;
  const rules = (node.c ?? []).flatMap((name): readonly OpenApiSchema[] => {
    const rule = ruleSchemas[name];
    return rule === undefined ? [] : [rule];
  });
  const exclusive = (node.x ?? []).flatMap(pairsOf).map((pair) => ({ required: pair }));
  const parts = [
    ...rules.filter((rule) => !isPlain(rule)),
    ...(exclusive.length === 0 ? [] : [{ not: { anyOf: exclusive } }]),
  ];
  return {
    ...typeOf(schema),
    ...limitsOf(node),
    ...Object.fromEntries(rules.filter(isPlain).flatMap((rule) => Object.entries(rule))),
    ...(parts.length === 0 ? {} : { allOf: parts }),
  };
}

/** Whether a rule is keys of its own place, which structural schemas do not allow in `allOf`. */
function isPlain(rule: OpenApiSchema): boolean {
  return 'pattern' in rule || 'x-kubernetes-validations' in rule;
}

function pairsOf(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
}

function typeOf(schema: Schema): OpenApiSchema {
  const { node, elements } = schema;
  switch (schema.type) {
    case 'any':
      return node.f === 'quantity'
        ? { 'x-kubernetes-int-or-string': true }
        : { 'x-kubernetes-preserve-unknown-fields': true };
    case 'intOrString':
      return { 'x-kubernetes-int-or-string': true };
    case 'array':
      return {
        type: 'array',
        items: elements === undefined ? { 'x-kubernetes-preserve-unknown-fields': true } : openApiOf(elements),
      };
    case 'object':
      return objectOf(schema);
    case 'integer':
      return { type: 'integer', format: 'int64' };
    default:
      return { type: schema.type };
  }
}

function objectOf(schema: Schema): OpenApiSchema {
  const { node, names } = schema;
  if (names === undefined) {
    const values = node.a === undefined ? undefined : schema.field('any');
    return values === undefined
      ? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
      : { type: 'object', additionalProperties: openApiOf(values) };
  }
  const properties = names.flatMap((name) => {
    const field = schema.field(name);
    return field === undefined ? [] : [[name, openApiOf(field)] as const];
  });
  return {
    type: 'object',
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(node.o === undefined && properties.length > 0 ? {} : { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(node.r === undefined ? {} : { required: node.r }),
  };
}

/** Names of the limits of each type. */
const bounds: Partial<Record<FieldNode['t'], readonly [lowest: string, highest: string]>> = {
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  string: ['minLength', 'maxLength'],
  array: ['minItems', 'maxItems'],
  object: ['minProperties', 'maxProperties'],
};

function limitsOf({ t, l, h, e, m, f, k, u }: FieldNode): OpenApiSchema {
  const [lowest, highest] = bounds[t] ?? [];
  return {
    ...(l === undefined || lowest === undefined ? {} : { [lowest]: l }),
    ...(h === undefined || highest === undefined ? {} : { [highest]: h }),
    ...(e === undefined ? {} : { enum: e }),
    ...(m === undefined ? {} : { pattern: m }),
    ...(f === 'base64' ? { format: 'byte' } : {}),
    ...(u === undefined ? {} : { 'x-kubernetes-list-type': 'set' }),
    ...(k === undefined ? {} : { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': Object.keys(k) }),
  };
}
