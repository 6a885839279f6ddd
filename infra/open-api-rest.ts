import { createHmac, randomUUID } from 'node:crypto';
import { type HttpsRequest, httpsRequest } from './https-request.js';
import { type OpenApiRequest, parseAnswer } from './open-api.js';

/** A read of an API in REST style, such as that of ACK. */
export type RestRequest = Pick<
  OpenApiRequest,
  'endpoint' | 'version' | 'accessKey' | 'secretKey' | 'securityToken' | 'attempts'
> & {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
};

/**
 * Signs a GET request with the ROA signature (version 1.0, HMAC-SHA1) and sends it; again while the service is
 * throttled or broken.
 *
 * @throws Error when the service cannot be reached or refuses
 */
export async function readOpenApi(request: RestRequest): Promise<unknown> {
  const attempts = request.attempts ?? 12;
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await httpsRequest(signed(request));
    if (status >= 200 && status < 300) return parseAnswer(text);
    const code = /"code"\s*:\s*"([^"]*)"/i.exec(text)?.[1] ?? String(status);
    const again = status >= 500 || status === 429 || code.startsWith('Throttling');
    if (!again || attempt >= attempts) throw new Error(`GET ${request.path}: ${code}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** attempt, 10_000)));
  }
}

function signed(request: RestRequest): HttpsRequest {
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
  return {
    url: `https://${request.endpoint}${encodeURI(resource)}`,
    method: 'GET',
    headers: { ...acs, accept: 'application/json', date, authorization: `acs ${request.accessKey}:${signature}` },
  };
}
