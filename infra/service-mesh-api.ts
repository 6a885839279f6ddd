import { callOpenApi, type OpenApiAnswer, type OpenApiConfig, openApiCredentials } from './open-api.js';

/** What the API of ASM says of an instance. */
export interface ServiceMeshState {
  /** `running` once it takes the next change. */
  readonly state: string;
  /** Ids of the clusters of its data plane. */
  readonly clusters: readonly string[];
  /** Allocation id of the EIP that Pilot is reached at; empty without one. */
  readonly pilotEipId: string;
}

/**
 * Calls the API of ASM, version 2020-01-11. A refusal is an answer with a `code`.
 *
 * Like all of this file it runs inside the process of a dynamic provider, which gets the functions that it calls, but
 * no module: those are imported inside of functions.
 *
 * @throws Error without credentials
 */
export async function callServiceMeshApi(
  config: OpenApiConfig | undefined,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<OpenApiAnswer> {
  const { env } = process;
  return callOpenApi({
    endpoint: env.ALIBABA_CLOUD_ENDPOINT_SERVICEMESH ?? env.SERVICEMESH_ENDPOINT ?? 'servicemesh.aliyuncs.com',
    version: '2020-01-11',
    action,
    parameters,
    ...openApiCredentials(config),
  });
}

/** An instance as it is now; `undefined` when it is gone. @throws Error when the API refuses */
export async function describeServiceMesh(
  config: OpenApiConfig | undefined,
  serviceMeshId: string,
): Promise<ServiceMeshState | undefined> {
  const answer = await callServiceMeshApi(config, 'DescribeServiceMeshDetail', { ServiceMeshId: serviceMeshId });
  if (answer.code === 'ServiceMesh.NotFound' || answer.code === 'StatusForbidden') return undefined;
  if (answer.code) throw new Error(`DescribeServiceMeshDetail: ${answer.code} ${answer.message}`);
  const mesh = (answer.body.ServiceMesh ?? {}) as {
    Clusters?: string[];
    ServiceMeshInfo?: { State?: string };
    Spec?: { LoadBalancer?: { PilotPublicEipId?: string } };
  };
  return {
    state: mesh.ServiceMeshInfo?.State ?? '',
    clusters: mesh.Clusters ?? [],
    pilotEipId: mesh.Spec?.LoadBalancer?.PilotPublicEipId ?? '',
  };
}

/**
 * Waits until a change of an instance is over: it is running again and `reached` holds.
 *
 * @param late what to say when the change is not over after `minutes`
 * @returns the instance; `undefined` as soon as it is gone
 */
export async function serviceMeshReaches(
  config: OpenApiConfig | undefined,
  serviceMeshId: string,
  reached: (mesh: ServiceMeshState) => boolean,
  minutes: number,
  late: string,
): Promise<ServiceMeshState | undefined> {
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const mesh = await describeServiceMesh(config, serviceMeshId);
    if (mesh === undefined || (mesh.state === 'running' && reached(mesh))) return mesh;
    if (Date.now() > deadline) throw new Error(`${late} in ${minutes} minutes`);
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}
