import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeService, MeshChart } from 'asm-blueprints/constructs';

/** The objects of /tmp/sec.yaml. */
export class SecChart extends MeshChart {
  constructor(scope: Construct, id = 'sec') {
    super(scope, id, { namespace: 'shop' });
    new ApiObject(this, 's', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'shop' },
      stringData: { password: 'hunter2' },
    });
    new KubeService(this, 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
  }
}
