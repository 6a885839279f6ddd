/** Host and port of an authority such as `reviews:9080` or `[::1]:80`. */
export function splitAuthority(authority: string): { readonly host: string; readonly port: number | undefined } {
  const bracket = authority.lastIndexOf(']');
  const colon = authority.lastIndexOf(':');
  if (colon <= bracket) {
    return { host: authority, port: undefined };
  }
  const port = Number(authority.slice(colon + 1));
  return Number.isInteger(port) && port > 0 && port < 65536
    ? { host: authority.slice(0, colon), port }
    : { host: authority, port: undefined };
}

/** The lower-case host of an authority, whatever its port is. */
export function hostOf(authority: string): string {
  const colon = authority.lastIndexOf(':');
  const host = colon > authority.lastIndexOf(']') ? authority.slice(0, colon) : authority;
  return host.toLowerCase();
}
