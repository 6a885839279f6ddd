/** What problems whose codes begin alike are about. */
export interface ProblemFamily {
  /** What the codes are, or begin with. */
  readonly codes: readonly string[];
  /** What has the problem, and what the program does about it. */
  readonly words: string;
  /** Pages of the documentation. */
  readonly pages: readonly string[];
}

/** Every problem names its place and its fix; this says what kind of input it is in, and where to read more. */
export const problemFamilies: readonly ProblemFamily[] = [
  {
    codes: ['INPUT_', 'MANIFEST_'],
    words:
      'A file, a folder or an object in it that cannot be read as the manifest of a mesh, or only in part. The rest is read, and the answer holds for the rest.',
    pages: ['reading.md'],
  },
  {
    codes: ['MESH_'],
    words: 'Objects that are there twice with different contents, or settings of the mesh that are not valid.',
    pages: ['reading.md'],
  },
  {
    codes: ['QUERY_'],
    words:
      'A question that names something that the files do not have, or in a way that is not understood. A note leaves the answer; anything else is no question, and there is no answer.',
    pages: ['requests.md'],
  },
  {
    codes: ['PROMISE_', 'PROMISES'],
    words: 'A file of `verify --promises` that is not valid, or what a promise comes to.',
    pages: ['verify.md'],
  },
  {
    codes: ['ROUTE_TESTS', 'ROUTE_TESTS_'],
    words: 'A file of `test --tests` that is not valid.',
    pages: ['route-tests.md'],
  },
  {
    codes: ['SETTINGS'],
    words: 'A file of `analyze --settings` that is not valid.',
    pages: ['noise.md', 'environments.md'],
  },
  {
    codes: ['ENV'],
    words: 'An environment file, `Pulumi.<env>.yaml`, that is not valid. Nothing is synthesized or deployed.',
    pages: ['environments.md', 'scenarios.md'],
  },
  {
    codes: ['BLUEPRINT_'],
    words: 'Scenarios or add-ons of the program that no environment can use.',
    pages: ['own-repository.md'],
  },
  {
    codes: ['ARG_', 'SYNTH_', 'ORDER_', 'DECLARED_', 'NO_SUCH_TARGET'],
    words: 'Props of a construct or component that are not valid. Nothing is synthesized or deployed.',
    pages: ['components.md', 'own-repository.md'],
  },
  {
    codes: ['CLOUD_', 'CREDENTIALS_', 'PLAN_', 'PRICES_'],
    words: 'The account in the cloud: credentials, quotas, zones, prices. It is asked before anything is made.',
    pages: ['cloud.md'],
  },
  {
    codes: ['LOCAL_', 'KUBECONFIGS'],
    words: 'This machine: Docker, kind, kubectl, ports, images, kubeconfigs.',
    pages: ['local.md'],
  },
  {
    codes: [
      ...['GATEWAY_PODS', 'GATEWAY', 'SECRET', 'NAMESPACE', 'HOST', 'SERVICE_ENTRY', 'SUBSET', 'PODS'],
      ...['GATEWAY_SERVICE', 'NAMESPACE_LABELS', 'NO_PROXY', 'UNKNOWN_HOST', 'NETWORK_PLUGIN'],
    ],
    words: 'Something that the files do not say and that the answer takes for granted. An option settles it.',
    pages: ['noise.md'],
  },
];

/** The family of the code of a problem: of several the one that names it best. */
export function familyOf(code: string): ProblemFamily | undefined {
  const isIn = (start: string): boolean =>
    code === start || (start.endsWith('_') ? code.startsWith(start) : code.startsWith(`${start}_`) && start.length < 9);
  return (
    problemFamilies.find(({ codes }) => codes.includes(code)) ?? problemFamilies.find(({ codes }) => codes.some(isIn))
  );
}
