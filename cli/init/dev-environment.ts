/** Which environment a new repository has beside the one on this machine. */
export type CloudKind = 'cloud' | 'fleet';

/** Zones are named cn-hangzhou-h in mainland regions and ap-southeast-1a elsewhere. */
function zonesOf(region: string): readonly string[] {
  if (region === 'cn-hangzhou') return ['cn-hangzhou-h', 'cn-hangzhou-i'];
  const dash = /\d$/.test(region) ? '' : '-';
  return ['a', 'b'].map((letter) => `${region}${dash}${letter}`);
}

function clusterText(name: string, index: number): string {
  return `    ${name}:
      type: managed
      specification: ack.pro.small
      serviceCidr: 172.21.${index * 16}.0/20
      nodePools:
        workers:
          instanceTypes: [ecs.g7.xlarge]
          desired: 2
          min: 2
          max: 4`;
}

/** Text of \`Pulumi.dev.yaml\`: an ASM instance with a cluster, or with the members of an ACK One fleet. */
export function devEnvironment(kind: CloudKind, region: string): string {
  const zones = zonesOf(region).map(
    (zone, index) => `      - zoneId: ${zone}
        nodeCidr: 10.10.${index * 16}.0/20
        podCidr: 10.10.${64 * (index + 1)}.0/18`,
  );
  const clusters = kind === 'fleet' ? ['member1', 'member2'] : ['main'];
  const what = kind === 'fleet' ? 'two clusters in an ACK One fleet' : 'one cluster';
  return `# yaml-language-server: $schema=./schemas/environment.schema.json
# dev: an ASM instance with ${what}, in Alibaba Cloud.
config:
  alicloud:region: ${region}
  asm-blueprints:kind: ${kind}
  asm-blueprints:region: ${region}
  asm-blueprints:ownership:
    owner: you@example.com
    team: platform
    costCenter: mesh-dev
    dataClassification: internal
  asm-blueprints:network:
    cidr: 10.10.0.0/16
    # Zones that your account has: aliyun vpc DescribeZones --RegionId ${region}
    zones:
${zones.join('\n')}
  asm-blueprints:clusters:
${clusters.map(clusterText).join('\n')}
  asm-blueprints:mesh:
    istioVersion: "1.25"
  asm-blueprints:scenarios:
    shop:
      stage: canary
`;
}
