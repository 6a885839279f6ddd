import { readManifests } from '../../mesh/manifest/read-manifests.js';
import type { Resource, Target } from '../../mesh/manifest/resource.js';

export const everything: Target = { name: 'local', role: 'all' };
export const asm: Target = { name: 'asm', role: 'mesh' };
export const fleet: Target = { name: 'fleet', role: 'fleet' };
export const cluster = (name: string): Target => ({ name, role: 'data-plane' });

/** The resources of a YAML text that has no mistakes. */
export function resourcesOf(text: string, target: Target = everything): readonly Resource[] {
  const { resources, problems } = readManifests(text, `${target.name}.yaml`, { target });
  if (problems.length > 0) {
    throw new Error(JSON.stringify(problems));
  }
  return resources;
}

/** A Deployment in one line of flow YAML for each part. */
export function deployment(name: string, labels: string, rest = ''): string {
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}]}]${rest}}
`;
}

export function service(name: string, spec: string, extra = ''): string {
  return `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop${extra}}
spec: ${spec}
`;
}
