/** What an HTTPS request answered. */
export interface HttpsAnswer {
  readonly status: number;
  readonly text: string;
}

/** A request to an HTTPS address. */
export interface HttpsRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends a request, through the proxy that `HTTPS_PROXY` and `NO_PROXY` name, as the provider does; Node's own `fetch`
 * would not. Gives up after 30 seconds.
 *
 * Runs inside the process of a dynamic provider, which only gets what the function itself imports.
 *
 * @throws Error when the address cannot be reached
 */
export async function httpsRequest(request: HttpsRequest): Promise<HttpsAnswer> {
  const [http, https, tls] = await Promise.all([import('node:http'), import('node:https'), import('node:tls')]);
  const url = new URL(request.url);
  const { env } = process;
  const bypassed = (env.NO_PROXY ?? env.no_proxy ?? '').split(',').some((entry) => {
    const name = entry.trim().replace(/^\*?\./, '');
    return name === '*' || (name !== '' && (url.hostname === name || url.hostname.endsWith(`.${name}`)));
  });
  const proxy = bypassed || url.hostname === '127.0.0.1' ? undefined : env.HTTPS_PROXY || env.https_proxy;
  const signal = AbortSignal.timeout(30_000);
  const port = Number(url.port || 443);

  const tunnel = (address: URL) =>
    new Promise<import('node:net').Socket>((resolve, reject) => {
      const login = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
      const connect = http.request({
        host: address.hostname,
        port: Number(address.port || 80),
        method: 'CONNECT',
        path: `${url.hostname}:${port}`,
        signal,
        headers: address.username ? { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` } : {},
      });
      connect.on('error', reject);
      connect.on('connect', (response, socket) => {
        if (response.statusCode === 200) resolve(socket);
        else reject(new Error(`the proxy ${address.host} answers ${response.statusCode}`));
      });
      connect.end();
    });

  const socket = proxy ? await tunnel(new URL(proxy)) : undefined;
  return new Promise((resolve, reject) => {
    const sent = https.request(
      {
        host: url.hostname,
        port,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { ...request.headers, host: url.host, connection: 'close' },
        signal,
        // With an agent, a connection of one's own would be left out.
        ...(socket ? { createConnection: () => tls.connect({ socket, servername: url.hostname }) } : { agent: false }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(request.body);
  });
}
