import { callOpenApi, type OpenApiConfig, openApiCredentials } from '../infra/open-api.js';
import { readOpenApi } from '../infra/open-api-rest.js';

type Fields = Readonly<Record<string, unknown>>;

/** Services by their code in host names: the version of the API, and whether there is one host for all regions. */
const SERVICES = {
  vpc: { version: '2016-04-28', regional: true },
  ecs: { version: '2014-05-26', regional: true },
  slb: { version: '2014-05-15', regional: true },
  servicemesh: { version: '2020-01-11', regional: false },
  adcp: { version: '2022-01-01', regional: true },
  arms: { version: '2019-08-08', regional: true },
  actiontrail: { version: '2020-07-06', regional: true },
  ram: { version: '2015-05-01', regional: false },
  kms: { version: '2016-01-20', regional: true },
  cs: { version: '2015-12-15', regional: true },
  quotas: { version: '2020-05-10', regional: false },
} as const;

/** A service that did not answer what it was asked. */
export class RefusedError extends Error {
  constructor(
    action: string,
    /** The service's code, or `Unreachable`. */
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${action}: ${code} ${reason}`);
  }
}

/** Reads what an account holds, with the credentials and endpoints that the provider uses. */
export class Lookup {
  constructor(
    readonly region: string,
    private readonly config: OpenApiConfig,
    /** How often a call is tried. @default as often as an update needs */
    private readonly attempts?: number,
  ) {}

  private endpoint(service: keyof typeof SERVICES): string {
    const code = service.toUpperCase();
    const { env } = process;
    const host = SERVICES[service].regional ? `${service}.${this.region}.aliyuncs.com` : `${service}.aliyuncs.com`;
    return env[`ALIBABA_CLOUD_ENDPOINT_${code}`] ?? env[`${code}_ENDPOINT`] ?? host;
  }

  /** The items of a describe call at a path of its answer; none when the service knows no such thing. */
  async list(
    service: keyof typeof SERVICES,
    action: string,
    parameters: Readonly<Record<string, string>>,
    path: string,
  ): Promise<Fields[]> {
    const answer = await callOpenApi({
      endpoint: this.endpoint(service),
      version: SERVICES[service].version,
      action,
      parameters: { RegionId: this.region, ...parameters },
      ...openApiCredentials(this.config),
      ...(this.attempts === undefined ? {} : { attempts: this.attempts }),
    });
    if (answer.code !== undefined) {
      if (/NotFound|NotExist/.test(answer.code) && !answer.code.startsWith('InvalidAccessKeyId')) return [];
      throw new RefusedError(action, answer.code, answer.message ?? '');
    }
    return itemsAt(answer.body, path);
  }

  /** The items of a read of ACK. */
  async clusters(path: string, query: Readonly<Record<string, string>>, at: string): Promise<Fields[]> {
    const credentials = openApiCredentials(this.config);
    const { version } = SERVICES.cs;
    const attempts = this.attempts === undefined ? {} : { attempts: this.attempts };
    const request = { endpoint: this.endpoint('cs'), version, path, query, ...credentials, ...attempts };
    return itemsAt(await readOpenApi(request), at);
  }
}

/** @param path keys with dots between; nothing stands for the whole body */
function itemsAt(body: unknown, path: string): Fields[] {
  let value = body;
  for (const key of path === '' ? [] : path.split('.')) value = (value as Fields | undefined)?.[key];
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as Fields];
}
