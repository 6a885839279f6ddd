import { Construct } from 'constructs';
import { PeerAuthentication } from '../api/index.js';

/** STRICT refuses plain text, PERMISSIVE accepts both, DISABLE uses no mTLS. */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** Props of {@link MutualTls}. */
export interface MutualTlsProps {
  readonly mode: MutualTlsMode;
  /** @default 'default' */
  readonly name?: string;
  /** Namespace that it is for; the root namespace (istio-system) stands for the whole mesh. @default the chart's namespace */
  readonly namespace?: string;
  /** Labels of the pods that it is for. @default every pod of the namespace */
  readonly selector?: Readonly<Record<string, string>>;
  /** Modes of single ports of the pods, by container port; needs a selector. @default none */
  readonly ports?: Readonly<Record<number, MutualTlsMode>>;
}

/** Which mTLS mode workloads accept. */
export class MutualTls extends Construct {
  constructor(scope: Construct, id: string, props: MutualTlsProps) {
    super(scope, id);
    const { mode, selector, ports } = props;
    const portLevel = Object.entries(ports ?? {}).map(([port, portMode]) => [port, { mode: portMode }] as const);
    new PeerAuthentication(this, 'peer-authentication', {
      metadata: { name: props.name ?? 'default', namespace: props.namespace },
      spec: {
        mtls: { mode },
        selector: selector && { matchLabels: selector },
        portLevelMtls: portLevel.length === 0 ? undefined : Object.fromEntries(portLevel),
      },
    });
  }
}
