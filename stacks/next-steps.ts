import type * as pulumi from '@pulumi/pulumi';
import type { CloudEnvironment } from './environment/index.js';

/** What a person does after an update, as commands. */
export function nextSteps(
  { name, settings }: CloudEnvironment,
  clusterIds: Readonly<Record<string, pulumi.Output<string>>>,
  serviceMeshId: pulumi.Output<string>,
): pulumi.Output<string[]> {
  const targets = ['asm', ...(settings.kind === 'fleet' ? ['fleet'] : []), ...Object.keys(clusterIds)];
  const console = 'https://servicemesh.console.aliyun.com';
  return serviceMeshId.apply((id) => [
    `pulumi stack output kubeconfigs --stack ${name} --show-secrets --json > kubeconfigs.json   # ${targets.join(', ')}`,
    'node -p \'JSON.parse(fs.readFileSync("kubeconfigs.json")).asm\' > asm.kubeconfig',
    'kubectl --kubeconfig asm.kubeconfig -n istio-system get istiogateways,virtualservices -A',
    'kubectl --kubeconfig <cluster>.kubeconfig -n istio-system get services   # addresses of the gateways',
    `${console}   # instance ${id} in ${settings.region}`,
  ]);
}
