/** How proxies normalize paths before they match and send them (`pathNormalization` of the MeshConfig). */
export type PathNormalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

const nonNormal = /\\|%|\/\.|#/;

/** The setting as MeshConfig has it; Istio's default is `BASE`. */
export function readPathNormalization(value: unknown): PathNormalization {
  const setting = (value as { readonly normalization?: unknown } | undefined)?.normalization;
  return setting === 'NONE' || setting === 'MERGE_SLASHES' || setting === 'DECODE_AND_MERGE_SLASHES' ? setting : 'BASE';
}

/**
 * The path as proxies see it. `BASE` takes dot segments and fragment away, backslashes become slashes, unreserved characters are decoded;
 * the others also make one slash of several, the last after decoding slashes
 * (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType).
 */
export function normalizePath(path: string, setting: PathNormalization): string {
  if (setting === 'NONE') {
    return path;
  }
  const decoded = setting === 'DECODE_AND_MERGE_SLASHES' ? path.replaceAll(/%(?:2f|5c)/gi, '/') : path;
  const normal = nonNormal.test(decoded) ? withoutDots(decoded) : decoded;
  return setting === 'BASE' ? normal : normal.replaceAll(/\/{2,}/g, '/');
}

function withoutDots(path: string): string {
  const hash = path.indexOf('#');
  const bare = (hash < 0 ? path : path.slice(0, hash)).replaceAll('\\', '/').replaceAll(/%[0-9a-fA-F]{2}/g, decodeByte);
  const segments: string[] = [];
  const parts = bare.split('/').slice(1);
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (part === '..') {
      segments.pop();
    } else if (part !== '.') {
      segments.push(part);
    }
    if (isLast && (part === '..' || part === '.')) {
      segments.push('');
    }
  });
  return `/${segments.join('/')}`;
}

function decodeByte(encoded: string): string {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : encoded.toUpperCase();
}
