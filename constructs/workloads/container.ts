import type { Container } from '../api/index.js';

/** CPU and memory of a container, as Kubernetes quantities. */
export interface ContainerResources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** What one container runs. */
export interface ContainerProps {
  readonly image: string;
  /** @default 'IfNotPresent' */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** @default 'app' */
  readonly containerName?: string;
  /** Replaces the image's entry point. @default the image's */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default the image's */
  readonly args?: readonly string[];
  /** Environment variables. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default requests of 50m CPU and 64Mi memory, a limit of 256Mi memory and none for CPU */
  readonly resources?: ContainerResources;
  /** @default TCP connect to the first port */
  readonly readinessProbe?: Container['readinessProbe'] | 'none';
  /** @default TCP connect to the first port, less eager than readiness */
  readonly livenessProbe?: Container['livenessProbe'] | 'none';
  /** @default user 1000, no privilege escalation, no capabilities, the runtime's seccomp profile */
  readonly securityContext?: Container['securityContext'];
  /** Any other field of the container, over everything above. @default none */
  readonly container?: Partial<Container>;
}

/** A port that a container opens. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly name?: string;
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

const DEFAULT_RESOURCES: ContainerResources = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { memory: '256Mi' },
};

// A numeric user, because the kubelet cannot tell whether a user that the image names is root.
const DEFAULT_SECURITY_CONTEXT: NonNullable<Container['securityContext']> = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The container of a workload. */
export function containerOf(props: ContainerProps, ports: readonly ContainerPort[]): Container {
  const [first] = ports;
  const tcpSocket = first === undefined ? undefined : { port: first.containerPort };
  const readiness = props.readinessProbe ?? (tcpSocket && { tcpSocket, periodSeconds: 5 });
  const liveness = props.livenessProbe ?? (tcpSocket && { tcpSocket, initialDelaySeconds: 10, periodSeconds: 20 });
  return {
    name: props.containerName ?? 'app',
    image: props.image,
    imagePullPolicy: props.imagePullPolicy ?? 'IfNotPresent',
    command: props.command && [...props.command],
    args: props.args && [...props.args],
    env: props.env && Object.entries(props.env).map(([name, value]) => ({ name, value })),
    ports: ports.length === 0 ? undefined : [...ports],
    readinessProbe: readiness === 'none' ? undefined : readiness,
    livenessProbe: liveness === 'none' ? undefined : liveness,
    resources: props.resources ?? DEFAULT_RESOURCES,
    securityContext: props.securityContext ?? DEFAULT_SECURITY_CONTEXT,
    ...props.container,
  };
}
