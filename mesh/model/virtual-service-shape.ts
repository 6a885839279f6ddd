import { destination, labels, object, texts } from './common-shapes.js';
import { asFlag as flag, list, mapOf, asNumber as number, record, asText as text } from './narrowing.js';

const stringMatch = record({ exact: text, prefix: text, regex: text });
const stringMatches = mapOf(stringMatch);
const headerChange = record({ set: labels, add: labels, remove: texts });
const headers = record({ request: headerChange, response: headerChange });
const weighted = record({ destination, weight: number, headers });
const percentage = record({ value: number });

const httpMatch = record({
  name: text,
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: stringMatches,
  withoutHeaders: stringMatches,
  queryParams: stringMatches,
  port: number,
  sourceLabels: labels,
  sourceNamespace: text,
  gateways: texts,
  ignoreUriCase: flag,
  statPrefix: text,
});

const httpRoute = record({
  name: text,
  match: list(httpMatch),
  route: list(weighted),
  redirect: record({
    uri: text,
    authority: text,
    port: number,
    derivePort: text,
    scheme: text,
    redirectCode: number,
    prefixRewrite: text,
  }),
  directResponse: record({ status: number, body: object }),
  delegate: record({ name: text, namespace: text }),
  rewrite: record({ uri: text, authority: text, uriRegexRewrite: record({ match: text, rewrite: text }) }),
  timeout: text,
  retries: record({
    attempts: number,
    perTryTimeout: text,
    retryOn: text,
    retryRemoteLocalities: flag,
    retryIgnorePreviousHosts: flag,
    backoff: text,
  }),
  fault: record({
    delay: record({ fixedDelay: text, exponentialDelay: text, percentage, percent: number }),
    abort: record({ httpStatus: number, grpcStatus: text, http2Error: text, percentage }),
  }),
  mirror: destination,
  mirrors: list(record({ destination, percentage })),
  mirrorPercentage: percentage,
  mirrorPercent: number,
  corsPolicy: record({
    allowOrigins: list(stringMatch),
    allowOrigin: texts,
    unmatchedPreflights: text,
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
    maxAge: text,
    allowCredentials: flag,
  }),
  headers,
});

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const virtualService = record({
  hosts: texts,
  gateways: texts,
  exportTo: texts,
  http: list(httpRoute),
  tls: list(
    record({
      match: list(
        record({
          sniHosts: texts,
          destinationSubnets: texts,
          port: number,
          sourceLabels: labels,
          sourceNamespace: text,
          gateways: texts,
        }),
      ),
      route: list(weighted),
    }),
  ),
  tcp: list(
    record({
      match: list(
        record({
          destinationSubnets: texts,
          port: number,
          sourceLabels: labels,
          sourceNamespace: text,
          sourceSubnet: text,
          gateways: texts,
        }),
      ),
      route: list(weighted),
    }),
  ),
});
