import type { CloudSettings } from './environment/index.js';

/** Something that `pulumi destroy` leaves. */
export interface Kept {
  readonly what: string;
  readonly why: string;
}

/** What a destroy of the environment leaves, and why: adopted things, protected things, and what the service keeps. */
export function keptOnDestroy(settings: CloudSettings): Kept[] {
  const kept: Kept[] = [];
  const adopted = (what: string) => kept.push({ what, why: 'adopted by id, so it is not this stack that ends it' });
  const { network, mesh, clusters, loadBalancers, security } = settings;
  if (network.vpcId !== undefined) adopted(`VPC ${network.vpcId}`);
  for (const zone of network.zones) {
    for (const id of [zone.vSwitchId, zone.podVSwitchId]) if (id !== undefined) adopted(`vSwitch ${id}`);
  }
  if (network.meshVpc?.cenId !== undefined) adopted(`CEN instance ${network.meshVpc.cenId}`);
  if (mesh.id !== undefined) adopted(`ASM instance ${mesh.id}`);
  for (const cluster of Object.values(clusters)) if (cluster.type === 'existing') adopted(`cluster ${cluster.id}`);
  for (const { id } of Object.values(loadBalancers)) if (id !== undefined) adopted(`CLB ${id}`);
  if (typeof security.encryptionKey === 'object') adopted(`KMS key ${security.encryptionKey.id}`);
  if (security.encryptionKey === true && !security.deletionProtection) {
    kept.push({
      what: 'KMS key',
      why: 'the service deletes it 30 days later, without a fee; until then it can be restored',
    });
  }
  const why = 'protected from deletion; set security.deletionProtection to false and run pulumi up first';
  kept.push(...protectedFromDeletion(settings).map((what) => ({ what, why })));
  return kept;
}

/** What has to lose its protection before a destroy: nothing at all is destroyed until then. */
export function protectedFromDeletion({ clusters, loadBalancers, security }: CloudSettings): string[] {
  if (!security.deletionProtection) return [];
  return [
    ...Object.entries(clusters).flatMap(([name, { type }]) => (type === 'existing' ? [] : [`cluster ${name}`])),
    ...Object.entries(loadBalancers).flatMap(([name, { id }]) => (id === undefined ? [`CLB ${name}`] : [])),
    ...(security.encryptionKey === true ? ['KMS key'] : []),
  ];
}
