import { list, mapOf, asNumber as number, type Reader, record, asText as text } from './narrowing.js';

/** The shapes of the Gateway API, as in https://gateway-api.sigs.k8s.io/reference/spec/. */

const object = record({});
const texts = list(text);
const labels = mapOf(text);
const reference = { group: text, kind: text, name: text, namespace: text };
const parentRefs = list(record({ ...reference, sectionName: text, port: number }));
const nameValues = list(record({ name: text, value: text }));
const headerChange = record({ set: nameValues, add: nameValues, remove: texts });
const path = record({ type: text, replaceFullPath: text, replacePrefixMatch: text });
const backendFields = { ...reference, port: number, weight: number };
const valueMatches = list(record({ type: text, name: text, value: text }));

const filters = list(
  record({
    type: text,
    requestHeaderModifier: headerChange,
    responseHeaderModifier: headerChange,
    requestMirror: record({
      backendRef: record(backendFields),
      percent: number,
      fraction: record({ numerator: number, denominator: number }),
    }),
    requestRedirect: record({ scheme: text, hostname: text, path, port: number, statusCode: number }),
    urlRewrite: record({ hostname: text, path }),
    extensionRef: record(reference),
    cors: record({ allowOrigins: texts }),
  }),
);
const backendRefs = list(record({ ...backendFields, filters }));
const plainRoute = record({ parentRefs, hostnames: texts, rules: list(record({ name: text, backendRefs })) });

/** Readers of the `spec` of Gateway API kinds, by kind. */
export const gatewayApiShapes: Readonly<Record<string, Reader<unknown>>> = {
  GatewayClass: record({ controllerName: text, parametersRef: record(reference) }),
  Gateway: record({
    gatewayClassName: text,
    addresses: list(record({ type: text, value: text })),
    infrastructure: record({ labels, annotations: labels, parametersRef: record(reference) }),
    listeners: list(
      record({
        name: text,
        hostname: text,
        port: number,
        protocol: text,
        tls: record({
          mode: text,
          certificateRefs: list(record(reference)),
          options: labels,
          frontendValidation: object,
        }),
        allowedRoutes: record({
          namespaces: record({ from: text, selector: object }),
          kinds: list(record({ group: text, kind: text })),
        }),
      }),
    ),
  }),
  HTTPRoute: record({
    parentRefs,
    hostnames: texts,
    rules: list(
      record({
        name: text,
        matches: list(
          record({
            path: record({ type: text, value: text }),
            headers: valueMatches,
            queryParams: valueMatches,
            method: text,
          }),
        ),
        filters,
        backendRefs,
        timeouts: record({ request: text, backendRequest: text }),
        retry: record({ attempts: number, backoff: text, codes: list(number) }),
        sessionPersistence: object,
      }),
    ),
  }),
  GRPCRoute: record({
    parentRefs,
    hostnames: texts,
    rules: list(
      record({
        name: text,
        matches: list(record({ method: record({ type: text, service: text, method: text }), headers: valueMatches })),
        filters,
        backendRefs,
        sessionPersistence: object,
      }),
    ),
  }),
  TLSRoute: plainRoute,
  TCPRoute: plainRoute,
  ReferenceGrant: record({
    from: list(record({ group: text, kind: text, namespace: text })),
    to: list(record({ group: text, kind: text, name: text })),
  }),
};
