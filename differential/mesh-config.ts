import { parse, stringify } from 'yaml';
import { kubectl } from './kubectl.js';

/** The ConfigMap with the MeshConfig of the control plane, as the model reads it from files. */
export function meshConfigManifest(mesh: string): string {
  const metadata = { name: 'istio', namespace: 'istio-system' };
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mesh } });
}

/** The MeshConfig of the control plane. */
export async function readMeshConfigText(): Promise<string> {
  return kubectl(['-n', 'istio-system', 'get', 'configmap', 'istio', '-o', 'jsonpath={.data.mesh}']);
}

/** Sets the MeshConfig of the control plane, which takes it over by itself. */
export async function writeMeshConfigText(mesh: string): Promise<void> {
  await kubectl([
    '-n',
    'istio-system',
    'patch',
    'configmap',
    'istio',
    '--type=merge',
    '-p',
    JSON.stringify({ data: { mesh } }),
  ]);
}

/** A MeshConfig with top-level fields of another put over it. */
export function withFields(mesh: string, fields: string): string {
  return stringify({ ...(parse(mesh) as object), ...(parse(fields) as object) });
}
