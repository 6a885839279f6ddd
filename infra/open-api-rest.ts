import { createHmac, randomUUID } from 'node:crypto';
import type { OpenApiRequest } from './open-api.js';

/** A read of an API in REST style, such as that of ACK. */
export type RestRequest = Pick<OpenApiRequest, 'endpoint' | 'version' | 'accessKey' | 'secretKey' | 'securityToken'> & {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
};

/**
 * Signs a GET request with the ROA signature (version 1.0, HMAC-SHA1) and sends it.
 *
 * @throws Error when the service cannot be reached or refuses
 */
export async function readOpenApi(request: RestRequest): Promise<unknown> {
  const acs: Record<string, string> = {
    'x-acs-signature-method': 'HMAC-SHA1',
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-signature-version': '1.0',
    'x-acs-version': request.version,
  };
  if (request.securityToken) acs['x-acs-security-token'] = request.securityToken;
  const date = new Date().toUTCString();
  const query = Object.entries(request.query ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  const resource = query === '' ? request.path : `${request.path}?${query}`;
  const headers = Object.keys(acs)
    .sort()
    .map((key) => `${key}:${acs[key]}\n`)
    .join('');
  const signature = createHmac('sha1', request.secretKey)
    .update(`GET\napplication/json\n\n\n${date}\n${headers}${resource}`)
    .digest('base64');
  const response = await fetch(`https://${request.endpoint}${encodeURI(resource)}`, {
    headers: { ...acs, accept: 'application/json', date, authorization: `acs ${request.accessKey}:${signature}` },
    signal: AbortSignal.timeout(30_000),
  });
  const body: unknown = await response.json();
  if (response.ok) return body;
  throw new Error(`GET ${request.path}: ${(body as { code?: string }).code ?? response.status}`);
}
