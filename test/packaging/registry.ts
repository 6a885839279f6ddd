/**
 * A registry for tests: it has the packages that are given as archives, and sends everything else on to npm's own. Prints its address.
 *
 *     node --import tsx test/packaging/registry.ts ARCHIVE...
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';

const UPSTREAM = (process.env['UPSTREAM'] ?? 'https://registry.npmjs.org/').replace(/\/$/, '');

interface Manifest {
  readonly name: string;
  readonly version: string;
}

const packages = new Map(
  process.argv.slice(2).map((archive) => {
    const { stdout } = spawnSync('tar', ['xzOf', archive, 'package/package.json'], { encoding: 'utf8' });
    const manifest = JSON.parse(stdout) as Manifest;
    return [manifest.name, { archive, manifest, bytes: readFileSync(archive) }] as const;
  }),
);

const server = createServer(({ url = '/', headers }, response) => {
  const [name = ''] = url.slice(1).split('/-/');
  const own = packages.get(decodeURIComponent(name));
  if (own === undefined) {
    response.writeHead(302, { location: UPSTREAM + url }).end();
    return;
  }
  const { archive, manifest, bytes } = own;
  if (url.includes('/-/')) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    return;
  }
  const dist = {
    tarball: `http://${headers.host}/${name}/-/${basename(archive)}`,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    shasum: createHash('sha1').update(bytes).digest('hex'),
  };
  const packument = {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);
});
