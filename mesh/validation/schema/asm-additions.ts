import { FieldWriter } from './field-writer.js';
import { LazyFields } from './lazy-fields.js';
import type { Schema } from './schema.js';

/** The objects that ASM adds fields with, each a root of its own. */
const additions = new LazyFields(() => {
  const of = new FieldWriter();
  const destination = of.object({
    'host!': of.text,
    subset: of.text,
    port: of.object({ number: of.port }),
  });
  const fallbackPolicy = of.oneOf('UNSPECIFIED', 'NO_FALLBACK', 'ANY_ENDPOINT', 'DEFAULT_SUBSET');
  of.root(
    'fallback',
    of.object({
      case: of.text,
      target: destination,
      targets: of.list(of.object({ destination, hostRewrite: of.flag })),
    }),
  );
  of.root('headerToDynamicSubsetKey', of.list(of.object({ header: of.text, key: of.text, defaultValue: of.text })));
  of.root(
    'dynamicSubset',
    of.object({
      fallbackPolicy,
      defaultSubset: of.labels,
      subsetSelectors: of.list(of.object({ fallbackPolicy, keys: of.texts })),
      lbPolicy: of.oneOf('UNDEFINED', 'RANDOM', 'ROUND_ROBIN', 'LEAST_REQUEST'),
    }),
  );
  return of.table;
});

const versions = ['v1', 'v1beta1', 'v1alpha3'];

/**
 * Adds the fields and values that ASM has in Istio's kinds (https://github.com/aliyun/alibabacloud-servicemesh-api): the `fallback` of a
 * route, `headerToDynamicSubsetKey`, `dynamicSubset`, and the load balancer PEAK_EWMA.
 */
export function extendForAsm(rootOf: (apiVersion: string, kind: string) => Schema | undefined): void {
  for (const version of versions) {
    const http = fieldAt(rootOf(`networking.istio.io/${version}`, 'VirtualService'), ['spec', 'http', '[]']);
    add(http, 'headerToDynamicSubsetKey');
    add(fieldAt(http, ['route', '[]']), 'fallback');
    const balancer = ['spec', 'trafficPolicy', 'loadBalancer'];
    const loadBalancer = fieldAt(rootOf(`networking.istio.io/${version}`, 'DestinationRule'), balancer);
    add(loadBalancer, 'dynamicSubset');
    loadBalancer?.field('simple')?.addedValues.add('PEAK_EWMA');
  }
}

function add(schema: Schema | undefined, name: string): void {
  const addition = additions.rootAt(name);
  if (addition !== undefined) {
    schema?.add(name, addition);
  }
}

function fieldAt(schema: Schema | undefined, steps: readonly string[]): Schema | undefined {
  return steps.reduce((at, step) => (step === '[]' ? at?.elements : at?.field(step)), schema);
}
