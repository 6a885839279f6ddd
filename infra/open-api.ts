import { httpsRequest } from './https-request.js';

/** A call of an Alibaba Cloud API that the provider does not offer as a resource. */
export interface OpenApiRequest {
  /** Host name of the service, with a port if it is not 443. */
  readonly endpoint: string;
  /** API version, for example `2020-01-11`. */
  readonly version: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string;
  /** How often it is tried while the service is throttled, broken or out of reach. @default 12: a minute and a half */
  readonly attempts?: number;
}

/** What the API answered. `code` is set when it refused, and is `Unreachable` when no answer came. */
export interface OpenApiAnswer {
  readonly code?: string;
  readonly message?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Signs a request with the RPC signature (version 1.0, HMAC-SHA1) and sends it. Throttling, faults of the service
 * and lost connections are tried again.
 *
 * Runs inside the process of a dynamic provider, which only gets what the function itself imports.
 */
export async function callOpenApi(request: OpenApiRequest): Promise<OpenApiAnswer> {
  const { createHmac, randomUUID } = await import('node:crypto');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const attempts = request.attempts ?? 12;
  for (let attempt = 1; ; attempt += 1) {
    const parameters: Record<string, string> = {
      ...request.parameters,
      Action: request.action,
      Version: request.version,
      Format: 'JSON',
      AccessKeyId: request.accessKey,
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: randomUUID(),
      Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    };
    if (request.securityToken) parameters.SecurityToken = request.securityToken;
    const canonical = Object.keys(parameters)
      .sort()
      .map((key) => `${encode(key)}=${encode(parameters[key] ?? '')}`)
      .join('&');
    const signature = createHmac('sha1', `${request.secretKey}&`)
      .update(`POST&${encode('/')}&${encode(canonical)}`)
      .digest('base64');
    const url = `https://${request.endpoint}/`;
    let status = 0;
    let body: Record<string, unknown> = {};
    try {
      const answer = await httpsRequest({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${canonical}&Signature=${encode(signature)}`,
      });
      status = answer.status;
      body = parseAnswer(answer.text) as Record<string, unknown>;
    } catch (error) {
      if (attempt >= attempts) {
        const reason = error instanceof Error ? error.message : error;
        return { code: 'Unreachable', message: `${request.endpoint} cannot be reached (${reason})`, body: {} };
      }
    }
    if (status >= 200 && status < 300) return { body };
    const code = String(body.Code ?? body.code ?? '');
    const again = status === 0 || status >= 500 || status === 429 || /^(Throttling|ServiceUnavailable)/.test(code);
    if (!again || attempt >= attempts)
      return { code: code || `HTTP ${status}`, message: String(body.Message ?? ''), body };
    await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** attempt, 10_000)));
  }
}

/** What a service has answered. An error shows nothing of it: a kubeconfig may be in it. @throws Error when it is not JSON */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the answer is not JSON');
  }
}

/** The configuration of the provider as a dynamic provider sees it. */
export interface OpenApiConfig {
  get(key: string): string | undefined;
}

/** Credentials of the Alibaba Cloud provider: its stack configuration first, then its environment variables. */
export function openApiCredentials(
  config: OpenApiConfig | undefined,
): Pick<OpenApiRequest, 'accessKey' | 'secretKey' | 'securityToken'> {
  const env = process.env;
  const accessKey =
    config?.get('alicloud:accessKey') ?? env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? env.ALICLOUD_ACCESS_KEY ?? '';
  const secretKey =
    config?.get('alicloud:secretKey') ?? env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? env.ALICLOUD_SECRET_KEY ?? '';
  const securityToken =
    config?.get('alicloud:securityToken') ?? env.ALIBABA_CLOUD_SECURITY_TOKEN ?? env.ALICLOUD_SECURITY_TOKEN;
  if (!accessKey || !secretKey) {
    throw new Error(
      'no Alibaba Cloud credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, ' +
        'or the secrets alicloud:accessKey and alicloud:secretKey of the stack',
    );
  }
  return { accessKey, secretKey, ...(securityToken ? { securityToken } : {}) };
}
