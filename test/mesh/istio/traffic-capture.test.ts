import { describe, expect, test } from '@jest/globals';
import { TrafficCaptures } from '../../../mesh/istio/traffic-capture.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { resourcesOf } from '../resources.js';

/** The capture of a pod with these annotations, in a mesh with these defaults of the injector and of the proxy. */
function captureOf(annotations: Readonly<Record<string, string>>, injector = {}, defaultConfig = {}) {
  const mesh = buildMesh(
    resourcesOf(`
apiVersion: v1
kind: Namespace
metadata: { name: mill, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wheel, namespace: mill }
spec:
  template:
    metadata: { labels: { app: wheel }, annotations: ${JSON.stringify(annotations)} }
    spec: { containers: [{ name: c, image: i }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data: { values: ${JSON.stringify(JSON.stringify({ global: { proxy: injector } }))} }
`),
    { meshConfig: { raw: { defaultConfig } } },
  );
  const [workload] = mesh.workloads;
  if (workload === undefined) throw new Error('no workload');
  const capture = new TrafficCaptures(mesh).of(workload);
  return {
    /** Whether the sidecar takes connections to these ports. */
    takes: (...ports: number[]) => ports.map((port) => capture.bypassesInbound(port) === undefined),
    /** Whether the sidecar takes a connection to this port and address. */
    sends: (port: number, address?: string, isInCluster = true) =>
      capture.bypassesOutbound(port, address, isInCluster) === undefined,
    /** Whether these ports are the proxy's own. */
    areOwn: (...ports: number[]) => ports.map((port) => capture.isProxyPort(port)),
    why: capture.bypassesInbound,
  };
}
const traffic = (name: string, value: string) => ({ [`traffic.sidecar.istio.io/${name}`]: value });

describe('inbound (istio-iptables, handleInboundPortsInclude)', () => {
  test('every port is taken; three are the proxy’s own', () => {
    expect(captureOf({}).takes(80, 8080, 22)).toEqual([true, true, true]);
    expect(captureOf({}).areOwn(15020, 15021, 15090, 8080)).toEqual([true, true, true, false]);
  });
  test('excluded ports are not', () => {
    expect(captureOf(traffic('excludeInboundPorts', '8080, 9090')).takes(80, 8080, 9090)).toEqual([true, false, false]);
  });
  test('included ports alone are, whatever is excluded, and none for an empty list', () => {
    const both = { ...traffic('includeInboundPorts', '80,8080'), ...traffic('excludeInboundPorts', '8080') };
    expect(captureOf(both).takes(80, 8080, 9090)).toEqual([true, true, false]);
    expect(captureOf(traffic('includeInboundPorts', '')).takes(80)).toEqual([false]);
  });
  test('the defaults of the injector count where the pod says nothing', () => {
    expect(captureOf({}, { excludeInboundPorts: '8080' }).takes(80, 8080)).toEqual([true, false]);
    expect(captureOf(traffic('excludeInboundPorts', ''), { excludeInboundPorts: '8080' }).takes(8080)).toEqual([true]);
  });
  test('a status port of its own takes the place of 15020', () => {
    const { areOwn } = captureOf({ 'status.sidecar.istio.io/port': '15999' });
    expect(areOwn(15020, 15999, 15021, 15090)).toEqual([false, true, true, true]);
  });
  test('the reason names the rule', () => {
    expect(captureOf(traffic('excludeInboundPorts', '8080')).why(8080)).toBe('excludeInboundPorts names port 8080');
  });
});

describe('outbound', () => {
  test('everything is taken', () => {
    expect(captureOf({}).sends(443, '203.0.113.7')).toBe(true);
    expect(captureOf({}).sends(443)).toBe(true);
  });
  test('excluded ports come first', () => {
    const both = { ...traffic('excludeOutboundPorts', '3306'), ...traffic('includeOutboundPorts', '3306') };
    expect(captureOf(both).sends(3306, '203.0.113.7')).toBe(false);
    expect(captureOf(both).sends(3307, '203.0.113.7')).toBe(true);
  });
  test('excluded addresses come before included ports, and included ports before included addresses', () => {
    const excluded = { ...traffic('excludeOutboundIPRanges', '10.0.0.0/8'), ...traffic('includeOutboundPorts', '80') };
    expect(captureOf(excluded).sends(80, '10.1.2.3')).toBe(false);
    const included = { ...traffic('includeOutboundIPRanges', '10.0.0.0/8'), ...traffic('includeOutboundPorts', '80') };
    expect(captureOf(included).sends(80, '203.0.113.7')).toBe(true);
    expect(captureOf(included).sends(81, '203.0.113.7')).toBe(false);
    expect(captureOf(included).sends(81, '10.1.2.3')).toBe(true);
  });
  test('included addresses alone are taken, and none for an empty list', () => {
    expect(captureOf(traffic('includeOutboundIPRanges', '')).sends(80, '10.1.2.3')).toBe(false);
    expect(captureOf({}, { includeIPRanges: '10.0.0.0/8' }).sends(80, '203.0.113.7')).toBe(false);
  });
  test('an address that is not known is in the ranges that hold every one', () => {
    expect(captureOf(traffic('excludeOutboundIPRanges', '0.0.0.0/0')).sends(80)).toBe(false);
    expect(captureOf(traffic('excludeOutboundIPRanges', '10.0.0.0/8')).sends(80)).toBe(true);
    expect(captureOf(traffic('includeOutboundIPRanges', '10.0.0.0/8')).sends(80)).toBe(true);
    expect(captureOf(traffic('includeOutboundIPRanges', '10.0.0.0/8')).sends(80, undefined, false)).toBe(false);
  });
});

test('interceptionMode NONE captures nothing, by annotation or for the mesh; TPROXY captures as REDIRECT does', () => {
  const mode = (value: string) => ({ 'sidecar.istio.io/interceptionMode': value });
  expect(captureOf(mode('NONE')).takes(80)).toEqual([false]);
  expect(captureOf(mode('NONE')).sends(80)).toBe(false);
  expect(captureOf({}, {}, { interceptionMode: 'NONE' }).takes(80)).toEqual([false]);
  expect(captureOf(mode('REDIRECT'), {}, { interceptionMode: 'NONE' }).takes(80)).toEqual([true]);
  expect(captureOf(mode('TPROXY')).takes(80)).toEqual([true]);
});
