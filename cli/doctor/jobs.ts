import { OLDEST_KIND, OLDEST_PULUMI } from '../../infra/local/machine-check.js';

/** A program that a job may need. */
export interface Program {
  readonly name: string;
  /** How it says its version. */
  readonly versionArgs: readonly string[];
  /** @default any */
  readonly oldest?: string;
  /** Where it is to be found. */
  readonly install: string;
}

/** Something that people do with this package. */
export interface Job {
  readonly name: string;
  readonly what: string;
  /** Names of programs; of a list one is enough. */
  readonly programs: readonly (string | readonly string[])[];
  /** Names of npm packages. */
  readonly packages: readonly string[];
  /** Whether the account's credentials must be in the environment. */
  readonly needsCredentials?: boolean;
}

/** The programs that some job needs. */
export const programs: readonly Program[] = [
  program('docker', ['version', '--format', '{{.Server.Version}}'], 'https://docs.docker.com/get-docker/'),
  program('kind', ['version'], 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation', OLDEST_KIND),
  program('kubectl', ['version', '--client'], 'https://kubernetes.io/docs/tasks/tools/'),
  program('helm', ['version', '--short'], 'https://helm.sh/docs/intro/install/'),
  program('kustomize', ['version'], 'https://kubectl.docs.kubernetes.io/installation/kustomize/'),
  program('pulumi', ['version'], 'https://www.pulumi.com/docs/install/', OLDEST_PULUMI),
];

function program(name: string, versionArgs: readonly string[], install: string, oldest?: string): Program {
  return { name, versionArgs, install, ...(oldest === undefined ? {} : { oldest }) };
}

const CHARTS = ['cdk8s', 'constructs'];
const PROGRAMS = [...CHARTS, '@pulumi/pulumi', '@pulumi/kubernetes'];

/** What people do, from the least that is needed to the most. */
export const jobs: readonly Job[] = [
  { name: 'analyze', what: 'analyze, request, callers, mtls, diff, impact', programs: [], packages: [] },
  { name: 'helm', what: '--render of Helm charts', programs: ['helm'], packages: [] },
  { name: 'kustomize', what: '--render of kustomizations', programs: [['kustomize', 'kubectl']], packages: [] },
  { name: 'context', what: '--context: objects of a cluster', programs: ['kubectl'], packages: [] },
  { name: 'test', what: 'matchers of asm-blueprints/jest', programs: [], packages: ['@jest/globals'] },
  { name: 'synth', what: 'charts and `npm run synth`', programs: [], packages: CHARTS },
  {
    name: 'local',
    what: 'an environment on this machine',
    programs: ['docker', 'kind', 'kubectl', 'pulumi'],
    packages: PROGRAMS,
  },
  {
    name: 'cloud',
    what: 'an environment in the cloud',
    programs: ['pulumi'],
    packages: [...PROGRAMS, '@pulumi/alicloud'],
    needsCredentials: true,
  },
  { name: 'policy', what: '`pulumi preview --policy-pack`', programs: ['pulumi'], packages: ['@pulumi/policy'] },
];
